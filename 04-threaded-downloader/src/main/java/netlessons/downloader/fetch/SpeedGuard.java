package netlessons.downloader.fetch;

import java.time.Duration;
import netlessons.downloader.http.HttpFault;

/**
 * Ends a connection that drips: each byte comes in time, but the file never. Only time spent waiting for the origin
 * counts, for the heads of its answers as well; so a limit of our own does no harm. For one thread.
 */
final class SpeedGuard {
    private final long least;
    private final long window;
    private long bytes;
    private long nanos;

    /** @param least bytes a second; 0 for any */
    SpeedGuard(long least, Duration window) {
        this.least = least;
        this.window = window.toNanos();
    }

    // @start region=read
    /** @throws HttpFault if that was too little */
    void read(int count, long waited) throws HttpFault {
        bytes += count;
        nanos += waited;
        if (nanos < window) {
            return;
        }
        double speed = bytes * 1e9 / nanos;
        long seconds = nanos / 1_000_000_000;
        bytes = 0;
        nanos = 0;
        if (speed < least) {
            throw new HttpFault(
                    HttpFault.Kind.TRANSIENT, "too slow: " + Math.round(speed) + " B/s for " + seconds + " s");
        }
    }
    // @end
}
