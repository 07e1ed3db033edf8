package netlessons.webserver;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections share. Safe for use by many threads. */
final class Budget {
    private final AtomicLong left;

    Budget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes so many bytes, or none and returns false if there are not enough. */
    boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
