package netlessons.share.access;

import java.io.Closeable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import netlessons.share.engine.Answered;

/**
 * Prints one line for each answer, in a thread of its own: a terminal that somebody has stopped, or a pipe that nobody
 * reads, makes no client wait. When more lines wait than there is room for, they are lost, and counted. Safe for use by
 * many threads.
 */
public final class AccessLog implements Consumer<Answered>, Closeable {
    private static final int ROOM = 10_000;

    /** Of each text, in characters; a little more than is printed, so that it can be seen to be cut. */
    private static final int LONGEST = LogLine.LONGEST + 1;

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final BlockingQueue<Answered> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong lost = new AtomicLong();
    private final PrintStream out;
    private final LogLine line;
    private final Thread printer;
    private volatile boolean ended;

    /** @param accounts know who may be named: a name that came with a wrong password is nobody's */
    public AccessLog(Accounts accounts, PrintStream out) {
        this.out = out;
        this.line = new LogLine(accounts);
        this.printer = new Thread(this::print, "log");
        printer.setDaemon(true);
        printer.start();
    }

    /** Never waits, and keeps little: ten thousand requests with heads as long as they may be are 160 MB. */
    @Override
    public void accept(Answered answered) {
        if (!waiting.offer(answered.shortened(LONGEST))) {
            lost.incrementAndGet();
        }
    }

    private void print() {
        List<Answered> some = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        try {
            while (!ended || !waiting.isEmpty()) {
                Answered first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                some.add(first);
                waiting.drainTo(some, 100); // many lines are one system call
                some.forEach(answered -> line.append(lines, answered));
                long count = lost.getAndSet(0);
                if (count > 0) {
                    lines.append('(').append(count).append(" lines were lost: nobody read them in time.)\n");
                }
                out.print(lines);
                out.flush();
                lines.setLength(0);
                some.clear();
            }
        } catch (InterruptedException e) {
            // the end
        }
    }

    /** Prints what is left, if somebody reads it. */
    @Override
    public void close() {
        ended = true;
        try {
            printer.join(LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        printer.interrupt();
    }
}
