package netlessons.downloader.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/** Single steps on the file system. */
final class Disk {
    /** In seconds; nobody will miss later times. */
    private static final long LATEST = 1L << 40;

    private Disk() {}

    /** What is there, itself and not what it may point to. */
    static Optional<BasicFileAttributes> look(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether there is anything; a link to nothing may count as nothing. One system call, and no exception. */
    static boolean exists(Path path) {
        return path.toFile().exists();
    }

    /** How many names a file has. */
    static int names(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | RuntimeException e) {
            return 1; // a file system without links
        }
    }

    /** Takes the name away; what is not there has gone already. */
    static void delete(Path path) throws IOException {
        if (!path.toFile().delete()) { // one system call where Files needs two
            Files.deleteIfExists(path); // which says what is wrong
        }
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
