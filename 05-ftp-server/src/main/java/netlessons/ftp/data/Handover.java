package netlessons.ftp.data;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where a session leaves the one transfer that a data connection is to carry out, and where the thread of that finds it as
 * soon as the client has been told that it begins. Safe for threads.
 */
final class Handover {
    private Optional<Transfer> transfer = Optional.empty(); // given, and not taken yet
    private boolean given;
    private boolean started;
    private boolean closed;

    /** @return false if there was one already, or if it is too late */
    synchronized boolean give(Transfer one) {
        if (given || closed) {
            return false;
        }
        given = true;
        transfer = Optional.of(one);
        return true;
    }

    synchronized boolean isGiven() {
        return given;
    }

    /** The client has been told. */
    synchronized void start() {
        started = true;
        notifyAll();
    }

    /** What has not started yet never will. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /**
     * Waits until there is one, and until it has started.
     *
     * @param patience how long to wait for one
     * @return nothing if none was given, or if this was closed before it started; then none ever comes
     */
    synchronized Optional<Transfer> take(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0 && !started && !closed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        closed |= !given;
        while (!started && !closed) {
            wait(); // the client is just being told
        }
        return started ? left() : Optional.empty();
    }

    /** What nobody has taken. */
    synchronized Optional<Transfer> left() {
        Optional<Transfer> left = transfer;
        transfer = Optional.empty();
        return left;
    }
}
