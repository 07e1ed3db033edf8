package netlessons.downloader.progress;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** A line for all that happens, and one now and then that says how far it is: for logs. Safe for threads. */
final class Plain implements Progress {
    static final Duration EVERY = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final PrintWriter err;
    private final Board board;
    private final LongSupplier clock;
    private final Pulse pulse;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @param out for what goes well
     * @param err for what does not
     * @param files how many there will be, if that is known
     * @param clock nanoseconds
     */
    Plain(PrintWriter out, PrintWriter err, OptionalInt files, LongSupplier clock, Pulse pulse) {
        this.out = out;
        this.err = err;
        this.board = new Board(files);
        this.clock = clock;
        this.pulse = pulse;
    }

    @Override
    public void started(Track track) {
        pulse.start(this::status);
        print(out, Lines.started(track), () -> board.started(track, clock.getAsLong()));
    }

    @Override
    public void retrying(Track track, String reason, Duration wait, int attempt, int of) {
        print(err, Lines.retrying(track, reason, wait, attempt, of));
    }

    @Override
    public void restarted(Track track, String reason) {
        print(err, Lines.restarted(track, reason));
    }

    @Override
    public void mirror(Track track, String reason) {
        print(err, Lines.mirror(track, reason));
    }

    @Override
    public void warning(Track track, String message) {
        print(err, Lines.warning(track, message));
    }

    @Override
    public void done(Track track, Path file, boolean there) {
        print(out, Lines.done(track, file, there), () -> board.done(track, clock.getAsLong()));
    }

    @Override
    public void failed(Track track, String reason, boolean kept) {
        print(err, Lines.failed(track, reason, kept), () -> board.failed(track, clock.getAsLong()));
    }

    @Override
    public void paused(String host, Duration wait) {
        print(err, Lines.paused(host, wait));
    }

    @Override
    public void finished(Summary summary) {
        pulse.end();
        print(out, Lines.summary(summary));
    }

    @Override
    public void close() {
        pulse.end();
    }

    private void status() {
        lock.lock();
        try {
            out.println(Lines.status(board.sample(clock.getAsLong())));
        } finally {
            lock.unlock();
        }
    }

    private void print(PrintWriter to, String line) {
        print(to, line, () -> {});
    }

    private void print(PrintWriter to, String line, Runnable change) {
        lock.lock();
        try {
            change.run();
            to.println(line);
        } finally {
            lock.unlock();
        }
    }
}
