package netlessons.downloader.file;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.downloader.text.Units;

/**
 * Who may still write how much. A file reserves what it announces, so that ten files of which each alone would fit do not
 * fill the disk together and all fail. Safe for use by many threads.
 */
final class Space {
    /** How long we believe what the disk has said: others write to it as well. */
    private static final long MEMORY = TimeUnit.MILLISECONDS.toNanos(100);

    /** What a file of unknown size reserves at a time. */
    private static final long PIECE = 1 << 20;

    private final Path dir;
    private final long minFree;
    private final ReentrantLock lock = new ReentrantLock();

    /** Promised to files, and not yet written. */
    private long reserved;

    /** What the disk has said, when, and what was written since. */
    private long usable;

    private long asked = System.nanoTime() - MEMORY;
    private long written;

    /** @param minFree bytes of the disk that stay free */
    Space(Path dir, long minFree) {
        this.dir = dir;
        this.minFree = minFree;
    }

    /** Room for one file, of no bytes yet. */
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
        if (wanted > free || now - asked >= MEMORY) {
            usable = dir.toFile().getUsableSpace();
            asked = now;
            written = 0;
            free = usable - minFree - reserved;
        }
        return free;
    }

    /** What one file may still write. Safe for use by many threads. */
    final class Reservation {
        private long left;

        // @start region=reserve
        /** Sets so many bytes aside for the file, in place of those that were set aside before. */
        void reserve(long bytes) throws DiskFault {
            lock.lock();
            try {
                release();
                long free = free(bytes);
                if (bytes > free) {
                    throw DiskFault.ofOne("the disk has only " + Units.size(Math.max(0, free)) + " left, and "
                            + Units.size(bytes) + " are needed");
                }
                left = bytes;
                reserved += bytes;
            } finally {
                lock.unlock();
            }
        }
        // @end

        /** So many bytes will be written now. Where more come than were announced, room is looked for piece by piece. */
        void use(long bytes) throws DiskFault {
            lock.lock();
            try {
                if (bytes > left) {
                    reserve(bytes + PIECE <= free(bytes + PIECE) + left ? bytes + PIECE : bytes);
                }
                left -= bytes;
                reserved -= bytes;
                written += bytes;
            } finally {
                lock.unlock();
            }
        }

        /** The rest will not be written. Once more does nothing. */
        void release() {
            lock.lock();
            try {
                reserved -= left;
                left = 0;
            } finally {
                lock.unlock();
            }
        }
    }
}
