package netlessons.downloader.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the names in a folder durable. A file whose name is only in memory would be gone after a power failure, however
 * well its bytes are kept. Safe for use by many threads: one force serves all who came before it began.
 */
final class FolderForce {
    private final Path dir;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** How many forces have begun, whether one is under way, and which was the last that went well. */
    private long begun;

    private boolean busy;
    private long good;

    FolderForce(Path dir) {
        this.dir = dir;
    }

    // @start region=force
    /** Returns when all names that the folder had when this was called are on the disk. */
    void force() throws IOException {
        lock.lock();
        try {
            long wanted = begun + 1; // one that is under way may have looked at the folder already
            while (good < wanted) {
                if (busy) {
                    changed.awaitUninterruptibly();
                } else {
                    forceForAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }
    // @end

    private void forceForAll() throws IOException {
        long number = ++begun;
        busy = true;
        lock.unlock();
        boolean done = false;
        try {
            Disk.force(dir);
            done = true;
        } finally {
            lock.lock();
            busy = false;
            good = done ? number : good;
            changed.signalAll();
        }
    }
}
