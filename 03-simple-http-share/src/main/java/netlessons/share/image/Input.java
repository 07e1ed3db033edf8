package netlessons.share.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * What a decoder reads: bytes of a file, or of memory. Those that ImageIO has would copy the whole file first. This is also
 * where a decoder that never comes to its end is stopped: sooner or later it asks for more bytes. For one thread.
 */
final class Input extends ImageInputStreamImpl {
    /** Small on purpose: between two of them the time is looked at. */
    private static final int BUFFER = 4 << 10;

    private final Source source;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private long buffered;
    private long deadline = Long.MAX_VALUE;
    private boolean timed;

    /** Reads at a position, as a FileChannel does. */
    private interface Source {
        int read(ByteBuffer bytes, long position) throws IOException;
    }

    private Input(Source source, long size) {
        this.source = source;
        this.size = size;
    }

    /** It stays open: whoever opened it closes it. */
    static Input of(FileChannel file) throws IOException {
        return new Input(file::read, file.size());
    }

    static Input of(byte[] bytes) {
        return new Input(
                (into, position) -> {
                    int count = (int) Math.min(into.remaining(), bytes.length - position);
                    if (count <= 0) {
                        return -1;
                    }
                    into.put(bytes, (int) position, count);
                    return count;
                },
                bytes.length);
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** From now on; what is read later is refused. */
    void limit(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
        timed = true;
    }

    /** Whether the time is over. */
    boolean isLate() {
        return timed && System.nanoTime() - deadline > 0;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        if (!fill()) {
            return -1;
        }
        streamPos++;
        return buffer.get() & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        bitOffset = 0;
        int done = 0;
        while (done < length && fill()) { // all of it: some decoders do not look how many they get
            int count = Math.min(length - done, buffer.remaining());
            buffer.get(bytes, offset + done, count);
            streamPos += count;
            done += count;
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    @Override
    public long length() {
        return size;
    }

    /** Makes the buffer begin, or go on, where the stream is. */
    private boolean fill() throws IOException {
        checkClosed();
        long at = streamPos - buffered;
        if (at >= 0 && at < buffer.limit()) {
            buffer.position((int) at);
            return true;
        } else if (isLate()) {
            throw new IOException("It takes too long.");
        }
        buffer.clear();
        int count = source.read(buffer, streamPos);
        buffered = streamPos;
        buffer.position(0).limit(Math.max(0, count));
        return count > 0;
    }
}
