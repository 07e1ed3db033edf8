package netlessons.webserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that serves many connections. The system tells it which of their sockets are ready ({@link Selector});
 * it lets each of those do what can be done without waiting, and asks again. All that it calls must return at once:
 * while one connection is at work here, all the others wait.
 */
final class Loop {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long JOIN_MILLIS = 500;

    private final Executor blocking;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "loop");
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean stopping;
    private volatile boolean ended; // as soon as somebody wants it
    private volatile boolean gone; // when the thread has done its last

    // From here on for the loop's own thread only.
    private final Set<LoopConnection> connections = new HashSet<>();
    private final Deque<ByteBuffer> spareBuffers = new ArrayDeque<>();
    private long nextTick = System.nanoTime() + TICK;

    /** @param blocking for what may wait */
    Loop(Executor blocking) {
        this.blocking = blocking;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** How many connections there are, or will be as soon as the loop gets to it. */
    int connections() {
        return count.get();
    }

    /** Takes the client over. From any thread. */
    void serve(SocketChannel client, Service service) {
        execute(() -> {
            if (!Quietly.run(() -> enter(client, service))) {
                count.decrementAndGet();
                Quietly.run(client::close);
            }
        });
        count.incrementAndGet();
    }

    private void enter(SocketChannel client, Service service) throws IOException {
        if (stopping) { // it came too late
            throw new ClosedChannelException();
        }
        LoopConnection connection = new LoopConnection(client, service, this);
        client.configureBlocking(false);
        connection.begin(client.register(selector, SelectionKey.OP_READ, connection));
        connections.add(connection);
    }

    /** A connection has ended. */
    void leave(LoopConnection connection) {
        if (connections.remove(connection)) {
            count.decrementAndGet();
        }
    }

    /** Buffers that no connection needs at the moment. */
    Deque<ByteBuffer> spareBuffers() {
        return spareBuffers;
    }

    /** Has something done where it may wait. */
    void lend(Runnable task) {
        blocking.execute(task);
    }

    /** Has the selector look at what has changed. From any thread. */
    void wakeup() {
        selector.wakeup();
    }

    // @start region=execute
    /** Has the loop do something, soon. From any thread; it is done in any case, even if the loop has ended. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup(); // it may be asleep, waiting for sockets
        if (gone && tasks.remove(task)) {
            synchronized (tasks) {
                task.run();
            }
        }
    }
    // @end

    // @start region=run
    private void run() {
        while (!ended) {
            try {
                turn();
            } catch (RuntimeException | Error e) {
                // No memory, most likely. All clients of this loop depend on it: go on, and it may give memory back.
            }
        }
        close();
    }

    private void turn() {
        if (!Quietly.run(() -> selector.select(this::ready, millisToTick()))) {
            LockSupport.parkNanos(TICK); // it may fail again at once: do not spin
        }
        runTasks();
        long now = System.nanoTime();
        if (now - nextTick >= 0) {
            nextTick = now + TICK;
            tick(now);
        }
    }

    /** Those that are there by now; what they add is for the next turn, when the sockets have had theirs. */
    private void runTasks() {
        for (int i = tasks.size(); i > 0; i--) {
            Runnable task = tasks.poll();
            if (task != null) { // else, when the loop is gone, who gave it has taken it back meanwhile
                task.run();
            }
        }
    }

    private void ready(SelectionKey key) {
        LoopConnection connection = (LoopConnection) key.attachment();
        connection.guard(connection::ready);
    }
    // @end

    private long millisToTick() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextTick - System.nanoTime()));
    }

    /** Looks at every connection a few times a second: the selector tells what has happened, never what has not. */
    private void tick(long now) {
        for (LoopConnection connection : List.copyOf(connections)) {
            connection.guard(() -> connection.check(now));
        }
        if (stopping) { // again and again: a connection may have begun to rest a moment ago
            stopConnections();
        }
    }

    /** Lets every connection finish what it is at. From any thread. */
    void stop() {
        stopping = true;
        execute(this::stopConnections);
    }

    private void stopConnections() {
        List.copyOf(connections).forEach(connection -> connection.guard(connection::stop));
    }

    /** Ends whatever is still there, and the loop itself. From any thread. */
    void end() {
        ended = true;
        if (thread.getState() == Thread.State.NEW) {
            close();
        } else {
            selector.wakeup();
        }
    }

    /** Whether the caller is the loop's own thread. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Waits for the end, but not for ever: a handler that broke its promise to be quick may hold the thread. */
    void join() throws InterruptedException {
        thread.join(JOIN_MILLIS);
    }

    private void close() {
        List.copyOf(connections).forEach(LoopConnection::close);
        Quietly.run(selector::close);
        synchronized (tasks) {
            gone = true;
            runTasks();
        }
    }
}
