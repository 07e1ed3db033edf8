package netlessons.upload.send;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What is still to be sent: what the scan has found, and what is to be tried again. It holds a bounded part of what there
 * is: the scan waits while it is full. Safe for use by many threads.
 */
final class Backlog {
    /** A few megabytes of memory, and far enough ahead for the bar to know what is to come. */
    static final int ROOM = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Outgoing> ready = new ArrayDeque<>();
    private final PriorityQueue<Outgoing> later =
            new PriorityQueue<>((a, b) -> Long.signum(a.notBefore() - b.notBefore())); // nanoTime may wrap round
    private int underWay;
    private boolean complete;
    private boolean closed;

    /**
     * Adds what the scan has found; waits while there is no room.
     *
     * @throws InterruptedException also if nothing is to be sent any more
     */
    void add(Outgoing upload) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ready.size() >= ROOM && !closed) {
                room.await();
            }
            if (closed) {
                throw new InterruptedException("Nothing more is sent");
            }
            ready.add(upload);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The scan has come to its end. */
    void complete() {
        lock.lock();
        try {
            complete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next one if there is one right now, else null. */
    Outgoing poll() {
        lock.lock();
        try {
            return next();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next one; null if none came within the time, or if none can come any more.
     *
     * @param enough whether to wait no longer; looked at anew after each {@link #nudge}
     */
    Outgoing take(Duration most, BooleanSupplier enough) throws InterruptedException {
        long left = most.toNanos();
        lock.lockInterruptibly();
        try {
            Outgoing next = next();
            while (next == null && left > 0 && !isOver() && !enough.getAsBoolean()) {
                long nap = later.isEmpty() ? left : later.peek().notBefore() - System.nanoTime();
                nap = Math.max(1, Math.min(nap, left));
                left -= nap - Math.max(0, changed.awaitNanos(nap));
                next = next();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private Outgoing next() {
        if (closed) {
            return null;
        }
        Outgoing next = later.peek();
        // What failed more than once has to wait for all others: it may be what breaks each connection.
        if (next != null && next.notBefore() - System.nanoTime() <= 0 && (next.tries() <= 1 || ready.isEmpty())) {
            later.remove();
        } else {
            next = ready.poll();
            room.signal();
        }
        underWay += next == null ? 0 : 1;
        return next;
    }

    /** Wakes all who wait. */
    void nudge() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One that was taken is to be tried again, when its time comes. */
    void later(Outgoing upload) {
        lock.lock();
        try {
            underWay--;
            later.add(upload);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Those that were taken were not even tried: they are the next again, in this order. */
    void giveBack(List<Outgoing> uploads) {
        lock.lock();
        try {
            underWay -= uploads.size();
            for (int i = uploads.size() - 1; i >= 0; i--) {
                ready.addFirst(uploads.get(i));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One that was taken is done with, for better or worse. */
    void settled() {
        lock.lock();
        try {
            underWay--;
            if (underWay == 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is nothing to send, and never will be. */
    boolean isOver() {
        lock.lock();
        try {
            return closed || complete && underWay == 0 && ready.isEmpty() && later.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is to be sent any more; returns what was not. */
    Collection<Outgoing> close() {
        lock.lock();
        try {
            closed = true;
            List<Outgoing> rest = new ArrayList<>(ready);
            rest.addAll(later);
            ready.clear();
            later.clear();
            changed.signalAll();
            room.signalAll();
            return rest;
        } finally {
            lock.unlock();
        }
    }
}
