package netlessons.upload.send;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.ProtocolException;

/**
 * The attempts of one connection that the receiver owes a final frame, oldest first: final frames come in the order of
 * the BEGIN frames. The thread that sends waits here for what the one that reads has heard. No wait is without end: the
 * connection's {@link Liveness} ends a connection on which nothing happens, and then all waits end.
 */
final class Unanswered {
    /** What docs/02-protocol.md asks for in section 4.1. */
    static final int MOST = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Attempt> attempts = new ArrayDeque<>();
    private Message.Ready ready;
    private IOException broken;

    boolean isFull() {
        lock.lock();
        try {
            return attempts.size() >= MOST;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return attempts.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean isBroken() {
        lock.lock();
        try {
            return broken != null;
        } finally {
            lock.unlock();
        }
    }

    /** @throws IOException if the connection broke */
    void check() throws IOException {
        lock.lock();
        try {
            if (broken != null) {
                throw broken;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there are fewer than {@link #MOST}. */
    void awaitRoom() throws IOException, InterruptedException {
        await(MOST - 1);
    }

    /** Waits until all are answered. */
    void awaitAll() throws IOException, InterruptedException {
        await(0);
    }

    private void await(int most) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (attempts.size() > most && broken == null) {
                changed.await();
            }
            if (attempts.size() > most) { // else it broke when it was no longer needed
                check();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all are answered that have been sent in full, but no longer than this. */
    void awaitEnded(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (!attempts.isEmpty() && attempts.peek().digest() != null && broken == null && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** To be called before its BEGIN frame leaves. */
    void add(Attempt attempt) {
        lock.lock();
        try {
            attempts.add(attempt);
            ready = null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the READY frame of the newest one; null if it got its final frame instead. */
    Message.Ready awaitReady(Attempt newest) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ready == null && !newest.isAnswered() && broken == null) {
                changed.await();
            }
            check();
            return ready;
        } finally {
            lock.unlock();
        }
    }

    /** READY came: it is for the newest, the only one that can wait for it. */
    void ready(Message.Ready frame) throws ProtocolException {
        lock.lock();
        try {
            if (attempts.isEmpty() || ready != null) {
                throw new ProtocolException(Code.STATE, "READY for nothing.");
            }
            ready = frame;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A final frame came: which attempt it is for. */
    Attempt oldest() throws ProtocolException {
        lock.lock();
        try {
            if (attempts.isEmpty()) {
                throw new ProtocolException(Code.STATE, "A final frame for nothing.");
            }
            return attempts.peek();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest one has its final frame, and all has been done about it. */
    void answered() {
        lock.lock();
        try {
            attempts.remove().answered();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No more answers will come. */
    void broken(IOException why) {
        lock.lock();
        try {
            broken = broken == null ? why : broken;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Those that will never be answered on this connection. */
    List<Attempt> rest() {
        lock.lock();
        try {
            List<Attempt> rest = new ArrayList<>(attempts);
            attempts.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }
}
