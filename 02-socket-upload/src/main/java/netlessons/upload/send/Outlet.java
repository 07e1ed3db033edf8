package netlessons.upload.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.FrameEncoder;
import netlessons.upload.protocol.Message;

/**
 * What a sender says on one connection: frames as large as the receiver takes them, not faster than was asked for. For
 * one thread.
 */
final class Outlet {
    /** A bigger frame would save nothing, and take longer to fill. */
    private static final int PIECE = 256 << 10;

    /** Room for many small frames beside that. */
    private static final int GATHER = 128 << 10;

    private static final long LONGEST_GATHERING = TimeUnit.MILLISECONDS.toNanos(20);

    private final Message.Limits limits;
    private final Job job;
    private final FrameEncoder encoder;
    private final long pingAfter;
    private long said = System.nanoTime();

    Outlet(WritableByteChannel channel, Message.Limits limits, Job job) {
        this.limits = limits;
        this.job = job;
        this.encoder = new FrameEncoder(channel, Math.min(limits.data(), PIECE) + GATHER);
        long idle = Math.min(limits.idle(), job.settings().patience(limits).toMillis());
        this.pingAfter = TimeUnit.MILLISECONDS.toNanos(idle) / 3;
    }

    Message.Limits limits() {
        return limits;
    }

    void begin(Message.Begin begin) throws IOException {
        encoder.write(begin, Message.Begin.FIXED + begin.name().length);
    }

    /** As many bytes of the file as fit into one frame; see {@link FrameEncoder#writeData}. */
    ByteBuffer data(long offset, ReadableByteChannel file, long left) throws IOException, InterruptedException {
        int most = (int) Math.min(left, job.pace().piece(Math.min(limits.data(), PIECE)));
        long wait = job.pace().reserve(most);
        if (wait > 0) {
            flush();
            job.sleep(Duration.ofNanos(wait));
        }
        return encoder.writeData(offset, file, most);
    }

    void end(Digest digest) throws IOException {
        encoder.write(new Message.End(digest));
    }

    void cancel() throws IOException {
        encoder.write(Message.Signal.CANCEL);
    }

    /** Tells the receiver that we live, if it has not heard of us for a while. */
    void ping() throws IOException {
        if (System.nanoTime() - said > pingAfter) {
            encoder.write(Message.Signal.PING);
            flush();
        }
    }

    /** Lets what was gathered go if that took long already, as with a slow disk: the receiver could be at work. */
    void flushIfOld() throws IOException {
        if (System.nanoTime() - said > LONGEST_GATHERING) {
            flush();
        }
    }

    void flush() throws IOException {
        encoder.flush();
        said = System.nanoTime();
    }
}
