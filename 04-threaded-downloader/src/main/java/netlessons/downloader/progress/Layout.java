package netlessons.downloader.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import netlessons.downloader.text.Columns;
import netlessons.downloader.text.Units;

/**
 * What stands where in a line: name, bar, percent, size, rate, time left. On a narrow terminal the last ones are left
 * out first.
 */
final class Layout {
    private static final String EIGHTHS = "\u258F\u258E\u258D\u258C\u258B\u258A\u2589\u2588";
    private static final int PERCENT = 4;
    private static final int SIZE = 17;
    private static final int RATE = 10;
    private static final int LEFT = 8;
    private static final int LEAST_WITH_PERCENT = 12;
    private static final int LEAST_WITH_SIZE = 45;
    private static final int LEAST_WITH_RATE = 56;
    private static final int LEAST_WITH_LEFT = 65;
    private static final int LEAST_WITH_BAR = 20;
    private static final int LONGEST_BAR = 42;
    private static final int RUNNER = 3;
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(200);

    private final boolean unicode;
    private final boolean percent;
    private final boolean size;
    private final boolean rate;
    private final boolean left;
    private final int bar;
    private final int name;

    /**
     * @param width of the terminal; the last column stays empty, since some go to the next line when it is filled
     * @param unicode whether it shows more than ASCII
     */
    Layout(int width, boolean unicode) {
        int room = Math.max(1, width - 1);
        this.unicode = unicode;
        this.percent = room >= LEAST_WITH_PERCENT;
        this.size = room >= LEAST_WITH_SIZE;
        this.rate = room >= LEAST_WITH_RATE;
        this.left = room >= LEAST_WITH_LEFT;
        int rest = room
                - (percent ? PERCENT + 1 : 0)
                - (size ? SIZE + 1 : 0)
                - (rate ? RATE + 1 : 0)
                - (left ? LEFT + 1 : 0);
        this.bar = rest < LEAST_WITH_BAR ? 0 : Math.min(LONGEST_BAR, rest * 2 / 5);
        this.name = bar > 0 ? rest - bar - 1 : rest;
    }

    String file(Row row, long nanos) {
        Optional<Duration> waiting = row.waiting(nanos);
        String end = waiting.isEmpty()
                ? end(row.rate(), row.left())
                : end("again in "
                        + Units.seconds(
                                Duration.ofSeconds(waiting.get().plusMillis(999).toSeconds())));
        return line(Lines.name(row.track()), row.bytes(), row.total(), end, nanos);
    }

    String total(Board.Now now, long nanos) {
        boolean known = now.total().isPresent();
        String size =
                known ? Units.size(now.bytes()) + "/" + Units.size(now.total().getAsLong()) : Units.size(now.bytes());
        String bar = known ? bar(now.bytes(), now.total(), nanos) : " ".repeat(this.bar);
        return line(Lines.count(now), bar, percent(now.bytes(), now.total()), size, end(now.rate(), now.left()));
    }

    private String line(String text, long bytes, OptionalLong total, String end, long nanos) {
        String size = Units.size(bytes) + (total.isPresent() ? "/" + Units.size(total.getAsLong()) : "");
        return line(text, bar(bytes, total, nanos), percent(bytes, total), size, end);
    }

    private String line(String text, String bar, String percent, String size, String end) {
        StringBuilder line = new StringBuilder(Columns.fit(text, name, unicode ? "\u2026" : "..."));
        if (this.bar > 0) {
            line.append(' ').append(bar);
        }
        if (this.percent) {
            line.append(' ').append(right(percent, PERCENT));
        }
        if (this.size) {
            line.append(' ').append(right(size, SIZE));
        }
        return line.append(end).toString();
    }

    private String end(long bytes, Optional<Duration> time) {
        return (rate ? " " + right(Units.rate(bytes), RATE) : "")
                + (left ? " " + right(time.map(Units::clock).orElse("-:--"), LEFT) : "");
    }

    private String end(String text) {
        int room = (rate ? RATE : -1) + (left ? LEFT + 1 : 0);
        return room <= 0 ? "" : " " + Columns.fit(text, room, "");
    }

    /** 100 is only for what is complete. */
    private static String percent(long bytes, OptionalLong total) {
        if (total.isEmpty()) {
            return "";
        }
        long all = total.getAsLong();
        return (bytes >= all ? 100 : Math.min(99, (int) (100.0 * bytes / all))) + "%";
    }

    private String bar(long bytes, OptionalLong total, long nanos) {
        int cells = bar - 2;
        if (cells <= RUNNER) {
            return "";
        }
        if (total.isEmpty()) { // how much it is nobody knows, but that something goes on
            int turn = 2 * (cells - RUNNER);
            int step = (int) Math.floorMod(nanos / STEP, (long) turn);
            int at = Math.min(step, turn - step);
            return "[" + " ".repeat(at) + (unicode ? "\u2588" : "=").repeat(RUNNER) + " ".repeat(cells - RUNNER - at)
                    + "]";
        }
        double share = total.getAsLong() == 0 ? 1 : Math.min(1, (double) bytes / total.getAsLong());
        String filled = unicode ? blocks((int) (share * cells * 8)) : arrow((int) (share * cells), cells);
        return "[" + filled + " ".repeat(cells - filled.length()) + "]";
    }

    private static String blocks(int eighths) {
        String last = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8 - 1, eighths % 8);
        return EIGHTHS.substring(7).repeat(eighths / 8) + last;
    }

    private static String arrow(int filled, int cells) {
        return filled == cells ? "=".repeat(cells) : "=".repeat(filled) + ">";
    }

    private static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - text.length())) + text;
    }
}
