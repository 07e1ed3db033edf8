package netlessons.upload;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Prints lines in a thread of its own: a terminal that somebody has stopped, or a pipe that nobody reads, makes no
 * client wait. When more lines wait than there is room for, they are lost, and counted. Safe for use by many threads.
 */
final class LinePrinter implements Consumer<String> {
    private static final int ROOM = 1000;

    private final PrintStream out;
    private final AtomicLong lost = new AtomicLong();
    private final ThreadPoolExecutor printer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(ROOM),
            LinePrinter::daemon,
            (line, full) -> lost.incrementAndGet());

    LinePrinter(PrintStream out) {
        this.out = out;
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
            System.err.println(count + " lines of the log were lost: nobody read them in time.");
        }
    }

    /** Waits until all lines are printed, but no longer than the limit. */
    void finish(Duration limit) throws InterruptedException {
        printer.shutdown();
        printer.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
