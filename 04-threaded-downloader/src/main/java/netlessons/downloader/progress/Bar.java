package netlessons.downloader.progress;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import netlessons.downloader.text.Columns;

/**
 * A line for each file that is under way and one for all of them, drawn over in place; what has happened scrolls up
 * above them. Those that fetch files only take notes here: it is the pulse that draws, so no file waits for a slow
 * terminal. Safe for threads.
 */
final class Bar implements Progress {
    static final Duration EVERY = Duration.ofMillis(200);

    private static final String ERASE_TO_END = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final PrintWriter out;
    private final Screen screen;
    private final boolean unicode;
    private final LongSupplier clock;
    private final Pulse pulse;
    private final ReentrantLock lock = new ReentrantLock();
    private final Board board;
    private List<String> news = new ArrayList<>();
    private List<String> drawn = List.of();
    private int drawnWidth;

    /**
     * @param out hands on in one piece what is printed before a flush, else frames flicker
     * @param unicode whether the screen shows more than ASCII
     * @param files how many there will be, if that is known
     * @param clock nanoseconds
     */
    Bar(PrintWriter out, Screen screen, boolean unicode, OptionalInt files, LongSupplier clock, Pulse pulse) {
        this.out = out;
        this.screen = screen;
        this.unicode = unicode;
        this.board = new Board(files);
        this.clock = clock;
        this.pulse = pulse;
    }

    @Override
    public void started(Track track) {
        pulse.start(this::draw);
        note(null, () -> board.started(track, clock.getAsLong()));
    }

    @Override
    public void retrying(Track track, String reason, Duration wait, int attempt, int of) {
        note(Lines.retrying(track, reason, wait, attempt, of), () -> board.waits(track, clock.getAsLong(), wait));
    }

    @Override
    public void restarted(Track track, String reason) {
        note(Lines.restarted(track, reason), () -> {});
    }

    @Override
    public void mirror(Track track, String reason) {
        note(Lines.mirror(track, reason), () -> {});
    }

    @Override
    public void warning(Track track, String message) {
        note(Lines.warning(track, message), () -> {});
    }

    @Override
    public void done(Track track, Path file, boolean there) {
        note(Lines.done(track, file, there), () -> board.done(track, clock.getAsLong()));
    }

    @Override
    public void failed(Track track, String reason, boolean kept) {
        note(Lines.failed(track, reason, kept), () -> board.failed(track, clock.getAsLong()));
    }

    @Override
    public void paused(String host, Duration wait) {
        note(Lines.paused(host, wait), () -> {});
    }

    @Override
    public void finished(Summary summary) {
        pulse.end();
        write(frame(List.of(), drawnWidth));
        out.println(Lines.summary(summary));
        out.flush();
    }

    @Override
    public void close() {
        pulse.end();
    }

    private void note(String line, Runnable change) {
        lock.lock();
        try {
            change.run();
            if (line != null) {
                news.add(line);
                pulse.start(this::draw); // a file can fail before any has begun
            }
        } finally {
            lock.unlock();
        }
    }

    private void draw() {
        int width = screen.width();
        write(frame(rows(width, screen.height()), width));
    }

    private void write(String frame) {
        out.print(frame);
        out.flush();
    }

    /** No more than fit: the cursor cannot get back to what has left the screen. */
    private List<String> rows(int width, int height) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            Board.Now all = board.sample(now);
            Layout layout = new Layout(width, unicode);
            List<String> rows = new ArrayList<>();
            int room = Math.max(0, height - 3); // below them: more, the total, the cursor
            for (Row row : board.rows()) {
                if (rows.size() == room && board.rows().size() > room) {
                    break;
                }
                rows.add(layout.file(row, now).stripTrailing());
            }
            int more = board.rows().size() - rows.size();
            if (more > 0) {
                rows.add(Columns.fit("and " + more + " more", Math.max(1, width - 1), "")
                        .stripTrailing());
            }
            if (height > 2 || rows.isEmpty()) {
                rows.add(layout.total(all, now).stripTrailing());
            }
            return rows;
        } finally {
            lock.unlock();
        }
    }

    /** What turns that which was drawn before into these rows, with the news above them. */
    private String frame(List<String> rows, int width) {
        lock.lock();
        try {
            if (news.isEmpty() && rows.equals(drawn) && width == drawnWidth) {
                return "";
            }
            int up = linesDrawn(width);
            StringBuilder frame = new StringBuilder("\r").append(up > 0 ? "\u001b[" + up + "A" : "");
            for (String line : news) {
                frame.append(line).append(ERASE_TO_END).append("\n");
            }
            frame.append(WRAP_OFF);
            for (String row : rows) {
                frame.append(row).append(ERASE_TO_END).append("\n");
            }
            news = new ArrayList<>();
            drawn = rows;
            drawnWidth = width;
            return frame.append(WRAP_ON).append(ERASE_BELOW).toString();
        } finally {
            lock.unlock();
        }
    }

    /** How many lines of the screen they take now: a terminal that has become narrower has wrapped them. */
    private int linesDrawn(int width) {
        if (width >= drawnWidth) {
            return drawn.size();
        }
        int lines = 0;
        for (String row : drawn) {
            lines += Math.max(1, (Columns.of(row) + width - 1) / width);
        }
        return Math.min(lines, Math.max(1, screen.height() - 1));
    }
}
