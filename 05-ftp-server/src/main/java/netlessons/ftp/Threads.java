package netlessons.ftp;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Threads for tasks that block. */
final class Threads {
    private Threads() {}

    // @start region=executor
    /**
     * With Java 21 or newer this is {@code Executors.newVirtualThreadPerTaskExecutor()}; asked for by name, because
     * this code compiles for Java 17 as well. How many there are at once is the server's to limit.
     */
    static Executor executor() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return pool("session");
        }
    }
    // @end

    // @start region=transfers
    /**
     * For data connections, never virtual: a virtual thread that waits in sendfile, or for the disk, keeps the thread below
     * it, of which there are as many as processors. So many clients who fetch a file and do not read would stop all others.
     * And where bytes come all the time, to wait in the system is cheaper.
     */
    static Executor transfers() {
        return pool("data");
    }
    // @end

    private static Executor pool(String name) {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true); // like virtual threads: open connections do not keep the program alive
            return thread;
        });
    }
}
