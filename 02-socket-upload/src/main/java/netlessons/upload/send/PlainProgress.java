package netlessons.upload.send;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.upload.protocol.Message;

/** A line for each file, and one now and then that says how far it is: for logs. Safe for use by many threads. */
final class PlainProgress implements Progress {
    static final Duration EVERY = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;
    private final ReentrantLock lock = new ReentrantLock();
    private Duration shown = Duration.ZERO;

    /** @param quiet whether to tell only of what did not work */
    PlainProgress(PrintWriter out, PrintWriter err, boolean quiet) {
        this.out = out;
        this.err = err;
        this.quiet = quiet;
    }

    @Override
    public void committed(Item item, Message.Committed answer) {
        if (!quiet) {
            print(out, Lines.committed(item, answer));
        }
    }

    @Override
    public void failed(Path path, String name, Fault fault) {
        print(err, Lines.failed(name, fault));
    }

    @Override
    public void skipped(Path path, String reason) {
        print(err, Lines.skipped(path, reason));
    }

    @Override
    public void retrying(Item item, Fault fault, Duration wait, int attempt, int of) {
        print(err, Lines.retrying(item, fault, wait, attempt, of));
    }

    @Override
    public void gaveUp(Fault fault, List<Outgoing> rest) {
        print(err, Lines.gaveUp(fault, rest));
    }

    @Override
    public void show(Tally.Now now) {
        shown = now.elapsed().compareTo(shown) < 0 ? Duration.ZERO : shown; // another run
        if (!quiet && now.elapsed().minus(shown).compareTo(EVERY) >= 0) {
            shown = now.elapsed();
            print(out, Lines.status(now));
        }
        out.flush();
        err.flush();
    }

    @Override
    public void finished(Summary summary) {
        if (!quiet || summary.interrupted()) {
            print(quiet ? err : out, Lines.summary(summary));
        }
        out.flush();
        err.flush();
    }

    /** Left to {@link #show} to flush: ten thousand small files are not ten thousand system calls. */
    private void print(PrintWriter to, String line) {
        lock.lock();
        try {
            to.print(line + System.lineSeparator());
        } finally {
            lock.unlock();
        }
    }
}
