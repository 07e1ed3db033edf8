package netlessons.downloader.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A file that is under way. For one thread. */
final class Row {
    private final Track track;
    private final Rate rate = new Rate();
    private long last;
    private boolean rests;
    private boolean waits;
    private long waitEnds;

    Row(Track track, long nanos) {
        this.track = track;
        this.last = track.kept();
        rate.at(nanos, last);
    }

    Track track() {
        return track;
    }

    /** Returns how many bytes have come since it was asked last. */
    long sample(long nanos) {
        long now = track.bytes();
        long more = Math.max(0, now - last);
        last = now;
        rests = more == 0;
        rate.at(nanos, now);
        return more;
    }

    /** It is tried again after that. */
    void waits(long nanos, Duration time) {
        waits = true;
        waitEnds = nanos + time.toNanos();
    }

    /** How long it has still to wait, if it does: while one connection waits others may bring what is theirs. */
    Optional<Duration> waiting(long nanos) {
        waits &= waitEnds - nanos > 0;
        return waits && rests ? Optional.of(Duration.ofNanos(waitEnds - nanos)) : Optional.empty();
    }

    /** As of the last {@link #sample}, like all that follows. */
    long bytes() {
        return last;
    }

    OptionalLong total() {
        return track.total();
    }

    /** Bytes a second. */
    long rate() {
        return rate.perSecond();
    }

    /** Until all is there, if that can be said. */
    Optional<Duration> left() {
        return Board.left(bytes(), total(), rate());
    }
}
