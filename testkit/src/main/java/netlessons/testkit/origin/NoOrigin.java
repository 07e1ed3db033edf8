package netlessons.testkit.origin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;

/** A port of 127.0.0.1 at which nobody is, until it is closed. */
public final class NoOrigin implements AutoCloseable {
    private static final int MOST = 20;
    private static final int PATIENCE_MILLIS = 300;

    private final Deque<AutoCloseable> sockets = new ArrayDeque<>();
    private final int port;

    private NoOrigin(boolean refusing) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        if (refusing) {
            Socket holder = new Socket(); // bound, so that nobody else gets the port, and not listening
            sockets.push(holder);
            holder.bind(any);
            port = holder.getLocalPort();
        } else {
            ServerSocket deaf = new ServerSocket();
            sockets.push(deaf);
            deaf.bind(any, 1);
            port = deaf.getLocalPort();
            fill();
        }
    }

    /** One that refuses connections. */
    public static NoOrigin refusing() {
        return open(true);
    }

    /** One that does not answer to who connects: its queue is full, and the system drops what comes. */
    public static NoOrigin silent() {
        return open(false);
    }

    private static NoOrigin open(boolean refusing) {
        try {
            return new NoOrigin(refusing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until one more is not taken. */
    private void fill() throws IOException {
        for (int i = 0; i < MOST; i++) {
            Socket socket = new Socket();
            sockets.push(socket);
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    public int port() {
        return port;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        while (!sockets.isEmpty()) {
            try {
                sockets.pop().close();
            } catch (Exception e) {
                // the next one
            }
        }
    }
}
