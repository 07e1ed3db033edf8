package netlessons.downloader.fetch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.downloader.progress.Summary;
import netlessons.downloader.progress.Track;

/** Counts the files of a run and what becomes of them, and knows when all is over. Safe for threads. */
final class Tally {
    private final long start = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch end = new CountDownLatch(1);
    private int expected;
    private int begun;
    private int underWay;
    private int done;
    private int resumable;
    private long bytes;
    private boolean noMore;
    private boolean disk;
    private boolean checksum;
    private boolean interrupted;
    private boolean open; // there might have been more files when it was interrupted

    /** @param number of files, as far as that is known before: those that are never begun count as failed */
    Tally(int number) {
        expected = number;
    }

    /** @return the number of the file, from 1; 0 if none is to be begun any more */
    int begin() {
        lock.lock();
        try {
            if (noMore) {
                return 0;
            }
            underWay++;
            return ++begun;
        } finally {
            lock.unlock();
        }
    }

    void end(Track track, Outcome outcome) {
        lock.lock();
        try {
            underWay--;
            done += outcome.kind() == Outcome.Kind.DONE ? 1 : 0;
            resumable += outcome.kept() ? 1 : 0;
            bytes += outcome.kind() == Outcome.Kind.DONE || outcome.kept() ? track.bytes() - track.kept() : 0;
            checksum |= outcome.kind() == Outcome.Kind.CHECKSUM;
            disk |= outcome.kind() == Outcome.Kind.DISK || outcome.kind() == Outcome.Kind.NOT_WRITTEN;
            noMore |= outcome.kind() == Outcome.Kind.DISK; // the next one would meet the same
            endIfAllIsDone();
        } finally {
            lock.unlock();
        }
    }

    /** No file is begun any more. */
    void noMore() {
        lock.lock();
        try {
            noMore = true;
            endIfAllIsDone();
        } finally {
            lock.unlock();
        }
    }

    /** The same, since somebody wants it so. */
    void interrupt() {
        lock.lock();
        try {
            interrupted = true;
            open |= !noMore;
        } finally {
            lock.unlock();
        }
        noMore();
    }

    /** Once that is so it stays so. */
    private void endIfAllIsDone() {
        if (noMore && underWay == 0) {
            end.countDown();
        }
    }

    void awaitEnd() throws InterruptedException {
        end.await();
    }

    Summary summary(Path folder) {
        lock.lock();
        try {
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            int failed = Math.max(expected, begun) - done;
            boolean stopped = interrupted && (failed > 0 || open);
            return new Summary(done, failed, resumable, bytes, time, folder, stopped, disk, checksum);
        } finally {
            lock.unlock();
        }
    }
}
