package netlessons.downloader.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An open file that no other process may work with as long as we have it open.
 *
 * <p>A lock (POSIX fcntl) belongs to the process, and ends when the process closes <em>any</em> descriptor of the file.
 * So one list, for the whole process, of what is open keeps us from opening such a file once more just to look into it.
 */
final class Guarded implements Closeable {
    private static final Set<OpenOption> NEW = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> OLD =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private Guarded(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes a file.
     *
     * @param secret whether nobody but the owner may read it
     * @return nothing if somebody else is at it already
     * @throws java.nio.file.FileAlreadyExistsException if there is anything of this name
     */
    static Optional<Guarded> create(Path path, boolean secret) throws IOException {
        return open(path, NEW, secret ? ownerOnly(path) : new FileAttribute<?>[0]);
    }

    // @start region=guarded
    /** Opens a regular file that is there; nothing if there is none, if it is not ours, or if somebody else is at it. */
    static Optional<Guarded> open(Path path) throws IOException {
        Optional<BasicFileAttributes> before = Disk.look(path).filter(BasicFileAttributes::isRegularFile);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Optional<Guarded> opened;
        try {
            opened = open(path, OLD);
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
        Optional<BasicFileAttributes> now = Disk.look(path); // it may have been deleted before we had the lock
        Object key = before.get().fileKey();
        if (opened.isPresent() && !(now.isPresent() && Objects.equals(now.get().fileKey(), key))) {
            opened.get().close();
            return Optional.empty();
        }
        return opened;
    }
    // @end

    /** Whether this process has it open. */
    static boolean isOpen(Path path) {
        return OPEN.contains(path);
    }

    private static Optional<Guarded> open(Path path, Set<OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (!OPEN.add(path)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean ours = false;
        try {
            channel = FileChannel.open(path, options, attributes);
            ours = Disk.lock(channel);
            return ours ? Optional.of(new Guarded(path, channel)) : Optional.empty();
        } finally {
            if (!ours) {
                OPEN.remove(path);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    /** Takes its name away and closes it. */
    void delete() throws IOException {
        try {
            Disk.delete(path); // as long as it is locked nobody else begins to work with it
        } finally {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        if (OPEN.remove(path)) {
            channel.close();
        }
    }
}
