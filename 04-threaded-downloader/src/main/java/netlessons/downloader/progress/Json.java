package netlessons.downloader.progress;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import netlessons.downloader.text.Printable;

/**
 * A JSON object on each line, for programs. All have {@code event}. Those about a file have {@code file} (its number in
 * this run, from 1), {@code url} (the first address, without name and password) and {@code name}:
 *
 * <ul>
 *   <li>{@code started}: {@code total} (bytes, or null), {@code kept} (bytes that an earlier run has left)
 *   <li>{@code progress}, each second: {@code bytes} (that are there), {@code total} (or null), {@code rate} (bytes a
 *       second), {@code secondsLeft} (or null)
 *   <li>{@code retry}: {@code reason}, {@code seconds} until then, {@code attempt} (from 1), {@code of}
 *   <li>{@code restart}: {@code reason}; what had come is of no use
 *   <li>{@code mirror}: {@code reason}; the next address is tried
 *   <li>{@code warning}: {@code message}
 *   <li>{@code done}: {@code path}, {@code bytes}, {@code there} (whether it had been there before)
 *   <li>{@code failed}: {@code reason}, {@code kept} (whether the same command would go on where it was)
 * </ul>
 *
 * The others are
 *
 * <ul>
 *   <li>{@code paused}: {@code host}, {@code seconds} for which it is not asked
 *   <li>{@code total}, each second: {@code done}, {@code failed}, {@code files} (how many there will be, or null),
 *       {@code bytes}, {@code total} (or null), {@code rate}, {@code secondsLeft} (or null)
 *   <li>{@code finished}, the last: {@code done}, {@code failed}, {@code resumable} (of those that are not done),
 *       {@code bytes} (over the network, and kept), {@code seconds}, {@code folder}, {@code interrupted}, {@code exit}
 *       (the status; it is 2 all the same if a list had a bad line)
 * </ul>
 *
 * Safe for threads.
 */
final class Json implements Progress {
    static final Duration EVERY = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final Board board;
    private final LongSupplier clock;
    private final Pulse pulse;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @param files how many there will be, if that is known
     * @param clock nanoseconds
     */
    Json(PrintWriter out, OptionalInt files, LongSupplier clock, Pulse pulse) {
        this.out = out;
        this.board = new Board(files);
        this.clock = clock;
        this.pulse = pulse;
    }

    @Override
    public void started(Track track) {
        pulse.start(this::status);
        print(
                of("started", track).with("total", track.total()).with("kept", track.kept()),
                () -> board.started(track, clock.getAsLong()));
    }

    @Override
    public void retrying(Track track, String reason, Duration wait, int attempt, int of) {
        print(of("retry", track)
                .with("reason", Printable.withoutUsers(reason))
                .with("seconds", wait)
                .with("attempt", attempt)
                .with("of", of));
    }

    @Override
    public void restarted(Track track, String reason) {
        print(of("restart", track).with("reason", Printable.withoutUsers(reason)));
    }

    @Override
    public void mirror(Track track, String reason) {
        print(of("mirror", track).with("reason", Printable.withoutUsers(reason)));
    }

    @Override
    public void warning(Track track, String message) {
        print(of("warning", track).with("message", Printable.withoutUsers(message)));
    }

    @Override
    public void done(Track track, Path file, boolean there) {
        print(
                of("done", track)
                        .with("path", file)
                        .with("bytes", track.bytes())
                        .with("there", there),
                () -> board.done(track, clock.getAsLong()));
    }

    @Override
    public void failed(Track track, String reason, boolean kept) {
        print(
                of("failed", track)
                        .with("reason", Printable.withoutUsers(reason))
                        .with("kept", kept),
                () -> board.failed(track, clock.getAsLong()));
    }

    @Override
    public void paused(String host, Duration wait) {
        print(new JsonLine("paused").with("host", host).with("seconds", wait));
    }

    @Override
    public void finished(Summary summary) {
        pulse.end();
        print(new JsonLine("finished")
                .with("done", summary.done())
                .with("failed", summary.failed())
                .with("resumable", summary.resumable())
                .with("bytes", summary.bytes())
                .with("seconds", summary.time())
                .with("folder", summary.folder())
                .with("interrupted", summary.interrupted())
                .with("exit", summary.exitStatus()));
    }

    @Override
    public void close() {
        pulse.end();
    }

    private void status() {
        lock.lock();
        try {
            Board.Now now = board.sample(clock.getAsLong());
            List<JsonLine> lines = new ArrayList<>();
            for (Row row : board.rows()) {
                lines.add(of("progress", row.track())
                        .with("bytes", row.bytes())
                        .with("total", row.total())
                        .with("rate", row.rate())
                        .with("secondsLeft", row.left()));
            }
            lines.add(new JsonLine("total")
                    .with("done", now.done())
                    .with("failed", now.failed())
                    .with("files", now.files())
                    .with("bytes", now.bytes())
                    .with("total", now.total())
                    .with("rate", now.rate())
                    .with("secondsLeft", now.left()));
            for (JsonLine line : lines) {
                out.print(line + "\n");
            }
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    private static JsonLine of(String event, Track track) {
        return new JsonLine(event)
                .with("file", track.number())
                .with("url", Printable.withoutUsers(track.uri().toString()))
                .with("name", track.name());
    }

    private void print(JsonLine line) {
        print(line, () -> {});
    }

    private void print(JsonLine line, Runnable change) {
        lock.lock();
        try {
            change.run();
            out.print(line + "\n");
            out.flush();
        } finally {
            lock.unlock();
        }
    }
}
