package netlessons.downloader.file;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which version of which file the bytes in a part belong to.
 *
 * @param uri the address that was asked for, without name and password
 * @param etag as it came, with quotes; weak ones too
 * @param modified the field Last-Modified
 * @param dateable whether that is a strong validator: a minute older than the response (RFC 9110 section 8.8.2.2)
 * @param total the size of the whole, if the origin told
 */
public record Identity(
        URI uri, Optional<String> etag, Optional<Instant> modified, boolean dateable, OptionalLong total) {
    public Identity {
        uri = Entry.plain(uri);
    }

    /** Whether it came from there. */
    public boolean isFrom(URI address) {
        return uri.equals(Entry.plain(address));
    }
}
