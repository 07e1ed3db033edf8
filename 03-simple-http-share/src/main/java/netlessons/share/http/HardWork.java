package netlessons.share.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Does what keeps a processor busy for long, in a thread of the system. Virtual threads share a few of those, as many as
 * there are processors, and one that computes makes no room for another: two large pictures would be all that a server
 * with two processors does for seconds. Among its own threads the system divides the time. Safe for threads.
 */
public final class HardWork {
    private static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "hard work");
        thread.setDaemon(true);
        return thread;
    });

    private HardWork() {}

    /** What is to be done. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Returns when it is done, whoever interrupts. How much is done at one time whoever calls has to bound.
     *
     * @throws IOException that of the work; so are its other exceptions, and its errors
     */
    public static <T> T run(Work<T> work) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        THREADS.execute(() -> {
            try {
                result.complete(work.run());
            } catch (Throwable e) { // also if there is no more memory: somebody waits
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            } else if (e.getCause() instanceof Error fault) {
                throw fault;
            }
            throw (RuntimeException) e.getCause(); // there are no others
        }
    }
}
