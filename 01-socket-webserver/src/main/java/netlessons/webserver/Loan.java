package netlessons.webserver;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * How a connection in an event loop gets to a thread that may wait, and back. The loop keeps off meanwhile, but for one
 * thing: it watches the socket for that thread, since only the loop can.
 */
final class Loan implements Waiting {
    /** What the loop does; it must not wait. */
    interface Step {
        void run() throws IOException;
    }

    /** What the other thread does; it may wait. */
    interface Task {
        /** Returns what the loop has to do then. */
        Step run() throws IOException;
    }

    private final Loop loop;
    private final Semaphore readiness = new Semaphore(0);
    private SelectionKey key;

    Loan(Loop loop) {
        this.loop = loop;
    }

    /** Before the first loan. */
    void begin(SelectionKey registration) {
        key = registration;
    }

    // @start region=lend
    /**
     * Has the task done by a thread that may wait.
     *
     * @param back is given, in the loop, what the task has returned, or {@code otherwise} if it has failed
     */
    void lend(Task task, Step otherwise, Consumer<Step> back) {
        AtomicReference<Step> next = new AtomicReference<>(otherwise);
        Runnable wayBack = () -> back.accept(next.get()); // made now: later there may be no memory for it
        loop.lend(() -> {
            try {
                Quietly.run(() -> next.set(task.run()));
            } finally {
                loop.execute(wayBack);
            }
        });
    }

    /**
     * Waits for the socket, in the thread that has the loan. It may return for nothing, so whoever waits tries, and
     * waits again.
     */
    @Override
    public void until(int operation) throws IOException {
        if (loop.isCurrent()) {
            throw new IllegalStateException("the executor runs tasks in the thread that must not wait");
        }
        try {
            key.interestOps(operation);
        } catch (CancelledKeyException e) {
            throw new ClosedChannelException();
        }
        loop.wakeup();
        readiness.acquireUninterruptibly();
    }

    /** The socket is ready, the patience with it has ended, or it is closed: whoever waits has another try. */
    void ready() {
        if (key.isValid()) {
            key.interestOps(0);
        }
        readiness.release();
    }
    // @end
}
