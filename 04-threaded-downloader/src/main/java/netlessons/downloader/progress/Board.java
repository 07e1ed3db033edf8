package netlessons.downloader.progress;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * All files together: those under way, and the number and size of the others. What failed counts no more; so there are
 * never more bytes than there should be. For one thread at a time.
 */
final class Board {
    private static final Duration LONGEST = Duration.ofDays(1000);

    private final Map<Track, Row> rows = new LinkedHashMap<>();
    private final Rate rate = new Rate();
    private final OptionalInt files;
    private int done;
    private int failed;
    private long doneBytes;
    private long moved;

    /**
     * How far it is.
     *
     * @param done files, with those that had been there before
     * @param files how many there will be, if that is known
     * @param bytes that are there
     * @param total of them, if all files have begun and have told their size
     * @param rate bytes a second
     */
    record Now(int done, int failed, OptionalInt files, long bytes, OptionalLong total, long rate) {
        Optional<Duration> left() {
            return Board.left(bytes, total, rate);
        }
    }

    /** @param files how many there will be, if that is known */
    Board(OptionalInt files) {
        this.files = files;
    }

    void started(Track track, long nanos) {
        if (rows.isEmpty() && done + failed == 0) {
            rate.at(nanos, 0);
        }
        rows.putIfAbsent(track, new Row(track, nanos));
    }

    void waits(Track track, long nanos, Duration time) {
        Row row = rows.get(track);
        if (row != null) {
            row.waits(nanos, time);
        }
    }

    void done(Track track, long nanos) {
        done++;
        doneBytes += track.bytes();
        leave(track, nanos);
    }

    void failed(Track track, long nanos) {
        failed++;
        leave(track, nanos);
    }

    private void leave(Track track, long nanos) {
        Row row = rows.remove(track);
        moved += row == null ? 0 : row.sample(nanos);
    }

    Collection<Row> rows() {
        return rows.values();
    }

    Now sample(long nanos) {
        long bytes = doneBytes;
        long total = doneBytes;
        boolean known = files.isPresent() && files.getAsInt() == done + failed + rows.size();
        for (Row row : rows.values()) {
            moved += row.sample(nanos);
            bytes += row.bytes();
            total += row.total().orElse(0);
            known &= row.total().isPresent();
        }
        rate.at(nanos, moved);
        return new Now(
                done, failed, files, bytes, known ? OptionalLong.of(total) : OptionalLong.empty(), rate.perSecond());
    }

    /** What would take years is not said: it will not be like that. */
    static Optional<Duration> left(long bytes, OptionalLong total, long rate) {
        if (total.isEmpty() || rate <= 0 || total.getAsLong() < bytes) {
            return Optional.empty();
        }
        long left = total.getAsLong() - bytes;
        Duration time = Duration.ofSeconds(left / rate + (left % rate > 0 ? 1 : 0));
        return time.compareTo(LONGEST) < 0 ? Optional.of(time) : Optional.empty();
    }
}
