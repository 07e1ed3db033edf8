package netlessons.downloader.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Single steps on the file system. */
final class Disk {
    private Disk() {}

    /** What is there, itself and not what it may point to. */
    static Optional<BasicFileAttributes> look(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** How many names a file has. */
    static int names(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | RuntimeException e) {
            return 1; // a file system without links
        }
    }

    /** Locks an open file against other processes; false if one of them has locked it. */
    static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) { // somebody else in this JVM
            return false;
        } catch (IOException e) {
            return true; // a file system without locks
        }
    }

    /** Takes the name away; what is not there has gone already. */
    static void delete(Path path) throws IOException {
        if (!path.toFile().delete()) { // one system call where Files needs two
            Files.deleteIfExists(path); // which says what is wrong
        }
    }

    /** Makes the names in a folder durable: a file whose name is only in memory would be gone after a power failure. */
    static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) { // elsewhere it cannot be opened
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                channel.force(true);
            }
        }
    }
}
