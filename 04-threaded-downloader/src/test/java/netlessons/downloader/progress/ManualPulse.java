package netlessons.downloader.progress;

import java.util.concurrent.TimeUnit;

/** Time that passes, and a pulse that beats, when a test says so. */
final class ManualPulse implements Pulse {
    private long nanos = TimeUnit.DAYS.toNanos(1);
    private Runnable beat;
    private boolean ended;

    long nanos() {
        return nanos;
    }

    @Override
    public void start(Runnable newBeat) {
        beat = beat == null ? newBeat : beat;
    }

    @Override
    public void end() {
        ended = true;
    }

    /** That much later. */
    void beat(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        if (beat != null && !ended) {
            beat.run();
        }
    }

    boolean hasEnded() {
        return ended;
    }
}
