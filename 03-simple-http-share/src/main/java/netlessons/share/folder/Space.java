package netlessons.share.folder;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may still write how much. An upload reserves what it announces, so that ten uploads of which each alone would fit
 * do not fill the disk together and all fail. Safe for use by many threads.
 */
final class Space {
    /** What an upload of unknown size reserves at a time. */
    private static final long PIECE = 1 << 20;

    private final Path dir;
    private final long leastFree;
    private final long quota;
    private final ReentrantLock lock = new ReentrantLock();

    /** Promised to uploads, and not yet written. */
    private long reserved;

    /** Of the quota: what uploads have brought, or may still bring. */
    private long taken;

    /**
     * @param leastFree bytes of the disk that stay free
     * @param quota most bytes that all uploads together may bring; Long.MAX_VALUE for any number
     */
    Space(Path dir, long leastFree, long quota) {
        this.dir = dir;
        this.leastFree = leastFree;
        this.quota = quota;
    }

    /** How many bytes uploads may still bring, as it is now. */
    long room() {
        lock.lock();
        try {
            long disk = dir.toFile().getUsableSpace() - leastFree - reserved;
            return Math.max(0, Math.min(quota - taken, disk));
        } finally {
            lock.unlock();
        }
    }

    /** Room for one upload, of no bytes yet. */
    Reservation reservation() {
        return new Reservation();
    }

    /** The room of one upload. For one thread. */
    final class Reservation implements Closeable {
        private long left;
        private long all;
        private boolean kept;

        // @start region=reserve
        /** @throws Refused if there is not so much */
        void reserve(long bytes) throws Refused {
            lock.lock();
            try {
                if (bytes > quota - taken) {
                    throw new Refused(Refused.Reason.NO_ROOM, "There is no room left for uploads.");
                } else if (bytes > dir.toFile().getUsableSpace() - leastFree - reserved) {
                    throw new Refused(Refused.Reason.NO_ROOM, "The disk is full.");
                }
                reserved += bytes;
                taken += bytes;
                left += bytes;
                all += bytes;
            } finally {
                lock.unlock();
            }
        }
        // @end

        /** So many are still to come. */
        void expect(long bytes) throws Refused {
            if (bytes > left) {
                reserve(bytes - left);
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

        /** So many bytes are about to be written. */
        void use(long bytes) throws Refused {
            if (bytes > left) {
                reserve(Math.max(PIECE, bytes - left));
            }
            lock.lock();
            try {
                reserved -= bytes;
                left -= bytes;
            } finally {
                lock.unlock();
            }
        }

        /** What was written stays. */
        void keep() {
            kept = true;
        }

        /** Gives back what was not used; or all of it, unless it is kept. Once more does nothing. */
        @Override
        public void close() {
            lock.lock();
            try {
                reserved -= left;
                taken -= kept ? left : all;
                all -= kept ? left : all;
                left = 0;
            } finally {
                lock.unlock();
            }
        }
    }
}
