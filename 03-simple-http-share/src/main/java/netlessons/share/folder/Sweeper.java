package netlessons.share.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Walks through the folder, at the start and now and then, and deletes the temporary files that servers have left behind
 * which were killed. It follows no links.
 */
final class Sweeper implements Closeable {
    private static final Duration OFTEN = Duration.ofHours(1);

    private final Path root;
    private final Duration keep;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sweeper");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;

    /** One that does not sweep by itself. */
    Sweeper(Path root, Duration keep) {
        this.root = root;
        this.keep = keep;
    }

    /** @param keep how long a file stays that nobody has open, from the last time that somebody wrote to it */
    static Sweeper start(Path root, Duration keep) {
        Sweeper sweeper = new Sweeper(root, keep);
        long pause = Math.max(1, Math.min(keep.toMillis(), OFTEN.toMillis()));
        sweeper.clock.scheduleWithFixedDelay(sweeper::sweep, 0, pause, TimeUnit.MILLISECONDS);
        return sweeper;
    }

    void sweep() {
        try {
            Files.walkFileTree(root, new Visitor());
        } catch (IOException | RuntimeException e) {
            // the next sweep may get further
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            try {
                Temporary.sweep(file, attributes, keep);
            } catch (IOException e) {
                // gone meanwhile, or not for us to delete
            }
            return closed ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // gone meanwhile, or not for us to read
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            return FileVisitResult.CONTINUE; // the same
        }
    }

    /** One that is under way ends soon. */
    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
    }
}
