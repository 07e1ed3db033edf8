package netlessons.upload.receive;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.ProtocolException;

/**
 * How long a connection may go on waiting for its client. The connection's thread says what it waits for; a clock calls
 * {@link #check} a few times a second and ends what takes too long. A socket time-out would not do: it begins anew with
 * each byte, so one byte every few seconds would hold a connection for ever, and it knows nothing of writes.
 *
 * <p>The client has two accounts of time, and its waits are paid from both. The small one is full at {@code idle}; each
 * byte pays into it what it may take at the minimum rate, and each whole frame but DATA fills it; PING does so only
 * before the first DATA of an upload, when the client may be at work. The large one is full at {@code pings}, and PING
 * pays nothing into it.
 */
final class Patience {
    private enum For {
        NOTHING,
        INPUT,
        OUTPUT
    }

    private record Wait(For what, long deadline) {}

    private static final Wait NONE = new Wait(For.NOTHING, 0);

    private final SocketChannel channel;
    private final Limits limits;
    private volatile Wait wait = NONE;
    private volatile boolean rests;
    private volatile boolean exhausted;
    private volatile boolean stopping;

    // Of the connection's thread:
    private boolean greeted;
    private boolean flows;
    private long small;
    private long large;
    private long since;
    private long lastByte;

    Patience(SocketChannel channel, Limits limits) {
        this.channel = channel;
        this.limits = limits;
        this.small = limits.preambleTimeout().toNanos();
        this.large = limits.pingTimeout().toNanos();
        this.lastByte = System.nanoTime();
    }

    /** The preamble was right. */
    void greeted() {
        greeted = true;
        small = limits.idleTimeout().toNanos();
    }

    // @start region=accounts
    /**
     * Waits for input from now on.
     *
     * @param nothingOpen whether the connection might as well end here
     */
    void forInput(boolean nothingOpen) {
        since = System.nanoTime();
        rests = nothingOpen;
        wait = new Wait(For.INPUT, since + Math.min(small, large));
    }

    /** The wait is over, and so many bytes have come. */
    void received(long bytes) {
        wait = NONE;
        rests = false;
        long now = System.nanoTime();
        small -= now - since;
        large -= now - since;
        lastByte = bytes > 0 ? now : lastByte;
        if (greeted) {
            small = Math.min(limits.idleTimeout().toNanos(), small + earned(bytes));
        }
    }

    /** They were a frame with so much of a file. */
    void received(FrameType type, long bytes) {
        if (type == FrameType.DATA) {
            flows = true;
            large = Math.min(limits.pingTimeout().toNanos(), large + earned(bytes));
        } else if (type != FrameType.PING) {
            flows = false;
            small = limits.idleTimeout().toNanos();
            large = limits.pingTimeout().toNanos();
        } else if (!flows) {
            small = limits.idleTimeout().toNanos();
        }
    }

    private long earned(long bytes) {
        return bytes * TimeUnit.SECONDS.toNanos(1) / limits.minimumRate();
    }
    // @end

    /** For the client to take what we say, which is little. */
    void forOutput() {
        wait = new Wait(For.OUTPUT, System.nanoTime() + limits.idleTimeout().toNanos());
    }

    void forLastBytes() {
        rests = false;
        wait = new Wait(For.OUTPUT, System.nanoTime() + limits.linger().toNanos());
    }

    /** The receiver itself is at work. */
    void forNothing() {
        wait = NONE;
    }

    /** What to tell the client about the end of its input, if that was our doing. */
    Optional<ProtocolException> reason() {
        if (exhausted && !greeted) {
            return Optional.empty();
        } else if (exhausted && (large <= 0 || silent())) {
            return Optional.of(new ProtocolException(Code.TIMEOUT, "Nothing came for too long."));
        } else if (exhausted) {
            return Optional.of(new ProtocolException(Code.TOO_SLOW, "Too little came for too long."));
        }
        return stopping
                ? Optional.of(new ProtocolException(Code.STOPPING, "The receiver is being stopped."))
                : Optional.empty();
    }

    private boolean silent() {
        return System.nanoTime() - lastByte >= limits.idleTimeout().toNanos();
    }

    boolean isStopping() {
        return stopping;
    }

    // @start region=check
    /** Ends the wait if its time is over. For the clock's thread. */
    void check(long now) throws IOException {
        Wait current = wait;
        if (current.what() == For.NOTHING || now - current.deadline() < 0) {
            return;
        }
        if (current.what() == For.OUTPUT) {
            end();
        } else {
            // The blocked read returns "end of input", and the connection's thread can still say why.
            exhausted = true;
            channel.shutdownInput();
        }
    }

    /** Ends the connection at once, from any thread. */
    void end() throws IOException {
        try (channel) {
            channel.shutdownOutput(); // a close alone does not wake each and every blocked call in JDK 17
        }
    }

    /** The receiver stops: a connection with nothing open goes now, the others when they have finished. */
    void stop() throws IOException {
        stopping = true;
        if (rests && wait.what() == For.INPUT) {
            channel.shutdownInput();
        }
    }

    /** The receiver has waited long enough: what is open is interrupted. */
    void stopNow() throws IOException {
        stopping = true;
        channel.shutdownInput();
    }
    // @end
}
