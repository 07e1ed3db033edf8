package netlessons.share.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * A file on its way into the folder: on the same file system, under a name that is never shown. It is locked as long as
 * somebody works at it, so that another server for the same folder leaves it alone; one that rests takes no open file. For
 * one thread at a time; but anybody may close it.
 */
final class Temporary implements Closeable {
    private static final Pattern NAME = Pattern.compile(Pattern.quote(Root.TEMPORARY) + "(?:[0-9a-f]{16}){1,2}\\.part");

    /**
     * Those of this process. Their locks do not help against ourselves: on Unix a process that opens and closes a file
     * once more loses the locks that it has on it.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Root root;
    private final Path path;
    /** Held while the file is opened or closed. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile FileChannel channel; // null: not made yet, or it rests
    private volatile boolean closed;
    private boolean made;
    private volatile long size;

    private Temporary(Root root, Path path) {
        this.root = root;
        this.path = path;
        claim(path);
    }

    /** A new, empty one in this folder below the root; no link is followed on the way. */
    static Temporary in(Root root, Path folder) throws IOException {
        Temporary file = new Temporary(root, folder.resolve(name()));
        try {
            file.open();
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** One that is not made before its first byte has come. */
    static Temporary later(Root root, Path folder, String number) {
        return new Temporary(root, folder.resolve(name(number)));
    }

    /** One that an earlier run of the server left, with what had come; nothing if it is not there. */
    static Optional<Temporary> left(Root root, Path folder, String number) throws IOException {
        Path path = folder.resolve(name(number));
        Optional<BasicFileAttributes> there = Disk.look(path).filter(BasicFileAttributes::isRegularFile);
        if (there.isEmpty()) {
            return Optional.empty();
        } else if (Disk.names(path) > 1) { // it was published, and then that run was killed
            Files.delete(path);
            return Optional.empty();
        }
        Temporary file = later(root, folder, number);
        file.made = true;
        file.size = there.get().size();
        return Optional.of(file);
    }

    /** A new name of this kind. */
    static String name() {
        return name(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    private static String name(String number) {
        return Root.TEMPORARY + number + ".part";
    }

    /** A file of this name is ours until it is released: nobody sweeps it away. */
    static void claim(Path path) {
        OURS.add(path);
    }

    static void release(Path path) {
        OURS.remove(path);
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            return open;
        }
        changing.lock();
        try (Steps folder = Steps.to(root.path(), path.getParent())) {
            if (closed) {
                throw new ClosedChannelException();
            }
            open = folder.open(path.getFileName(), made ? Steps.WRITE : Steps.NEW);
            made = true;
            channel = open;
            if (!Disk.lock(open) || open.size() != size) {
                rest();
                throw new IOException("Somebody else changed " + path.getFileName());
            }
            return open;
        } finally {
            changing.unlock();
        }
    }

    /** Lets go of the open file; what has come stays. */
    void rest() throws IOException {
        changing.lock();
        try {
            FileChannel open = channel;
            channel = null;
            if (open != null) {
                open.close();
            }
        } finally {
            changing.unlock();
        }
    }

    Path path() {
        return path;
    }

    BasicFileAttributes attributes() throws IOException {
        return Root.attributes(path);
    }

    /** In bytes. */
    long size() {
        return size;
    }

    void write(ByteBuffer bytes) throws IOException {
        FileChannel open = open();
        while (bytes.hasRemaining()) {
            size += open.write(bytes, size);
        }
    }

    /** Makes bytes and length durable; it rests then: a form of a thousand files does not keep all of them open. */
    void finish() throws IOException {
        open().force(true);
        rest();
    }

    /**
     * Deletes one that nobody has written to for so long, and that nobody has open. What looks as if it came from the
     * future is no better: nobody knows when it was written.
     *
     * @param root the folder in which it was found; no link is followed on the way from there
     * @return whether it is gone
     */
    static boolean sweep(Path root, Path path, BasicFileAttributes attributes, Duration keep) throws IOException {
        Instant written = attributes.lastModifiedTime().toInstant();
        boolean old = Duration.between(written, Instant.now()).abs().compareTo(keep) >= 0;
        boolean temporary = NAME.matcher(path.getFileName().toString()).matches();
        if (!temporary || !old || !attributes.isRegularFile() || OURS.contains(path)) {
            return false;
        }
        try (Steps folder = Steps.to(root, path.getParent());
                FileChannel channel = folder.open(path.getFileName(), Steps.WRITE)) {
            return Disk.lock(channel) && Files.deleteIfExists(path);
        }
    }

    /** Takes the name away, of which the file may have another one by now. Once more does nothing. */
    @Override
    public void close() throws IOException {
        changing.lock();
        try {
            if (!closed) {
                closed = true;
                try {
                    rest();
                    Files.deleteIfExists(path);
                } finally {
                    release(path); // what could not be deleted is for the sweeper
                }
            }
        } finally {
            changing.unlock();
        }
    }
}
