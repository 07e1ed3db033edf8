package netlessons.upload.send;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts files and bytes while they are sent. What failed counts neither as to be sent nor as sent, and what has to be
 * sent anew is taken back: so the bar never shows more than there is. Safe for use by many threads.
 */
final class Tally {
    private final long start = System.nanoTime();
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicLong committedBytes = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();
    private volatile boolean complete;

    /**
     * How far it is.
     *
     * @param files found so far that did not fail
     * @param bytes of these
     * @param committed how many of them are safe at the receiver's
     * @param committedBytes of these
     * @param done bytes that the receiver has or is being sent; never more than {@code bytes}
     * @param sent bytes of files that went over the network, also those that had to go again
     * @param complete whether all there is has been found
     */
    record Now(
            int files,
            long bytes,
            int committed,
            long committedBytes,
            long done,
            long sent,
            int failed,
            int skipped,
            boolean complete,
            Duration elapsed) {
        /** Bytes a second, on average. */
        long rate() {
            double seconds = elapsed.toNanos() / 1e9;
            return seconds <= 0 ? 0 : Math.round(sent / seconds);
        }

        /** 0 to 100: of the bytes, or where there are none of the files; what there is nothing of is all done. */
        int percent() {
            if (bytes > 0) {
                return (int) (100.0 * done / bytes);
            }
            return files > 0 ? (int) Math.min(100, 100.0 * committed / files) : 100;
        }

        /** Until all is sent, if that can be said. */
        Optional<Duration> left() {
            return complete && sent > 0 && rate() > 0
                    ? Optional.of(Duration.ofSeconds((long) Math.ceil((bytes - done) / (double) rate())))
                    : Optional.empty();
        }
    }

    void found(long size) {
        files.incrementAndGet();
        bytes.addAndGet(size);
    }

    void resized(long before, long now) {
        bytes.addAndGet(now - before);
    }

    void foundAll() {
        complete = true;
    }

    void sent(long count) {
        sent.addAndGet(count);
    }

    void done(long count) {
        done.addAndGet(count);
    }

    void committed(long size) {
        committed.incrementAndGet();
        committedBytes.addAndGet(size);
    }

    /** One that was found before. */
    void failed(long size) {
        files.decrementAndGet();
        bytes.addAndGet(-size);
        failed.incrementAndGet();
    }

    /** One that could not even be looked at. */
    void failed() {
        failed.incrementAndGet();
    }

    void skipped() {
        skipped.incrementAndGet();
    }

    Now now() {
        long reached = done.get(); // before bytes: files that are found meanwhile make that larger
        long all = bytes.get();
        return new Now(
                files.get(),
                all,
                committed.get(),
                committedBytes.get(),
                Math.max(0, Math.min(reached, all)),
                sent.get(),
                failed.get(),
                skipped.get(),
                complete,
                Duration.ofNanos(System.nanoTime() - start));
    }
}
