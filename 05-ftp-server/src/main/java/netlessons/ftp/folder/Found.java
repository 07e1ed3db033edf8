package netlessons.ftp.folder;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A file or a folder that is there. Immutable.
 *
 * @param path as the client sees it
 * @param real where it is, links followed
 */
public record Found(VirtualPath path, Path real, BasicFileAttributes attributes) {
    public boolean isFolder() {
        return attributes.isDirectory();
    }

    /** In bytes. */
    public long size() {
        return attributes.size();
    }

    public Instant modified() {
        return attributes.lastModifiedTime().toInstant();
    }
}
