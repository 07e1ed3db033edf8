package netlessons.downloader.file;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A file of ours under its name, which somebody may take away, or give to another file.
 *
 * @param key what tells the file from any other, if the file system has such a thing
 */
record Named(Path path, Object key) {
    static Named of(Path path) throws IOException {
        return new Named(path, Disk.look(path).map(BasicFileAttributes::fileKey).orElse(null));
    }

    boolean isThere() throws IOException {
        return Disk.look(path)
                .filter(found -> Objects.equals(found.fileKey(), key))
                .isPresent();
    }
}
