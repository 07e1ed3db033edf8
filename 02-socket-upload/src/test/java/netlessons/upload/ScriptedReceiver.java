package netlessons.upload;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import netlessons.testkit.Listener;
import netlessons.testkit.SenderRun;
import netlessons.testkit.SenderTarget;
import netlessons.testkit.Wire;

/**
 * A receiver for tests of senders: each connection is played by a script, in a thread of its own, since a sender may make
 * several. What fails in a script fails the test, when it waits for the sender.
 */
final class ScriptedReceiver implements AutoCloseable {
    /** What happens on one connection; it is closed at the end. */
    interface Script {
        /** @param connection 0 for the first one */
        void play(FrameWire wire, int connection) throws Exception;
    }

    private static final Duration A_MOMENT = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final Listener listener;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<FrameWire> wires = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private ScriptedReceiver(Listener listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    static ScriptedReceiver start(SenderTarget sender, Script script) {
        ScriptedReceiver receiver = new ScriptedReceiver(sender.listen(), script);
        receiver.start(receiver::accept);
        return receiver;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    int port() {
        return listener.port();
    }

    /** How many connections have been made by now. */
    int connections() {
        return connections.get();
    }

    /**
     * Waits until the sender has ended, and gives back its exit status.
     *
     * @throws AssertionError if it does not end, or a script has failed
     */
    int await(SenderRun run) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (run.running() && failure.get() == null && System.nanoTime() < deadline) {
            LockSupport.parkNanos(A_MOMENT.toNanos());
        }
        check();
        int status = run.await(A_MOMENT);
        // The last words of the sender may still be on their way through a script.
        threads.forEach(thread -> join(thread, Duration.ofSeconds(10)));
        check();
        return status;
    }

    /** The same; the exit status has to be 0. */
    void expectSuccess(SenderRun run) {
        await(run);
        run.expectSuccess();
    }

    /** The same; the exit status must not be 0. */
    void expectFailure(SenderRun run) {
        await(run);
        run.expectFailure();
    }

    private void check() {
        Throwable thrown = failure.get();
        if (thrown instanceof AssertionError error) {
            throw error;
        } else if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, "scripted receiver");
        thread.setDaemon(true);
        if (!closed) {
            threads.add(thread);
        }
        thread.start();
    }

    private void accept() {
        threads.remove(Thread.currentThread());
        while (!closed) {
            try {
                Optional<Wire> wire = listener.accept(Duration.ofSeconds(1));
                if (wire.isPresent()) {
                    FrameWire frames = FrameWire.accepted(wire.get());
                    wires.add(frames);
                    int number = connections.getAndIncrement();
                    start(() -> play(frames, number));
                } else {
                    LockSupport.parkNanos(A_MOMENT.toNanos());
                }
            } catch (RuntimeException e) {
                return; // closed
            }
        }
    }

    private void play(FrameWire wire, int number) {
        try (wire) {
            script.play(wire, number);
        } catch (Exception | AssertionError e) {
            if (!closed) {
                failure.compareAndSet(null, e);
            }
        }
    }

    /** Refuses whoever comes from now on. */
    void refuse() {
        listener.close();
    }

    private static void join(Thread thread, Duration limit) {
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        listener.close();
        wires.forEach(FrameWire::close);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        for (Thread thread : threads) {
            join(thread, Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        }
    }
}
