package netlessons.downloader.progress;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A thread of its own that beats at equal intervals. */
final class Ticker implements Pulse {
    private final long interval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Thread thread;
    private boolean ended;
    private boolean beating;

    Ticker(Duration interval) {
        this.interval = interval.toNanos();
    }

    @Override
    public void start(Runnable beat) {
        lock.lock();
        try {
            if (thread == null && !ended) {
                thread = new Thread(() -> run(beat), "progress");
                thread.setDaemon(true);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
            // A terminal that somebody has stopped with Ctrl-S takes nothing: that must not keep us for ever.
            long left = TimeUnit.SECONDS.toNanos(2);
            while (beating && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable beat) {
        while (waitForTurn()) {
            try {
                beat.run();
            } finally {
                over();
            }
        }
    }

    private boolean waitForTurn() {
        lock.lock();
        try {
            long left = interval;
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            beating = !ended;
            return beating;
        } catch (InterruptedException e) {
            return false; // nobody does that
        } finally {
            lock.unlock();
        }
    }

    private void over() {
        lock.lock();
        try {
            beating = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
