package netlessons.downloader.fetch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps all connections together below a rate. Safe for threads. */
final class Pace {
    /** Reads a second: small enough to look even, and for an origin to see that something is taken. */
    private static final int READS = 8;

    private final long rate;
    private final AtomicLong free = new AtomicLong(System.nanoTime());

    /** @param rate in bytes a second; 0 for no limit */
    Pace(long rate) {
        this.rate = rate;
    }

    /** The most bytes to read at a time, of those that could be. */
    int piece(int most) {
        return rate == 0 ? most : (int) Math.max(1, Math.min(most, rate / READS));
    }

    /** So many bytes were read: how long to wait before the next. */
    Duration read(int bytes) {
        if (rate == 0) {
            return Duration.ZERO;
        }
        long now = System.nanoTime();
        long cost = (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / rate);
        long after = free.updateAndGet(time -> (time - now > 0 ? time : now) + cost);
        return Duration.ofNanos(after - now);
    }
}
