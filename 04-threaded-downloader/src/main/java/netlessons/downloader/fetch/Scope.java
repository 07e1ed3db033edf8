package netlessons.downloader.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.downloader.http.HttpFault;

/**
 * Work that can be ended from outside: whoever waits in it is woken. Threads are not interrupted for that, since an
 * interrupt closes a file that other threads still write (see {@link java.nio.channels.FileChannel}). Safe for threads.
 */
final class Scope {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition end = lock.newCondition();
    private final Set<Runnable> hooks = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean ended;

    /**
     * What to do when this ends; at once if it has.
     *
     * @param hook quick, and harmless if it comes too late
     * @return the same, for {@link #forget}
     */
    Runnable onEnd(Runnable hook) {
        lock.lock();
        try {
            if (!ended) {
                hooks.add(hook);
                return hook;
            }
        } finally {
            lock.unlock();
        }
        hook.run();
        return hook;
    }

    void forget(Runnable hook) {
        lock.lock();
        try {
            hooks.remove(hook);
        } finally {
            lock.unlock();
        }
    }

    boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        List<Runnable> due;
        lock.lock();
        try {
            ended = true;
            due = new ArrayList<>(hooks);
            hooks.clear();
            end.signalAll();
        } finally {
            lock.unlock();
        }
        for (Runnable hook : due) {
            hook.run();
        }
    }

    /** @throws HttpFault CUT, if this ends before the time is over */
    void sleep(Duration time) throws HttpFault {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!ended && left > 0) {
                left = end.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = true;
        } finally {
            lock.unlock();
        }
        check();
    }

    /** @throws HttpFault CUT, if this has ended */
    void check() throws HttpFault {
        if (ended()) {
            throw new HttpFault(HttpFault.Kind.CUT, "stopped");
        }
    }

    /** Waits until this ends, or the time is over. */
    boolean await(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!ended && left > 0) {
                left = end.awaitNanos(left);
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }
}
