package netlessons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * A port of the loopback address at which a test waits for the sender under test. Whoever connects is accepted by the
 * system at once, and by the test when it asks. Closed after the test. For one thread at a time.
 */
public final class Listener implements AutoCloseable {
    private final SenderTarget sender;
    private final ServerSocketChannel server;

    Listener(SenderTarget sender) {
        this.sender = sender;
        try {
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            server.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.socket().getLocalPort();
    }

    /**
     * Waits for the next connection.
     *
     * @throws AssertionError if none is made in time, or the sender has ended
     */
    public Wire accept() {
        return accept(sender.timeout())
                .orElseThrow(() -> sender.failure(
                        Fault.TIMED_OUT, "a connection to port " + port(), "none within " + sender.patience()));
    }

    /** Waits for the next connection, or that long, or until all senders of this test have ended: then none. */
    public Optional<Wire> accept(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (true) {
                boolean over = !sender.mayConnect() || System.nanoTime() > deadline;
                SocketChannel channel = server.accept(); // asked last: it may have connected and ended
                if (channel != null) {
                    return Optional.of(sender.adopt(Connection.of(channel)));
                } else if (over) {
                    return Optional.empty();
                }
                selector.select(50);
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses who comes from now on. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // nobody can connect any more, that is enough
        }
    }
}
