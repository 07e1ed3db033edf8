package netlessons.upload.receive;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The connections that are served, each by a thread of its own. Safe for use by many threads. */
final class Connections {
    /** When the grace is over: for the last words, and for what a disk is at. */
    private static final Duration LAST = Duration.ofSeconds(2);

    private final Store store;
    private final Limits limits;
    private final Executor executor;
    private final Consumer<String> log;
    private final Decoders decoders;
    private final Crowd crowd;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Connections(Store store, Limits limits, Executor executor, Consumer<String> log) {
        this.store = store;
        this.limits = limits;
        this.executor = executor;
        this.log = log;
        this.decoders = new Decoders(limits.message());
        this.crowd = new Crowd(limits.connections(), limits.connectionsPerAddress());
    }

    // @start region=start
    /**
     * Serves the client from now on, and closes its channel in the end.
     *
     * @return false if there are too many already; then the channel is the caller's
     */
    boolean start(SocketChannel client, InetAddress address) throws IOException {
        if (!crowd.enter(address)) {
            return false;
        }
        Connection connection = null;
        try {
            connection = new Connection(client, store, limits, decoders, log);
            open.add(connection);
            if (stopping) { // it came too late; had it come a moment earlier, stop would have seen it
                throw new ClosedChannelException();
            }
            executor.execute(task(connection, address));
            return true;
        } catch (IOException | RuntimeException | Error e) { // no thread, or no memory, to be had
            leave(connection, address);
            client.close();
            throw e;
        }
    }

    private Runnable task(Connection connection, InetAddress address) {
        return () -> Quietly.run(() -> {
            try (connection) {
                connection.serve();
            } finally {
                leave(connection, address);
            }
        });
    }
    // @end

    private void leave(Connection connection, InetAddress address) {
        if (connection != null) {
            open.remove(connection);
        }
        crowd.leave(address);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Ends what takes too long. For the clock. */
    void check(long now) {
        open.forEach(connection -> Quietly.run(() -> connection.patience().check(now)));
    }

    // @start region=stop
    /** Lets open uploads finish within {@link Limits#grace}, then interrupts what is left. */
    void stop() throws InterruptedException {
        stopping = true;
        // Again and again: a connection may have been accepted, or have finished its upload, a moment ago.
        await(limits.grace(), () -> each(connection -> connection.patience().stop()));
        await(LAST, () -> each(connection -> connection.patience().stopNow()));
        each(Connection::close);
        await(LAST, () -> {});
    }

    private void await(Duration limit, Runnable meanwhile) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!open.isEmpty() && System.nanoTime() < end) {
            meanwhile.run();
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private interface Action {
        void on(Connection connection) throws IOException;
    }

    private void each(Action action) {
        open.forEach(connection -> Quietly.run(() -> action.on(connection)));
    }
    // @end
}
