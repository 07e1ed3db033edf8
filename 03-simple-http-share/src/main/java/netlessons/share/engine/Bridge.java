package netlessons.share.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Decides who answers a request. What is in memory goes out at once, by the thread that has read the request: to wake
 * another one takes longer than the answer. All else is for a thread that may wait. Safe for threads.
 */
final class Bridge extends Handler.Abstract {
    private final Site site;
    private final Limits limits;
    private final Executor workers;
    private final LongAdder working = new LongAdder();

    /**
     * @param type whether the thread that calls this one may wait
     * @param workers whose threads may
     */
    Bridge(Site site, Limits limits, InvocationType type, Executor workers) {
        super(type);
        this.site = site;
        this.limits = limits;
        this.workers = workers;
    }

    @Override
    public boolean handle(Request in, Response out, Callback callback) {
        setBusy(in, true);
        Exchange exchange = new Exchange(site, limits, in, out, Callback.from(() -> setBusy(in, false), callback));
        if (getInvocationType() == InvocationType.BLOCKING) {
            work(exchange::answer);
        } else if (exchange.isQuick() && mayStay(in)) {
            exchange.answerAtOnce(later -> workers.execute(() -> work(later)));
        } else {
            workers.execute(() -> work(exchange::answer));
        }
        return true;
    }

    /** A connection that is busy has the time of grace when the server stops; others are closed soon. */
    private static void setBusy(Request in, boolean busy) {
        if (in.getConnectionMetaData().getConnection() instanceof PromptHeads.Prompt prompt) {
            prompt.setBusy(busy);
            if (!busy && in.getConnectionMetaData().getConnector().isShutdown()) {
                GuardedConnector.maySoonEnd(prompt.getEndPoint());
            }
        }
    }

    private static boolean mayStay(Request in) {
        return in.getConnectionMetaData().getConnection() instanceof PromptHeads.Prompt prompt && prompt.mayStay();
    }

    private void work(Runnable task) {
        working.increment();
        try {
            task.run();
        } finally {
            working.decrement();
        }
    }

    /** Waits, for a while, until no worker is at work. */
    void awaitEnd(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (working.sum() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
