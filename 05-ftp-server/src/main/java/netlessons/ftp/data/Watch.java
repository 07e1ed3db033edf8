package netlessons.ftp.data;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks now and then whether a transfer gets on. A blocking write, or sendfile, has no time-out of its own. */
final class Watch implements Closeable {
    private static final int LOOKS = 8;

    private final Counted stream;
    private final long patience;
    private final Runnable alarm;
    private ScheduledFuture<?> looks;
    private long seen;
    private long since;

    /** @param alarm run when no byte has passed for so long */
    Watch(Counted stream, Duration patience, Runnable alarm) {
        this.stream = stream;
        this.patience = patience.toNanos();
        this.alarm = alarm;
    }

    void start(ScheduledExecutorService clock) {
        long pause = Math.max(1, patience / LOOKS);
        since = System.nanoTime();
        looks = clock.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.NANOSECONDS);
    }

    // @start region=look
    private void look() {
        long now = System.nanoTime();
        long count = stream.sent() + stream.received();
        if (count != seen) {
            seen = count;
            since = now;
        } else if (now - since >= patience) {
            alarm.run();
        }
    }
    // @end

    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(false);
        }
    }
}
