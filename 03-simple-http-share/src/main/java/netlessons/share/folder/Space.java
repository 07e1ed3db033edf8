package netlessons.share.folder;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import netlessons.share.folder.Refused.Reason;

/**
 * Who may still write how much. An upload reserves what it announces, so that ten uploads of which each alone would fit
 * do not fill the disk together and all fail. Safe for use by many threads.
 */
final class Space {
    /** How long we believe what the disk has said: others write to it as well. */
    private static final long MEMORY = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier disk;
    private final long minFree;
    private final long quota;
    private final ReentrantLock lock = new ReentrantLock();

    /** Promised to uploads, and not yet written. */
    private long reserved;

    /** Of the quota: what uploads have brought, or may still bring. */
    private long taken;

    /** What the disk has said, when, and what was written since. */
    private long usable;

    private long asked;
    private long written;

    /**
     * @param minFree bytes of the disk that stay free
     * @param quota most bytes that all uploads together may bring; Long.MAX_VALUE for any number
     */
    Space(Path dir, long minFree, long quota) {
        this(() -> dir.toFile().getUsableSpace(), minFree, quota);
    }

    /** @param disk tells how many bytes are free */
    Space(LongSupplier disk, long minFree, long quota) {
        this.disk = disk;
        this.minFree = minFree;
        this.quota = quota;
        this.asked = System.nanoTime() - MEMORY - 1;
    }

    /** How many bytes uploads may still bring, as it is now. */
    long room() {
        lock.lock();
        try {
            long left = disk.getAsLong() - minFree - reserved;
            return Math.max(0, Math.min(quota - taken, left));
        } finally {
            lock.unlock();
        }
    }

    /** Room for one upload, of no bytes yet. */
    Reservation reservation() {
        return new Reservation();
    }

    /** What is left of the disk. It is asked seldom, for small pieces come often; unless the answer would be no. */
    private long free(long wanted) {
        long now = System.nanoTime();
        long free = usable - written - minFree - reserved;
        if (wanted > free || now - asked > MEMORY) {
            usable = disk.getAsLong();
            asked = now;
            written = 0;
            free = usable - minFree - reserved;
        }
        return free;
    }

    /** The room of one upload. Safe for threads. */
    final class Reservation implements Closeable {
        private long left;
        private long all;
        private boolean kept;

        /** @throws Refused if there is not so much */
        void reserve(long bytes) throws Refused {
            lock.lock();
            try {
                if (bytes > quota - taken) {
                    throw new Refused(
                            Reason.NO_ROOM, "The server takes no more than this in all: its quota is used up.");
                } else if (bytes > free(bytes)) {
                    throw new Refused(Reason.NO_ROOM, "The disk is full.");
                }
                reserved += bytes;
                taken += bytes;
                left += bytes;
                all += bytes;
            } finally {
                lock.unlock();
            }
        }

        /** So many are still to come. */
        void expect(long bytes) throws Refused {
            lock.lock();
            try {
                if (bytes > left) {
                    reserve(bytes - left);
                }
            } finally {
                lock.unlock();
            }
        }

        /** Gives back what was not used. */
        void rest() {
            lock.lock();
            try {
                reserved -= left;
                taken -= left;
                all -= left;
                left = 0;
            } finally {
                lock.unlock();
            }
        }

        /**
         * So many bytes have been written. Their room stays reserved until then: if the disk is asked in between, they count
         * twice for a moment; the other way they would not count at all.
         */
        void used(long bytes) {
            lock.lock();
            try {
                reserved -= bytes;
                left -= bytes;
                written += bytes;
            } finally {
                lock.unlock();
            }
        }

        /** What was written stays. */
        void keep() {
            lock.lock();
            try {
                kept = true;
            } finally {
                lock.unlock();
            }
        }

        /** Gives back what was not used; or all of it, unless it is kept. Once more does nothing. */
        @Override
        public void close() {
            lock.lock();
            try {
                long back = kept ? left : all;
                reserved -= left;
                taken -= back;
                all -= back;
                left = 0;
            } finally {
                lock.unlock();
            }
        }
    }
}
