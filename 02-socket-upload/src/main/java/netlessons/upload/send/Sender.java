package netlessons.upload.send;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.upload.protocol.Code;

/** Sends files: one thread finds them, one for each connection sends them, and a clock looks after them all. */
final class Sender {
    /** Finds what is to be sent. */
    interface Source {
        void find(Scan.Sink sink) throws InterruptedException;
    }

    private static final long TICK = 100;

    /** When the sender is stopped: for the last answers, and then for the threads to end. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(3);

    private final SendSettings settings;
    private final Progress progress;
    private final Tally tally = new Tally();
    private final Job job;
    private final Set<Liveness> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger talking = new AtomicInteger();
    private volatile long stoppedAt;

    /** For one call of {@link #send}. */
    Sender(SendSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        this.job = new Job(settings, progress, tally);
    }

    /** Returns when all is sent, or has failed for good, or the sender was stopped. */
    Summary send(Source source) throws InterruptedException {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(2, task -> daemon(task, "clock"));
        clock.scheduleWithFixedDelay(this::check, TICK, TICK, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(() -> progress.show(tally.now()), TICK, TICK, TimeUnit.MILLISECONDS);
        Thread scan = daemon(() -> scan(source), "scan");
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < settings.connections(); i++) {
            workers.add(daemon(this::work, "connection-" + i));
        }
        try {
            scan.start();
            workers.forEach(Thread::start);
            for (Thread worker : workers) {
                while (worker.isAlive() && !isLate(2 * GRACE)) { // a connection in the making cannot be interrupted
                    worker.join(TICK);
                }
            }
        } finally {
            stopScan(scan);
            clock.shutdownNow();
        }
        job.finish();
        Summary summary = new Summary(tally.now(), job.isStopped());
        progress.show(summary.now());
        progress.finished(summary);
        return summary;
    }

    /** Lets what can be resumed for another time, and waits a moment for what is nearly done. For any thread. */
    void stop() {
        stoppedAt = System.nanoTime();
        job.stop();
    }

    private void scan(Source source) {
        try {
            source.find(new Found(job));
            tally.foundAll();
        } catch (InterruptedException e) {
            // nobody wants to know any more
        } catch (RuntimeException | Error e) {
            tally.failed();
            progress.failed(Path.of(""), "files", Fault.of(Code.INTERNAL, "The sender has a fault: " + e));
            throw e;
        } finally {
            job.backlog().complete();
        }
    }

    private void work() {
        try {
            new Worker(job, connections, talking).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            job.giveUp(Fault.of(Code.INTERNAL, "The sender has a fault: " + e));
            throw e;
        }
    }

    private void check() {
        long now = System.nanoTime();
        boolean late = isLate(GRACE);
        for (Liveness connection : connections) {
            if (late) {
                connection.end();
            } else {
                connection.check(now);
            }
        }
    }

    private boolean isLate(long grace) {
        return job.isStopped() && System.nanoTime() - stoppedAt > grace;
    }

    private static void stopScan(Thread scan) throws InterruptedException {
        scan.interrupt();
        scan.join(TimeUnit.NANOSECONDS.toMillis(GRACE));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
