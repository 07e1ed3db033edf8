package netlessons.downloader.file;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;

/**
 * A file of ours under its name, which somebody may take away, or give to another file.
 *
 * @param key what tells the file from any other, if the file system has such a thing
 */
record Named(Path path, Object key) {
    /** In seconds; nobody will miss later times. */
    private static final long LATEST = 1L << 40;

    /** Whether there is anything; a link to nothing may count as nothing. One system call, and no exception. */
    static boolean exists(Path path) {
        return path.toFile().exists();
    }

    static Named of(Path path) throws IOException {
        return new Named(path, Disk.look(path).map(BasicFileAttributes::fileKey).orElse(null));
    }

    boolean isThere() throws IOException {
        return Disk.look(path)
                .filter(found -> Objects.equals(found.fileKey(), key))
                .isPresent();
    }

    /**
     * Sets the time of change of a file of ours, as far as the file system can write it: the bytes are what counts. Not with
     * {@code Files}: that opens and closes the file, which would end our lock on it.
     */
    static void stamp(Path path, Instant modified) {
        if (modified.getEpochSecond() >= 0 && modified.getEpochSecond() < LATEST) {
            path.toFile().setLastModified(modified.toEpochMilli());
        }
    }
}
