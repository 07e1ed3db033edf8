package netlessons.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A port at which a test waits for the program under test. Whoever connects is accepted by the system at once, and by the
 * test when it asks. For one thread at a time.
 */
final class Door implements Closeable {
    private final ServerSocketChannel server;

    /** Opens a port that is free, at an address of this machine. */
    Door(InetAddress address) {
        try {
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(address, 0), 50);
            server.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.socket().getLocalPort();
    }

    /** Waits for the next connection until it is over; asked again and again. */
    Optional<Connection> accept(BooleanSupplier over) {
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (true) {
                boolean last = over.getAsBoolean();
                SocketChannel channel = server.accept(); // asked last: it may have connected and ended
                if (channel != null) {
                    return Optional.of(Connection.of(channel));
                } else if (last) {
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
