package netlessons.webserver;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives each accepted connection to an executor. An executor that runs the task itself, in the accepting thread, makes
 * a server for one client at a time; one that starts a thread makes a server for many. There is no other difference.
 */
final class BlockingEngine implements Engine {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);

    private final Executor executor;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    BlockingEngine(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void serve(ServerSocketChannel listener, Service service) {
        startClock(listener);
        Acceptor.accept(listener, service.limits().connections(), connections::size, client -> start(client, service));
    }

    // @start region=start
    private void start(SocketChannel client, Service service) throws IOException {
        Connection connection = new Connection(client, service);
        connections.add(connection);
        try {
            if (stopping) { // it came too late; had it come a moment earlier, stop would have seen it
                throw new ClosedChannelException();
            }
            executor.execute(task(connection));
        } catch (IOException | RuntimeException | Error e) { // no thread, or no memory, to be had
            connections.remove(connection);
            client.close();
            throw e;
        }
    }

    private Runnable task(Connection connection) {
        return () -> Quietly.run(() -> {
            try (connection) {
                connection.serve();
            } finally {
                connections.remove(connection);
            }
        });
    }
    // @end

    /** Looks at every connection a few times a second, for as long as there is something to look at. */
    private void startClock(ServerSocketChannel listener) {
        Runnable clock = () -> {
            while (listener.isOpen() || !connections.isEmpty()) {
                try {
                    long now = System.nanoTime();
                    connections.forEach(connection ->
                            Quietly.run(() -> connection.patience().check(now)));
                } catch (OutOfMemoryError e) {
                    // A server without a clock would wait for ever: go on, and it may give memory back.
                }
                LockSupport.parkNanos(TICK);
            }
        };
        Thread thread = new Thread(clock, "clock");
        thread.setDaemon(true);
        thread.start();
    }

    // @start region=stop
    @Override
    public void stop(Limits limits) throws InterruptedException {
        stopping = true;
        long end = System.nanoTime() + limits.grace().toNanos();
        try {
            while (!connections.isEmpty() && System.nanoTime() < end) {
                // Again and again: a connection may have been accepted, or have become idle, a moment ago.
                connections.forEach(
                        connection -> Quietly.run(() -> connection.patience().stop()));
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } finally {
            connections.forEach(connection -> Quietly.run(connection::close));
        }
    }
    // @end
}
