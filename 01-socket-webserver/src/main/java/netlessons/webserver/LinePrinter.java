package netlessons.webserver;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Prints lines in a thread of its own: a terminal that somebody has stopped, or a pipe that nobody reads, makes nobody
 * wait. When more lines wait than there is room for, they are lost, and counted. Safe for use by many threads.
 */
final class LinePrinter implements Consumer<String> {
    /** Ten thousand small files are a second's work. */
    private static final int ROOM = 10_000;

    private final PrintWriter out;
    private final AtomicLong lost = new AtomicLong();
    private final ThreadPoolExecutor printer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(ROOM),
            LinePrinter::daemon,
            (line, full) -> lost.incrementAndGet());

    LinePrinter(PrintWriter out) {
        this.out = new PrintWriter(out); // which flushes when we say so, whatever the other one does
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "printer");
        thread.setDaemon(true);
        return thread;
    }

    /** Never waits. */
    @Override
    public void accept(String line) {
        printer.execute(() -> print(line));
    }

    private void print(String line) {
        out.println(line);
        long count = lost.getAndSet(0);
        if (count > 0) {
            out.println("(" + count + " lines were lost: nobody read them in time.)");
        }
        if (printer.getQueue().isEmpty()) {
            out.flush(); // else the next line is here already: many of them are one system call
        }
    }

    /** Waits until all lines are printed, but no longer than the limit. */
    void finish(Duration limit) throws InterruptedException {
        printer.shutdown();
        printer.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
