package netlessons.downloader.fetch;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import netlessons.downloader.file.Checksum;

/**
 * A file to fetch.
 *
 * @param uris where it is, http or https, at least one: the others are mirrors
 * @param name the one to give it, if it is not for the origin to say
 * @param checksum what it has to be
 */
public record Item(List<URI> uris, Optional<String> name, Optional<Checksum> checksum) {
    public Item {
        uris = List.copyOf(uris);
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
    }
}
