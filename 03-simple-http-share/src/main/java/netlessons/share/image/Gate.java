package netlessons.share.image;

import java.io.IOException;
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

    /** What is done inside. */
    interface Work<T> {
        T run() throws IOException, Busy;
    }

    /**
     * Does the work once there is room for it.
     *
     * @param share from 1 to {@link #WHOLE}
     * @throws Busy if there was no room in time
     */
    <T> T enter(int share, Work<T> work) throws IOException, Busy {
        acquire(share);
        try {
            return work.run();
        } finally {
            room.release(share);
        }
    }

    private void acquire(int share) throws Busy {
        boolean in = false;
        try {
            // Whoever need not wait does not count among those who do: they would send others away although there is
            // room.
            in = room.tryAcquire(share, 0, TimeUnit.NANOSECONDS) || await(share);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is stopping
        }
        if (!in) {
            throw new Busy();
        }
    }

    private boolean await(int share) throws InterruptedException {
        try {
            return waiting.incrementAndGet() <= mostWaiting
                    && room.tryAcquire(share, patience.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }
}
