package netlessons.share.engine;

import java.io.IOException;
import java.time.Duration;

/**
 * How fast the other side is. Only the time counts that was spent waiting for it: a slow disk here is not its fault. For
 * one thread at a time.
 */
final class Pace {
    /** The other side is too slow to be waited for. */
    static final class TooSlow extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlow() {
            super("slower than the limit");
        }
    }

    private final int rate;
    private final long patience;
    private long waited;
    private long bytes;

    /**
     * @param rate bytes a second, on average
     * @param patience how long it may be slower
     */
    Pace(int rate, Duration patience) {
        this.rate = rate;
        this.patience = patience.toNanos();
    }

    void add(long nanos, long count) throws TooSlow {
        waited += nanos;
        bytes += count;
        if (waited > patience && bytes * 1e9 / waited < rate) {
            throw new TooSlow();
        }
    }

    void reset() {
        waited = 0;
        bytes = 0;
    }
}
