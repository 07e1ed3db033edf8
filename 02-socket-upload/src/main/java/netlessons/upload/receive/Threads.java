package netlessons.upload.receive;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Threads for tasks that block: virtual ones where the JDK has them, pooled ones elsewhere. */
public final class Threads {
    private Threads() {}

    // @start region=executor
    /**
     * With Java 21 or newer this is {@code Executors.newVirtualThreadPerTaskExecutor()}; asked for by name, because
     * this code compiles for Java 17 as well. How many there are at once is the server's to limit.
     */
    public static Executor executor() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "connection");
                thread.setDaemon(true); // like virtual threads: open connections do not keep the program alive
                return thread;
            });
        }
    }
    // @end
}
