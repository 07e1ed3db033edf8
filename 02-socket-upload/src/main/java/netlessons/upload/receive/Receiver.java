package netlessons.upload.receive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A running receiver: lets senders in, watches them, and stops. Safe for use by many threads. */
public final class Receiver implements AutoCloseable {
    /** Connections that wait to be accepted; the system may allow fewer. */
    private static final int BACKLOG = 1024;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerSocketChannel listener;
    private final InetSocketAddress address;
    private final Connections connections;
    private final Store store;
    private final Busy busy;
    private final Thread acceptor = new Thread(this::accept, "acceptor");

    private Receiver(ServerSocketChannel listener, Connections connections, Store store) throws IOException {
        this.listener = listener;
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.connections = connections;
        this.store = store;
        this.busy = new Busy();
    }

    /**
     * Listens on the address and returns; senders are served from then on.
     *
     * @param address port 0 takes any free port, {@link #address} tells which
     * @param dir a folder, which is nobody else's to write to while the receiver runs
     * @param executor has a thread for each connection; it stays open
     * @param log gets a line for each file; it must not block
     * @throws java.net.BindException if the address is in use, is not this machine's, or needs a right we do not have
     */
    public static Receiver start(
            InetSocketAddress address,
            Path dir,
            Conflict onConflict,
            Limits limits,
            Executor executor,
            Consumer<String> log)
            throws IOException {
        Store store = new Store(dir, onConflict, limits, executor);
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(address, BACKLOG);
            Receiver receiver = new Receiver(listener, new Connections(store, limits, executor, log), store);
            new Clock(receiver.connections, receiver.busy, store, executor, limits.keepParts()).start(listener::isOpen);
            receiver.acceptor.start();
            return receiver;
        } catch (IOException | RuntimeException | Error e) {
            listener.close();
            throw e;
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Waits until somebody begins to close it. */
    void awaitClose() throws InterruptedException {
        acceptor.join();
    }

    // @start region=accept
    private void accept() {
        while (listener.isOpen()) {
            try {
                letIn(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                // Too many open files or no memory, most likely; to write a log would want more of both. It passes when
                // somebody leaves; until then new senders wait, and we do not spin.
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void letIn(SocketChannel client) {
        boolean taken = Quietly.run(() -> {
            InetSocketAddress from = (InetSocketAddress) client.getRemoteAddress();
            if (!connections.start(client, from.getAddress())) {
                busy.turnAway(client);
            }
        });
        if (!taken) {
            Quietly.run(client::close);
        }
    }
    // @end

    /**
     * Lets no more senders in, lets open uploads finish within {@link Limits#grace}, interrupts what is left so that it
     * can be resumed. Waits for all of that; after it there is nothing left for a second call to do.
     */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            connections.stop();
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        busy.close();
        store.close();
    }
}
