package netlessons.downloader.progress;

import java.util.concurrent.TimeUnit;

/** How fast a number of bytes grows: on average over the last seconds. For one thread. */
final class Rate {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST = 64;

    private final long[] times = new long[MOST];
    private final long[] bytes = new long[MOST];
    private int oldest;
    private int count;

    void at(long nanos, long now) {
        if (count > 0 && now < newest(bytes)) {
            count = 0; // it was set back, and begins anew
        }
        if (count == MOST) {
            forgetOldest();
        }
        int next = (oldest + count++) % MOST;
        times[next] = nanos;
        bytes[next] = now;
        while (count > 2 && nanos - times[oldest] > WINDOW) {
            forgetOldest();
        }
    }

    /** Bytes a second; 0 as long as nobody can say. */
    long perSecond() {
        if (count < 2) {
            return 0;
        }
        double seconds = (newest(times) - times[oldest]) / 1e9;
        return seconds <= 0 ? 0 : Math.round((newest(bytes) - bytes[oldest]) / seconds);
    }

    private void forgetOldest() {
        oldest = (oldest + 1) % MOST;
        count--;
    }

    private long newest(long[] of) {
        return of[(oldest + count - 1) % MOST];
    }
}
