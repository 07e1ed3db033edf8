package netlessons.upload.receive;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The receiver's clock: looks a few times a second whether somebody's time is over, and has the folder swept. */
final class Clock {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);

    /** Parts are looked for so many times in the time that they are kept... */
    private static final int SWEEPS = 8;

    /** ...but not all the time, nor so seldom that a count of the folder is of no use. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Connections connections;
    private final Busy busy;
    private final Store store;
    private final Executor executor;
    private final long between;
    private final AtomicBoolean sweeping = new AtomicBoolean();

    /** @param keep how long parts of files are kept */
    Clock(Connections connections, Busy busy, Store store, Executor executor, Duration keep) {
        this.connections = connections;
        this.busy = busy;
        this.store = store;
        this.executor = executor;
        long wanted = keep.toNanos() / SWEEPS;
        this.between = Math.max(SHORTEST.toNanos(), Math.min(LONGEST.toNanos(), wanted));
    }

    /** Clockes in a thread of its own, for as long as the receiver is open or there is somebody inside. */
    void start(BooleanSupplier open) {
        Thread thread = new Thread(() -> run(open), "clock");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(BooleanSupplier open) {
        long nextSweep = System.nanoTime();
        while (open.getAsBoolean() || !connections.isEmpty()) {
            try {
                long now = System.nanoTime();
                connections.check(now);
                busy.check(now);
                if (open.getAsBoolean() && now - nextSweep >= 0) {
                    nextSweep = now + between;
                    sweep();
                }
            } catch (RuntimeException | OutOfMemoryError e) {
                // No thread or no memory to be had: without a clock we would wait for ever, so go on.
            }
            LockSupport.parkNanos(TICK);
        }
    }

    private void sweep() {
        if (sweeping.compareAndSet(false, true)) {
            boolean started = false;
            try {
                executor.execute(() -> {
                    Quietly.run(store::sweep);
                    sweeping.set(false);
                });
                started = true;
            } finally {
                if (!started) {
                    sweeping.set(false);
                }
            }
        }
    }
}
