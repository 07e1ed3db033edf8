package netlessons.ftp.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Walks through folders, at the start and now and then, and deletes the temporary files that servers have left behind
 * which were killed. It follows no links.
 */
public final class Sweeper implements Closeable {
    private static final Duration OFTEN = Duration.ofHours(1);

    /** Each folder on the way down takes an open file, and whoever may make folders says how deep they are. */
    private static final int DEEPEST = 100;

    /** So many files are looked at in one go, then it rests: whoever waits for the disk or the processor comes first. */
    private static final int SPELL = 1000;

    private static final long REST = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Path> roots;
    private final Duration keep;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sweeper");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;

    /**
     * One that does not sweep by itself.
     *
     * @param roots real paths
     */
    Sweeper(Collection<Path> roots, Duration keep) {
        this.roots = List.copyOf(roots);
        this.keep = keep;
    }

    /**
     * @param roots real paths
     * @param keep how long a file stays that nobody has open, from the last time that somebody wrote to it
     */
    public static Sweeper start(Collection<Path> roots, Duration keep) {
        Sweeper sweeper = new Sweeper(roots, keep);
        long pause = Math.max(1, Math.min(keep.toMillis(), OFTEN.toMillis()));
        sweeper.clock.scheduleWithFixedDelay(sweeper::sweep, 0, pause, TimeUnit.MILLISECONDS);
        return sweeper;
    }

    void sweep() {
        for (Path root : roots) {
            try {
                Files.walkFileTree(root, Set.of(), DEEPEST, new Visitor(root));
            } catch (IOException | RuntimeException e) {
                // the next sweep may get further
            }
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private int seen;

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            try {
                Temporary.sweep(root, file, attributes, keep);
            } catch (IOException e) {
                // gone meanwhile, or not for us to delete
            }
            return next();
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return next(); // gone meanwhile, or not for us to read
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            return next(); // the same
        }

        private FileVisitResult next() {
            if (++seen % SPELL == 0) {
                LockSupport.parkNanos(REST);
            }
            return closed ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
    }

    /** One that is under way ends soon. */
    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
    }
}
