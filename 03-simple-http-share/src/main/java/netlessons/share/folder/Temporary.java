package netlessons.share.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file on its way into the folder: on the same file system, under a name that is never shown. It is locked as long as
 * somebody works at it; one that rests takes no open file. For one thread at a time.
 */
final class Temporary implements Closeable {
    private static final Set<OpenOption> NEW = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> AGAIN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private FileChannel channel; // null: not made yet, or it rests
    private boolean made;
    private long size;

    private Temporary(Path path) {
        this.path = path;
    }

    static Temporary in(Path folder) throws IOException {
        Temporary file = later(
                folder, HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        file.open();
        return file;
    }

    /** One that is not made before its first byte has come. */
    static Temporary later(Path folder, String number) {
        return new Temporary(folder.resolve(Root.TEMPORARY + number + ".part"));
    }

    /** One that an earlier run of the server left, with what had come; nothing if it is not there. */
    static Optional<Temporary> left(Path folder, String number) throws IOException {
        Temporary file = later(folder, number);
        Optional<BasicFileAttributes> there = Place.look(file.path).filter(BasicFileAttributes::isRegularFile);
        file.made = there.isPresent();
        file.size = there.map(BasicFileAttributes::size).orElse(0L);
        return there.map(attributes -> file);
    }

    private void open() throws IOException {
        if (channel != null) {
            return;
        }
        channel = FileChannel.open(path, made ? AGAIN : NEW);
        made = true;
        try {
            channel.tryLock();
        } catch (IOException e) {
            // a file system without locks
        }
        if (channel.size() != size) {
            rest();
            throw new IOException("Somebody else changed " + path.getFileName());
        }
    }

    /** Lets go of the open file; what has come stays. */
    void rest() throws IOException {
        if (channel != null) {
            FileChannel open = channel;
            channel = null;
            open.close();
        }
    }

    Path path() {
        return path;
    }

    /** When the last byte came to what is there. */
    Instant changed() throws IOException {
        return Root.attributes(path).lastModifiedTime().toInstant();
    }

    /** In bytes. */
    long size() {
        return size;
    }

    void write(ByteBuffer bytes) throws IOException {
        open();
        while (bytes.hasRemaining()) {
            size += channel.write(bytes, size);
        }
    }

    /** Makes bytes and length durable. */
    void force() throws IOException {
        open();
        channel.force(true);
    }

    /** Takes the name away, of which the file may have another one by now. */
    @Override
    public void close() throws IOException {
        try {
            rest();
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
