package netlessons.upload.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps sending what is new or has changed: looks at the folders again and again, and sends what has settled. Between
 * that there is no connection.
 */
final class Watch {
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Looking is to take this part of the time at most, however many files there are. */
    private static final int SHARE = 10;

    private final List<Path> paths;
    private final boolean hidden;
    private final SendSettings settings;
    private final Settling settling;
    private final WatchProgress progress;
    private final Set<Path> told = new HashSet<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Sender sender;

    /** @param settle how long a file has to stay as it is before it is sent */
    Watch(List<Path> paths, boolean hidden, Duration settle, SendSettings settings, Progress progress) {
        this.paths = paths;
        this.hidden = hidden;
        this.settings = settings.withSteady(true);
        this.settling = new Settling(settle);
        this.progress = new WatchProgress(progress, settling);
    }

    /** Returns when somebody has stopped it. */
    Summary run() throws InterruptedException {
        while (stopped.getCount() > 0) {
            long start = System.nanoTime();
            List<Item> due = look();
            long pause = Math.max(POLL.toNanos(), SHARE * (System.nanoTime() - start));
            if (!due.isEmpty()) {
                send(due);
            }
            stopped.await(pause, TimeUnit.NANOSECONDS);
        }
        return progress.end();
    }

    /** For any thread. */
    void stop() {
        stopped.countDown();
        Sender current = sender;
        if (current != null) {
            current.stop();
        }
    }

    private void send(List<Item> due) throws InterruptedException {
        sender = new Sender(settings, progress);
        if (stopped.getCount() > 0) {
            sender.send(sink -> {
                for (Item item : due) {
                    sink.found(item);
                }
            });
        }
        sender = null;
    }

    private List<Item> look() throws InterruptedException {
        List<Item> due = new ArrayList<>();
        Set<Path> faults = new HashSet<>();
        Scan scan = new Scan(hidden, new Scan.Sink() {
            @Override
            public void found(Item item) {
                if (settling.isDue(item, System.nanoTime())) {
                    due.add(item);
                }
            }

            @Override
            public void skipped(Path path, String reason) {
                faults.add(path);
                if (!told.contains(path)) {
                    progress.skipped(path, reason);
                }
            }

            @Override
            public void failed(Path path, String name, Fault fault) {
                boolean vanished = fault.code().equals(Fault.GONE) && !paths.contains(path);
                if (!vanished && faults.add(path) && !told.contains(path)) {
                    progress.failed(path, name, fault);
                }
            }
        });
        for (Path path : paths) {
            scan.path(path);
        }
        settling.endRound();
        told.retainAll(faults);
        told.addAll(faults);
        return due;
    }
}
