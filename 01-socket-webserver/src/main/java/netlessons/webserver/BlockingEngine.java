package netlessons.webserver;

import java.io.IOException;
import java.nio.ByteBuffer;
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
    private static final System.Logger LOGGER = System.getLogger(BlockingEngine.class.getName());
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);

    private final Executor executor;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    BlockingEngine(Executor executor) {
        this.executor = executor;
    }

    // @start region=accept
    @Override
    public void serve(ServerSocketChannel listener, Service service) {
        startClock(listener);
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                quietly(() -> start(client, service));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | OutOfMemoryError e) {
                // Too many open files, most likely; to write a log would want one more. It passes when somebody
                // leaves; until then new clients wait, and we do not spin.
                LockSupport.parkNanos(TICK);
            }
        }
    }

    private void start(SocketChannel client, Service service) throws IOException {
        if (connections.size() >= service.limits().connections()) {
            turnAway(client);
            return;
        }
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
        return () -> quietly(() -> {
            try (connection) {
                connection.serve();
            } finally {
                connections.remove(connection);
            }
        });
    }
    // @end

    /** Says 503 if that is possible without waiting: the accepting thread must not depend on any client. */
    private static void turnAway(SocketChannel client) throws IOException {
        try (client) {
            client.configureBlocking(false);
            Response busy = Service.refuse(new HttpError(503, "Too many connections at the moment."));
            Content.Bytes page = (Content.Bytes) busy.content();
            client.write(
                    new ByteBuffer[] {ByteBuffer.wrap(ResponseHead.encode(busy, "close")), ByteBuffer.wrap(page.bytes())
                    });
            client.shutdownOutput();
            client.read(ByteBuffer.allocate(8 << 10)); // what has come and is left unread would destroy the 503
        }
    }

    /** Looks at every connection a few times a second, for as long as there is something to look at. */
    private void startClock(ServerSocketChannel listener) {
        Runnable clock = () -> {
            while (listener.isOpen() || !connections.isEmpty()) {
                try {
                    long now = System.nanoTime();
                    connections.forEach(
                            connection -> quietly(() -> connection.patience().check(now)));
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

    @Override
    public void stop(Limits limits) throws InterruptedException {
        stopping = true;
        long end = System.nanoTime() + limits.grace().toNanos();
        try {
            while (!connections.isEmpty() && System.nanoTime() < end) {
                // Again and again: a connection may have been accepted, or have become idle, a moment ago.
                connections.forEach(
                        connection -> quietly(() -> connection.patience().stop()));
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } finally {
            connections.forEach(connection -> quietly(connection::close));
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    /** What goes wrong with one connection is that connection's end, and nothing to anybody else. */
    private static void quietly(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "A connection ended", e);
        } catch (RuntimeException | Error e) {
            LOGGER.log(System.Logger.Level.ERROR, "A connection failed", e);
        }
    }
}
