package netlessons.ftp.data;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** How a data connection comes about. Any thread may close it, which ends a wait. */
interface Opening extends Closeable {
    /** @throws SocketTimeoutException if it takes too long */
    SocketChannel open() throws IOException;

    /** We have gone to the client already. */
    static Opening of(SocketChannel connected) {
        return new Opening() {
            @Override
            public SocketChannel open() {
                return connected;
            }

            @Override
            public void close() throws IOException {
                connected.close();
            }
        };
    }

    // @start region=at
    /**
     * The client comes to us: nobody else is let in, and everybody else does not end the wait (RFC 2577 section 5).
     *
     * @param peer the address that the control connection comes from
     */
    static Opening at(ServerSocketChannel listener, InetAddress peer, Duration patience) {
        return new Opening() {
            @Override
            public SocketChannel open() throws IOException {
                long end = System.nanoTime() + patience.toNanos();
                try (listener) {
                    while (true) {
                        long left = (end - System.nanoTime()) / 1_000_000;
                        if (left <= 0) {
                            throw new SocketTimeoutException("Nobody came");
                        }
                        listener.socket().setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
                        Socket socket = listener.socket().accept();
                        if (socket.getInetAddress().equals(peer)) {
                            return socket.getChannel();
                        }
                        socket.close();
                    }
                }
            }

            @Override
            public void close() throws IOException {
                listener.close();
            }
        };
    }
    // @end

    /** Goes to the client. */
    static SocketChannel connect(InetSocketAddress address, InetSocketAddress from, Duration patience)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.bind(from);
            channel.socket().connect(address, (int) Math.min(patience.toMillis(), Integer.MAX_VALUE));
            if (channel.getLocalAddress().equals(address)) { // the system gave us the very port that nobody listens at
                throw new ConnectException("Connected to ourselves");
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
