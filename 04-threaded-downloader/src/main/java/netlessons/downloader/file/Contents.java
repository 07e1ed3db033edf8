package netlessons.downloader.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of a part, and which of them are there. Those of a small file are kept in memory, which saves two thirds of
 * the system calls: they go to the disk with {@link #onDisk}, or with the whole file. Safe for use by many threads, but
 * only one at a time may call anything else than {@link #write} and {@link #done}.
 */
final class Contents {
    /** In bytes; that much is lost if we are killed. */
    private static final int SMALL = 64 << 10;

    private final Path dir;
    private final Wanted wanted;
    private final String name;

    private final ReentrantLock lock = new ReentrantLock();
    private Ranges done = new Ranges();
    private volatile Optional<Identity> identity = Optional.empty();

    /** Where the bytes are; both are null if nothing has begun yet. */
    private volatile byte[] small;

    private volatile PartFile file;

    /**
     * None yet.
     *
     * @param wanted the name that was asked for, which is the one that the next run should ask for
     * @param name the one that was found for it
     */
    Contents(Path dir, Wanted wanted, String name) {
        this.dir = dir;
        this.wanted = wanted;
        this.name = name;
    }

    /** What an earlier run has left. */
    void left(PartFile left) {
        file = left;
        identity = left.entry().flatMap(Entry::identity);
        done = left.entry().map(entry -> new Ranges(entry.done())).orElseGet(Ranges::new);
    }

    Optional<Identity> identity() {
        return identity;
    }

    /** A copy. */
    Ranges done() {
        lock.lock();
        try {
            return new Ranges(done);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all that was there. */
    void begin(Identity now) throws IOException {
        lock.lock();
        try {
            done = new Ranges();
            identity = Optional.empty();
            small = null;
            if (file == null && now.total().orElse(Long.MAX_VALUE) <= SMALL) {
                small = new byte[(int) now.total().getAsLong()];
            } else {
                beginOnDisk(now);
            }
            identity = Optional.of(now);
        } finally {
            lock.unlock();
        }
    }

    private void beginOnDisk(Identity now) throws IOException {
        if (file == null) {
            file = PartFile.create(dir, name, wanted, now);
        } else {
            file.begin(wanted, now);
        }
    }

    // @start region=write
    void write(ByteBuffer bytes, long at) throws IOException {
        long end = at + bytes.remaining();
        FileChannel channel = null;
        lock.lock();
        try {
            if (small != null && end <= small.length) {
                bytes.get(small, (int) at, bytes.remaining());
            } else {
                channel = onDisk().channel();
            }
        } finally {
            lock.unlock();
        }
        if (channel != null) { // several threads at once, each at its own offset
            Bytes.write(channel, bytes, at);
        }
        lock.lock();
        try {
            done.add(at, end);
        } finally {
            lock.unlock();
        }
    }
    // @end

    /** The whole file, if it is in memory. */
    Optional<byte[]> wholeInMemory() {
        byte[] bytes = small;
        return bytes != null && done().size() == bytes.length ? Optional.of(bytes) : Optional.empty();
    }

    /** Whether there is a file of ours already. */
    Optional<PartFile> file() {
        return Optional.ofNullable(file);
    }

    /** The file with all that there is; makes it if need be. */
    PartFile onDisk() throws IOException {
        lock.lock();
        try {
            if (small != null) {
                beginOnDisk(identity.orElseThrow());
                for (Ranges.Range range : done.all()) {
                    ByteBuffer bytes = ByteBuffer.wrap(small, (int) range.from(), (int) range.size());
                    Bytes.write(file.channel(), bytes, range.from());
                }
                small = null;
            } else if (file == null) {
                throw new IllegalStateException("begin() comes first");
            }
            return file;
        } finally {
            lock.unlock();
        }
    }

    /** Whatever happens later does not matter any more: all that counts was forced before. */
    void close() {
        try {
            if (file().isPresent()) {
                file().get().close();
            }
        } catch (IOException e) {
            // it is as good as closed
        }
    }

    String digest(String algorithm) throws IOException {
        Optional<byte[]> memory = wholeInMemory();
        return memory.isPresent()
                ? HexFormat.of().formatHex(Bytes.digest(algorithm).digest(memory.get()))
                : Bytes.digest(onDisk().channel(), algorithm);
    }
}
