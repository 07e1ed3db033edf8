package netlessons.upload.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import netlessons.upload.protocol.Code;

/**
 * A connection that ends if nothing happens on it for too long: while answers are due, or while the receiver does not
 * take what is sent. A socket time-out would not do: it knows nothing of writes, nor of a channel. A clock calls
 * {@link #check} now and then. One thread may read and another write.
 */
final class Liveness implements ByteChannel {
    /** A slow network gets this much through within the time-out, at least; else a big write would look like a dead one. */
    private static final int PIECE = 64 << 10;

    private final SocketChannel channel;
    private volatile Duration idle;
    private volatile BooleanSupplier due = () -> true;
    private volatile long last = System.nanoTime();
    private volatile boolean writing;
    private volatile boolean waiting;
    private volatile boolean timedOut;

    Liveness(SocketChannel channel, Duration idle) {
        this.channel = channel;
        this.idle = idle;
    }

    /** When the receiver owes an answer, and for how long it may; before this is called it always does. */
    void due(BooleanSupplier when, Duration longest) {
        idle = longest;
        due = when;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int count = channel.read(to);
        last = System.nanoTime();
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int limit = from.limit();
        from.limit(Math.min(limit, from.position() + PIECE));
        last = System.nanoTime();
        writing = true;
        try {
            return channel.write(from);
        } finally {
            from.limit(limit);
            last = System.nanoTime();
            writing = false;
        }
    }

    /** Ends the connection if its time is over. For the clock's thread. */
    void check(long now) {
        boolean waited = waiting;
        waiting = writing || due.getAsBoolean();
        if (!waited) {
            last = now; // nothing was due until now
        } else if (waiting && now - last > idle.toNanos()) {
            timedOut = true;
            end();
        }
    }

    /** Why it ended, if this is how somebody felt it. */
    Fault fault(IOException e) {
        return timedOut
                ? Fault.of(Code.TIMEOUT, "The receiver said nothing for " + Units.seconds(idle) + ".")
                : Fault.of(e);
    }

    /** Ends it, whatever goes on. */
    void end() {
        try {
            close();
        } catch (IOException e) {
            // it is gone, which is all that was asked for
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
