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
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file on its way into the folder: on the same file system, under a name that is never shown. It is locked as long as
 * somebody works at it. For one thread at a time.
 */
final class Temporary implements Closeable {
    private static final Set<OpenOption> NEW = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final FileChannel channel;
    private long size;

    private Temporary(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static Temporary in(Path folder) throws IOException {
        String number = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Path path = folder.resolve(Root.TEMPORARY + number + ".part");
        FileChannel channel = FileChannel.open(path, NEW);
        try {
            channel.tryLock();
        } catch (IOException e) {
            // a file system without locks
        }
        return new Temporary(path, channel);
    }

    Path path() {
        return path;
    }

    /** In bytes. */
    long size() {
        return size;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            size += channel.write(bytes, size);
        }
    }

    /** Makes bytes and length durable. */
    void force() throws IOException {
        channel.force(true);
    }

    /** Takes the name away, of which the file may have another one by now. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
