package netlessons.ftp;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Threads for tasks that block: threads of the system, no virtual ones. How many there are is the server's to limit. */
final class Threads {
    private Threads() {}

    /**
     * For sessions. Virtual threads take turns only when they wait, and whoever a data connection has just woken came before
     * those whose commands had come meanwhile: of 200 busy clients on one core a few were served, and the others waited for
     * more than 15 seconds (JDK 25). The system's scheduler is fair.
     */
    static Executor executor() {
        return pool("session");
    }

    /**
     * For data connections. A virtual thread that waits in sendfile, or for the disk, keeps the thread below it, of which
     * there are as many as processors: so many clients who fetch a file and do not read would stop all others. And where
     * bytes come all the time, to wait in the system is cheaper.
     */
    static Executor transfers() {
        return pool("data");
    }

    private static Executor pool(String name) {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true); // open connections do not keep the program alive
            return thread;
        });
    }
}
