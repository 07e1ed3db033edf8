package netlessons.downloader.fetch;

import java.net.URI;
import java.util.Optional;
import netlessons.downloader.file.Checksum;
import netlessons.downloader.file.DiskFault;
import netlessons.downloader.file.Existing;
import netlessons.downloader.file.Identity;
import netlessons.downloader.file.Names;
import netlessons.downloader.http.Response;

/** What a file will be called, and whether it has been there since an earlier run. */
final class Naming {
    private final Tools tools;
    private final Item item;

    Naming(Tools tools, Item item) {
        this.tools = tools;
        this.item = item;
    }

    /** The one that the user wants, else the origin, else its address. */
    String name(Response response) {
        return item.name()
                .orElseGet(() -> Names.of(
                        response.disposition(),
                        item.uris().get(0),
                        tools.settings().hidden()));
    }

    /** The same file, under the name that this response would get or one of its twins'. */
    Optional<Existing> there(URI uri, Response response) throws DiskFault {
        for (Existing existing : tools.root().existing(name(response))) {
            if (isSame(existing, Version.of(uri, response))) {
                return Optional.of(existing);
            }
        }
        return Optional.empty();
    }

    private boolean isSame(Existing existing, Identity version) throws DiskFault {
        if (item.checksum().isEmpty()) {
            return existing.isFrom(version);
        }
        Checksum checksum = item.checksum().get();
        return version.total().orElse(existing.size()) == existing.size()
                && existing.digest(checksum.algorithm()).equals(checksum.hex());
    }
}
