package netlessons.share.image;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets in only as much work as there is room for: many small pieces, or one that needs all of it. Who has to wait is served
 * in the order of coming, waits for a bounded time, and is sent away at once if too many wait already: each of them keeps a
 * thread that somebody else may need. Safe for threads.
 */
final class Gate {
    /** All there is; work takes a part of it. */
    static final int WHOLE = 1000;

    private final Semaphore room = new Semaphore(WHOLE, true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final int mostWaiting;
    private final Duration patience;

    Gate(int mostWaiting, Duration patience) {
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /** There was no room in time. */
    static final class Busy extends Exception {
        private static final long serialVersionUID = 1;

        private Busy() {
            super("no room", null, false, false);
        }
    }

    /** Room that was given to somebody; closing gives it back. For one thread. */
    final class Pass implements AutoCloseable {
        private final int share;

        private Pass(int share) {
            this.share = share;
        }

        @Override
        public void close() {
            room.release(share);
        }
    }

    /** @param share from 1 to {@link #WHOLE} */
    Pass enter(int share) throws Busy {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            throw new Busy();
        }
        try {
            if (room.tryAcquire(share, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Pass(share);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is stopping
        } finally {
            waiting.decrementAndGet();
        }
        throw new Busy();
    }
}
