package netlessons.upload.receive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.upload.protocol.Code;

/**
 * Who may still write how much. An upload reserves what it announces, so that ten uploads of which each alone would fit
 * do not fill the disk together and all fail. Safe for use by many threads.
 */
final class Space {
    /** How long we believe what the disk has said: others write to it as well. */
    private static final long MEMORY = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path dir;
    private final long minFree;
    private final long quota;
    private final ReentrantLock lock = new ReentrantLock();

    /** Promised to uploads, and not yet written. */
    private long reserved;

    /** Uploads that have reserved something and are not over: one that gets its name has two for a moment. */
    private int open;

    /** What lies in the folder, as far as we know. */
    private long used;

    /** What the disk has said, when, and what was written since. */
    private long usable;

    private long asked;
    private long written;

    /** Tells a count of the folder that something has changed meanwhile. */
    private long changes;

    /**
     * Of an empty folder.
     *
     * @param minFree bytes of the disk that stay free
     * @param quota most bytes in the folder, or Long.MAX_VALUE
     */
    Space(Path dir, long minFree, long quota) {
        this.dir = dir;
        this.minFree = minFree;
        this.quota = quota;
    }

    /** Room for one upload, of no bytes yet. */
    Reservation reservation() {
        return new Reservation();
    }

    /**
     * What is left of the disk. What others have reserved is not written yet. What was written since the disk was asked we
     * know ourselves, so that it need not be asked for each of ten thousand small files; unless the answer would be no.
     */
    private long free(long wanted) {
        long now = System.nanoTime();
        long free = usable - written - minFree - reserved;
        if (wanted > free || now - asked > MEMORY) {
            usable = dir.toFile().getUsableSpace();
            asked = now;
            written = 0;
            free = usable - minFree - reserved;
        }
        return free;
    }

    /** A file of so many bytes has gone from the folder. */
    void freed(long bytes) {
        change(0, -bytes);
    }

    private void change(long ofReserved, long ofUsed) {
        lock.lock();
        try {
            written += Math.max(0, ofUsed);
            reserved += ofReserved;
            used = Math.max(0, used + ofUsed);
            changes++;
        } finally {
            lock.unlock();
        }
    }

    /** Counts what is there anew, with files that others have put or taken; unless it changes under the count. */
    void count(Counting counting) throws IOException {
        long before = changes();
        Counted counted = counting.count();
        lock.lock();
        try {
            if (changes == before && open == 0) {
                used = counted.left();
            } else {
                used = Math.max(0, used - counted.gone());
            }
        } finally {
            lock.unlock();
        }
    }

    private long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    interface Counting {
        Counted count() throws IOException;
    }

    /**
     * What a count has found.
     *
     * @param left bytes that are there
     * @param gone bytes that were there before the count and that it has deleted
     */
    record Counted(long left, long gone) {}

    /** What one upload may still write. For one thread at a time. */
    final class Reservation {
        private long left;
        private boolean isOpen;

        // @start region=reserve
        /**
         * Sets so many bytes aside for the upload.
         *
         * @throws Rejection NO_SPACE or QUOTA
         */
        void reserve(long bytes) throws Rejection {
            lock.lock();
            try {
                if (bytes > free(bytes)) {
                    throw new Rejection(Code.NO_SPACE, "There is not enough room on the disk.");
                } else if (bytes > quota - used - reserved) {
                    throw new Rejection(Code.QUOTA, "The receiver may not hold as much.");
                }
                left += bytes;
                open += isOpen ? 0 : 1;
                isOpen = true;
                change(bytes, 0);
            } finally {
                lock.unlock();
            }
        }
        // @end

        /** So much of it lies on the disk now. */
        void written(long bytes) {
            left -= bytes;
            change(-bytes, bytes);
        }

        /** So much of it is gone again, and is to be written once more. */
        void again(long bytes) {
            left += bytes;
            change(bytes, -bytes);
        }

        /** So much of it, all written, is gone for good. */
        void freed(long bytes) {
            change(0, -bytes);
        }

        /** The rest will not be written. Once more does nothing. */
        void release() {
            lock.lock();
            try {
                open -= isOpen ? 1 : 0;
                isOpen = false;
                change(-left, 0);
                left = 0;
            } finally {
                lock.unlock();
            }
        }
    }
}
