package netlessons.share.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection that drips. Only the time counts that was spent waiting for the other side: a slow disk here is not
 * its fault. For one thread at a time.
 */
final class SpeedGuard {
    /** The other side is too slow to be waited for. */
    static final class TooSlow extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlow() {
            super("slower than the limit");
        }
    }

    /** What came faster lets the other side rest later, but not for days. */
    private static final long MOST_CREDIT = TimeUnit.MINUTES.toNanos(1);

    private final int rate;
    private final long patience;

    /** In nanoseconds: how much longer we have waited than the bytes may take; negative: they came sooner. */
    private double late;

    /**
     * @param rate bytes a second, on average
     * @param patience how far it may fall behind that
     */
    SpeedGuard(int rate, Duration patience) {
        this.rate = rate;
        this.patience = patience.toNanos();
    }

    void add(long nanos, long count) throws TooSlow {
        if (rate > 0) {
            late = Math.max(-MOST_CREDIT, late + nanos - count * 1e9 / rate);
            if (late > patience) {
                throw new TooSlow();
            }
        }
    }
}
