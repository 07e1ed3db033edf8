package netlessons.downloader.fetch;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.downloader.http.HttpFault;

/** One host: how many requests are under way to it, and until when it is to be left alone. Safe for threads. */
final class Host {
    private final String name;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private int requests;
    private long quietUntil = System.nanoTime();

    Host(String name, int most) {
        this.name = name;
        this.most = most;
    }

    String name() {
        return name;
    }

    /** Waits for a place and for the end of a pause; {@link #leave} gives the place back. */
    void enter(Scope scope) throws HttpFault {
        Runnable hook = scope.onEnd(this::wake);
        lock.lock();
        try {
            scope.check();
            long wait = quietUntil - System.nanoTime();
            while (requests >= most || wait > 0) {
                if (requests >= most) {
                    change.await();
                } else {
                    change.awaitNanos(wait);
                }
                scope.check();
                wait = quietUntil - System.nanoTime();
            }
            requests++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFault(HttpFault.Kind.CUT, "stopped");
        } finally {
            lock.unlock();
            scope.forget(hook);
        }
    }

    void leave() {
        lock.lock();
        try {
            requests--;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody asks it for a while. @return whether that is longer than what was said before */
    boolean pause(Duration time) {
        lock.lock();
        try {
            long until = System.nanoTime() + time.toNanos();
            boolean longer = until - quietUntil > 0;
            boolean quiet = quietUntil - System.nanoTime() > 0;
            quietUntil = longer ? until : quietUntil;
            return longer && !quiet;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
