package netlessons.webserver;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Prints lines in a thread of its own: a terminal that somebody has stopped, or a pipe that nobody reads, makes no
 * client wait. When more lines wait than there is room for, they are lost, and counted. Safe for use by many threads.
 */
final class LinePrinter implements Consumer<String> {
    private static final int ROOM = 10_000;
    private static final String END = new String("the end"); // compared by identity

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong lost = new AtomicLong();
    private final PrintStream out;
    private final Thread thread = new Thread(this::print, "printer");

    LinePrinter(PrintStream out) {
        this.out = out;
        thread.setDaemon(true);
        thread.start();
    }

    /** Never waits. */
    @Override
    public void accept(String line) {
        if (!lines.offer(line)) {
            lost.incrementAndGet();
        }
    }

    /** Waits until all lines are printed, but no longer than the limit. */
    void finish(Duration limit) throws InterruptedException {
        accept(END);
        thread.join(Math.max(1, limit.toMillis()));
    }

    private void print() {
        try {
            for (String line = lines.take(); line != END; line = lines.take()) {
                out.println(line);
                long count = lost.getAndSet(0);
                if (count > 0) {
                    out.println("(" + count + " lines were lost: nobody read them in time)");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
