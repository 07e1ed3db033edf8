package netlessons.upload.send;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps all connections together below a rate. Safe for use by many threads. */
final class Pace {
    /** Pieces a second: small enough to look even, and for the receiver to see that something comes. */
    private static final int PIECES = 8;

    private final long rate;
    private final AtomicLong free = new AtomicLong(System.nanoTime());

    /** @param rate in bytes a second; 0 for no limit */
    Pace(long rate) {
        this.rate = rate;
    }

    /** The most bytes to send at a time, of those that could be. */
    int piece(int most) {
        return rate == 0 ? most : (int) Math.max(1, Math.min(most, rate / PIECES));
    }

    /** How many nanoseconds to wait before so many bytes are sent. */
    long reserve(int bytes) {
        if (rate == 0) {
            return 0;
        }
        long now = System.nanoTime();
        long cost = (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / rate);
        long before = free.getAndUpdate(time -> (time - now > 0 ? time : now) + cost);
        return Math.max(0, before - now);
    }
}
