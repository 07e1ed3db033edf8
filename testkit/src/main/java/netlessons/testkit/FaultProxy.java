package netlessons.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a client and a server, and does what networks do: cuts the bytes into small segments, delays them, lets
 * few through, loses the connection or just says nothing more. Safe for threads; closing it ends all connections.
 */
public final class FaultProxy implements Closeable {
    /** Which way the bytes go. */
    public enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    /** What is done to the bytes of one connection that go one way. */
    public interface Plan {
        /**
         * Asked once for each connection and way.
         *
         * @param connection 0 for the first one
         */
        NetworkFaults of(int connection, Way way);
    }

    private static final int MOST_CONNECTIONS = 1000;
    private static final int CONNECT_MILLIS = 5000;
    /** On a slow line: else the sender could be megabytes ahead, which wait in the buffers of the system. */
    private static final int SMALL_WINDOW = 64 << 10;
    /** How much later than planned a thread may wake up, and the rate is kept all the same. */
    private static final long CATCH_UP = TimeUnit.MILLISECONDS.toNanos(100);

    private final InetSocketAddress server;
    private final Plan plan;
    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong toServer = new AtomicLong();
    private final AtomicLong toClient = new AtomicLong();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>(); // for close: each starts others before it ends
    private final CountDownLatch closed = new CountDownLatch(1);

    private FaultProxy(InetSocketAddress server, InetAddress here, int port, Plan plan) throws IOException {
        this.server = server;
        this.plan = plan;
        this.listener = new ServerSocket(port, 100, here);
    }

    /** For the chapters. Arguments: PORT 127.0.0.1:PORT-OF-SERVER MILLISECONDS, by which all comes later, both ways. */
    public static void main(String[] args) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetSocketAddress server = new InetSocketAddress(here, Integer.parseInt(args[1].replace("127.0.0.1:", "")));
        NetworkFaults faults = NetworkFaults.NONE.delayed(Duration.ofMillis(Long.parseLong(args[2])));
        FaultProxy proxy = new FaultProxy(server, here, Integer.parseInt(args[0]), (connection, way) -> faults);
        System.out.println("Listening on 127.0.0.1:" + proxy.port());
        proxy.accept();
    }

    /** In front of this server. */
    public static FaultProxy start(InetSocketAddress server, Plan plan) throws IOException {
        return start(server, InetAddress.getLoopbackAddress(), plan);
    }

    /** The same, listening on this address: so that a container reaches a server that listens on the loopback address. */
    public static FaultProxy start(InetSocketAddress server, InetAddress here, Plan plan) throws IOException {
        FaultProxy proxy = new FaultProxy(server, here, 0, plan);
        proxy.start(proxy::accept);
        return proxy;
    }

    /** Where clients connect to. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many clients have connected by now. */
    public int connections() {
        return connections.get();
    }

    /** How many bytes have been passed on by now, on all connections. */
    public long passed(Way way) {
        return (way == Way.TO_SERVER ? toServer : toClient).get();
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, "fault proxy");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        while (connections.get() < MOST_CONNECTIONS) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                int number = connections.getAndIncrement();
                start(() -> connect(number, client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(int number, Socket client) {
        Socket behind = new Socket();
        sockets.add(behind);
        try {
            behind.connect(server, CONNECT_MILLIS);
            behind.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            CountDownLatch ways = new CountDownLatch(2);
            start(() -> {
                pass(client, behind, plan.of(number, Way.TO_SERVER), toServer);
                ways.countDown();
            });
            pass(behind, client, plan.of(number, Way.TO_CLIENT), toClient);
            ways.countDown();
            ways.await();
            end(false, client, behind);
        } catch (IOException e) {
            end(true, client, behind);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to, NetworkFaults faults, AtomicLong counter) {
        byte[] buffer = new byte[64 << 10];
        long passed = 0;
        long free = System.nanoTime();
        try {
            if (faults.rate() > 0) {
                from.setReceiveBufferSize(SMALL_WINDOW);
            }
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                if (passed == faults.holdAfter()) {
                    closed.await();
                    return;
                } else if (passed == faults.endAfter()) {
                    lose(from, to, faults.reset());
                    return;
                }
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, faults.next(passed)));
                if (count < 0) {
                    to.shutdownOutput();
                    return;
                }
                free = pause(faults, free, count);
                out.write(buffer, 0, count);
                counter.addAndGet(count);
                passed += count;
            }
        } catch (IOException e) {
            broken(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** If one side has gone in disorder, the other one is to see that, too. But the other way may just have been lost. */
    private void broken(Socket from, Socket to) {
        try {
            if (to.isOutputShutdown()) {
                from.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
        } catch (IOException e) {
            // in disorder, then
        }
        end(true, to, from);
    }

    /**
     * The delay before each write, and what the rate asks for.
     *
     * @param free when the line was free again after what has been written before
     * @return when it is free after this; a line that nobody uses saves nothing up
     */
    private long pause(NetworkFaults faults, long free, long count) throws InterruptedException {
        long now = System.nanoTime();
        long after = faults.rate() == 0 ? now : Math.max(free, now - CATCH_UP) + (long) (count * 1e9 / faults.rate());
        long due = Math.max(now + faults.delay().toNanos(), after);
        if (due - now >= TimeUnit.MILLISECONDS.toNanos(1)) {
            closed.await(due - now, TimeUnit.NANOSECONDS);
        } else if (due > now) {
            LockSupport.parkNanos(due - now);
        }
        return after;
    }

    /** Both sides see the same end. After a FIN, what still comes is read and dropped, so that no reset follows. */
    private void lose(Socket from, Socket to, boolean reset) throws IOException {
        if (reset) {
            end(true, to, from);
            return;
        }
        to.shutdownOutput();
        from.shutdownOutput();
        from.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void end(boolean reset, Socket... both) {
        for (Socket socket : both) {
            try {
                if (reset && !socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                // it is closed already
            }
            sockets.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        end(false, sockets.toArray(Socket[]::new));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        for (Thread thread = threads.poll(); thread != null; thread = threads.poll()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        end(false, sockets.toArray(Socket[]::new)); // those who came at the last moment
    }
}
