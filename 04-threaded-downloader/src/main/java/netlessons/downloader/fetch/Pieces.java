package netlessons.downloader.fetch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.downloader.file.Ranges;
import netlessons.downloader.http.HttpFault;

/**
 * What of a file is missing. Workers take a piece from the front, fetch it and take the next: so the fast ones do more,
 * and the file fills from its beginning. What somebody could not fetch goes back. Safe for threads.
 */
final class Pieces {
    /** So that a file of any size has some progress to keep, and the last of them does not last for ever. */
    private static final long LARGEST = 64 << 20;
    /** For each segment, so that a slow one does not hold up the others at the end. */
    private static final int ROUNDS = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Deque<Ranges.Range> missing = new ArrayDeque<>();
    private final int segments;
    private final long least;
    private long size;
    private int taken;

    /**
     * @param segments how many workers share a file
     * @param least no piece is smaller, but the last
     */
    Pieces(int segments, long least) {
        this.segments = segments;
        this.least = least;
        size = segments == 1 ? Piece.OPEN : least;
        missing.add(new Ranges.Range(0, Piece.OPEN));
    }

    /** All of it is missing, and comes as one stream. Nobody has a piece. */
    void reset() {
        replace(List.of(new Ranges.Range(0, Piece.OPEN)), Piece.OPEN);
    }

    /** This is missing, of a file of that size. Nobody else has a piece. @param whole whether to fetch each gap at once */
    void missing(List<Ranges.Range> gaps, long total, boolean whole) {
        long even = total / ((long) segments * ROUNDS);
        replace(gaps, whole || segments == 1 ? Piece.OPEN : Math.max(least, Math.min(LARGEST, even)));
    }

    private void replace(List<Ranges.Range> gaps, long newSize) {
        lock.lock();
        try {
            missing.clear();
            for (Ranges.Range gap : gaps) {
                missing.add(gap);
            }
            size = newSize;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // @start region=take
    /**
     * The next one; waits while others have all that is missing, since they may give some of it back.
     *
     * @return null if nothing is missing
     */
    Piece take(Scope scope) throws HttpFault {
        Runnable hook = scope.onEnd(this::wake);
        lock.lock();
        try {
            scope.check();
            while (missing.isEmpty() && taken > 0) {
                change.await();
                scope.check();
            }
            if (missing.isEmpty()) {
                return null;
            }
            Ranges.Range gap = missing.poll();
            long to = gap.to() - gap.from() > size ? gap.from() + size : gap.to();
            if (to < gap.to()) {
                missing.addFirst(new Ranges.Range(to, gap.to()));
            }
            taken++;
            return new Piece(gap.from(), to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFault(HttpFault.Kind.CUT, "stopped");
        } finally {
            lock.unlock();
            scope.forget(hook);
        }
    }
    // @end

    /** It is no longer worked at; what is left of it is missing again. */
    void give(Piece piece) {
        lock.lock();
        try {
            taken--;
            if (piece.left() > 0) {
                missing.addFirst(new Ranges.Range(piece.from(), piece.to()));
            }
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many there are that nobody has taken. */
    int waiting() {
        lock.lock();
        try {
            long pieces = 0;
            for (Ranges.Range gap : missing) {
                pieces += (gap.size() - 1) / size + 1;
            }
            return (int) Math.min(Integer.MAX_VALUE, pieces);
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
