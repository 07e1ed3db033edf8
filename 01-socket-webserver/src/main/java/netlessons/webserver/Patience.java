package netlessons.webserver;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * How long a connection may go on waiting for its client. The connection's thread says what it waits for; a clock
 * calls {@link #check} a few times a second and ends what takes too long. A socket time-out would not do: it begins
 * anew with each byte, so one byte every few seconds would hold a connection for ever, and it knows nothing of writes.
 */
final class Patience {
    private enum For {
        NOTHING,
        NEXT_REQUEST,
        INPUT,
        OUTPUT
    }

    private record Wait(For what, long deadline) {}

    private static final Wait NONE = new Wait(For.NOTHING, 0);

    private final SocketChannel channel;
    private final Limits limits;
    private volatile Wait wait = NONE;
    private volatile boolean exhausted;

    Patience(SocketChannel channel, Limits limits) {
        this.channel = channel;
        this.limits = limits;
    }

    void forNextRequest() {
        wait = new Wait(
                For.NEXT_REQUEST, System.nanoTime() + limits.idleTimeout().toNanos());
    }

    void forHeader() {
        wait = new Wait(For.INPUT, System.nanoTime() + limits.headerTimeout().toNanos());
    }

    /** For more of a body that began at {@code start}, in System.nanoTime, and of which so many bytes have come. */
    void forBody(long start, long received) {
        wait = new Wait(For.INPUT, transferDeadline(start, received, 0));
    }

    /** For the client to take {@code piece} more bytes of a response that began at {@code start}. */
    void forOutput(long start, long sent, long piece) {
        wait = new Wait(For.OUTPUT, transferDeadline(start, sent, piece));
    }

    void forLastBytes() {
        wait = new Wait(For.OUTPUT, System.nanoTime() + limits.linger().toNanos());
    }

    /** The server itself is at work. */
    void forNothing() {
        wait = NONE;
    }

    /** A client that was fast before has not earned a rest by it, one that was slow has used up some of its time. */
    private long transferDeadline(long start, long done, long piece) {
        long now = System.nanoTime();
        long earned = TimeUnit.SECONDS.toNanos(done / limits.minimumRate());
        long late = Math.max(0, now - start - earned);
        long forPiece = TimeUnit.SECONDS.toNanos(piece) / limits.minimumRate();
        return now - late + forPiece + limits.transferTimeout().toNanos();
    }

    /** Whether input ended because the client took too long. */
    boolean isExhausted() {
        return exhausted;
    }

    // @start region=check
    /** Ends the wait if its time is over, and returns whether it was. For the clock's thread. */
    boolean check(long now) throws IOException {
        Wait current = wait;
        if (current.what() == For.NOTHING || now - current.deadline() < 0) {
            return false;
        }
        if (current.what() == For.OUTPUT) {
            end(channel);
        } else {
            // The blocked read returns "end of input", and the connection's thread can still answer 408.
            exhausted = true;
            channel.shutdownInput();
        }
        return true;
    }
    // @end

    /**
     * Ends a connection from outside its thread. In JDK 17 a close alone does not wake a thread that transfers a file:
     * the system call would keep the socket until the client goes.
     */
    static void end(SocketChannel channel) throws IOException {
        try (channel) {
            channel.shutdownOutput();
        }
    }

    /** The server stops: a client that only rests between requests, for which it returns true, rests no longer. */
    boolean stop() throws IOException {
        boolean rests = wait.what() == For.NEXT_REQUEST;
        if (rests) {
            channel.shutdownInput();
        }
        return rests;
    }
}
