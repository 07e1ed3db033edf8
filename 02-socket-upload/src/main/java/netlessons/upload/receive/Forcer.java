package netlessons.upload.receive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes files durable. That takes next to nothing or seconds, and only the disk knows which: while it takes long the
 * client gets signs of life, and several files are forced at once, because a disk can write many of them in the time of
 * one. Safe for use by many threads.
 */
final class Forcer {
    /** A file system that takes longer for a small file has a real disk under it. */
    private static final long SLOW = TimeUnit.MICROSECONDS.toNanos(200);

    /** What is bigger may take seconds. */
    private static final long SMALL = 4 << 20;

    private static final int AT_ONCE = 16;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Executor executor;

    Forcer(Executor executor) {
        this.executor = executor;
    }

    /** One file to be made durable, and what becomes of that. */
    interface Task {
        /** In bytes. */
        long size();

        /** Never throws. */
        void force();
    }

    // @start region=force
    /**
     * Forces all of them.
     *
     * @throws IOException if the client has gone meanwhile; then some are not forced, but none is under way
     */
    void force(List<? extends Task> files, Signs signs) throws IOException {
        AtomicInteger next = new AtomicInteger();
        boolean fast = true;
        while (fast && next.get() < files.size() && files.get(next.get()).size() <= SMALL) {
            long start = System.nanoTime();
            files.get(next.getAndIncrement()).force();
            fast = System.nanoTime() - start < SLOW;
        }
        int left = files.size() - next.get();
        if (left > 0) {
            elsewhere(files, next, Math.min(left, AT_ONCE), signs);
        }
    }

    private void elsewhere(List<? extends Task> files, AtomicInteger next, int threads, Signs signs)
            throws IOException {
        CountDownLatch running = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> {
                try {
                    for (int at = next.getAndIncrement(); at < files.size(); at = next.getAndIncrement()) {
                        files.get(at).force();
                    }
                } finally {
                    running.countDown();
                }
            });
        }
        IOException gone = null;
        boolean interrupted = false;
        for (boolean done = false; !done; ) {
            try {
                done = running.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                if (!done && gone == null) {
                    signs.ofLife();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                gone = new InterruptedIOException("Interrupted while a file was made durable");
                next.set(files.size());
            } catch (IOException e) {
                gone = e; // nothing more is begun; but whoever closes the files must not meet those threads
                next.set(files.size());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (gone != null) {
            throw gone;
        }
    }
    // @end
}
