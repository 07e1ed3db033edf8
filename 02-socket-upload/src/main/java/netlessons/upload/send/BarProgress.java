package netlessons.upload.send;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One bar for all files on a terminal; what did not work is told above it. Safe for use by many threads. */
final class BarProgress implements Progress {
    private static final int INTERVAL = 200;

    private final PrintWriter out;
    private final int width;
    private final ProgressBarStyle style;
    private final ReentrantLock lock = new ReentrantLock();
    private ProgressBar bar;
    private volatile Tally.Now last;
    private int shown;

    /**
     * @param width of the terminal, in characters
     * @param unicode whether it can show more than ASCII
     */
    BarProgress(PrintWriter out, int width, boolean unicode) {
        this.out = out;
        this.width = width;
        this.style = unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII;
    }

    @Override
    public void failed(Path path, String name, Fault fault) {
        above(Lines.failed(name, fault));
    }

    @Override
    public void skipped(Path path, String reason) {
        above(Lines.skipped(path, reason));
    }

    @Override
    public void retrying(Item item, Fault fault, Duration wait, int attempt, int of) {
        above(Lines.retrying(item, fault, wait, attempt, of));
    }

    @Override
    public void gaveUp(Fault fault, List<Outgoing> rest) {
        above(Lines.gaveUp(fault, rest));
    }

    @Override
    public void show(Tally.Now now) {
        last = now;
        if (bar == null) {
            bar = bar(now.bytes());
        }
        bar.maxHint(now.bytes());
        bar.stepTo(now.done());
        bar.setExtraMessage(" %s %d/%s".formatted(Units.rate(now.rate()), now.committed(), Units.files(now.files())));
    }

    @Override
    public void finished(Summary summary) {
        if (bar != null) {
            bar.refresh();
            bar.close();
        }
        lock.lock();
        try {
            out.println();
            out.println(Lines.summary(summary));
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    private ProgressBar bar(long bytes) {
        int unit = bytes >= 10 << 20 ? 20 : bytes >= 10 << 10 ? 10 : 0;
        return new ProgressBarBuilder()
                .setTaskName("")
                .setInitialMax(bytes)
                .setUnit(unit == 20 ? " MiB" : unit == 10 ? " KiB" : " B", 1L << unit)
                .setStyle(style)
                .setUpdateIntervalMillis(INTERVAL)
                .setEtaFunction(state -> last.left())
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, width - 1))
                .build();
    }

    /** Over what was drawn before. */
    private void draw(String line) {
        lock.lock();
        try {
            String text = line.stripTrailing();
            out.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
            out.flush();
            shown = text.length();
        } finally {
            lock.unlock();
        }
    }

    private void above(String lines) {
        lock.lock();
        try {
            out.print("\r" + " ".repeat(shown) + "\r" + lines + System.lineSeparator());
            out.flush();
            shown = 0;
        } finally {
            lock.unlock();
        }
    }
}
