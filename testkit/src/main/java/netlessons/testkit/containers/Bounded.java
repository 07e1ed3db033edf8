package netlessons.testkit.containers;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A limit on calls that have none of their own. */
final class Bounded {

    private Bounded() {}

    /**
     * Calls the action on a thread of its own and waits for it. After the limit the thread is interrupted and left
     * behind; it is a daemon, so it never keeps the JVM alive.
     *
     * @throws TimeoutException if the action has not ended within the limit
     */
    static <T> T call(Duration limit, Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "bounded by " + limit);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw e;
        } finally {
            task.cancel(true);
        }
    }
}
