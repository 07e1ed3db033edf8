package netlessons.share.folder;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;

/**
 * A file or a folder that may be shown, as it was when it was looked for.
 *
 * @param names by which it was found, seen from the root; none for the root itself
 * @param real where it is, all links followed
 */
public record Found(List<String> names, Path real, BasicFileAttributes attributes) {
    public Found {
        names = List.copyOf(names);
    }

    public boolean isFolder() {
        return attributes.isDirectory();
    }

    /** Its own name; "" for the root. */
    public String name() {
        return names.isEmpty() ? "" : names.get(names.size() - 1);
    }

    /** In bytes. */
    public long size() {
        return attributes.size();
    }

    public Instant modified() {
        return attributes.lastModifiedTime().toInstant();
    }
}
