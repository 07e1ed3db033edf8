package netlessons.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;

/**
 * A TCP connection that keeps all that was sent and received. It reads while it waits to write, so that two sides that
 * both write do not wait for each other for ever. For one thread at a time.
 */
final class Connection implements AutoCloseable {
    /** More than this is never asked for; a program that writes without end must not fill the memory. */
    private static final int MOST = 256 << 20;

    private final SocketChannel channel;
    private volatile ByteChannel bytes;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int writes;
    private int mark = -1;
    private boolean finished;
    private boolean broken;
    private volatile byte[] received = new byte[1024];
    private volatile int length;
    private volatile int most = Integer.MAX_VALUE;
    private volatile Fault end;

    private Connection(SocketChannel channel) {
        this.channel = channel;
        this.bytes = channel;
    }

    /** What is to be done with a socket before it connects. */
    @FunctionalInterface
    interface Preparation {
        Preparation NONE = channel -> {};

        void prepare(SocketChannel channel) throws IOException;
    }

    static Connection open(InetSocketAddress address, Duration limit) throws IOException {
        return open(address, limit, Preparation.NONE);
    }

    static Connection open(InetSocketAddress address, Duration limit, Preparation preparation) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            preparation.prepare(channel);
            channel.socket().connect(address, Math.toIntExact(limit.toMillis()));
            if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
                // TCP allows it, and it happens when the system chooses the very port that nobody listens on.
                throw new ConnectException("connected to itself");
            }
            channel.configureBlocking(false);
            return new Connection(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** One that has been accepted; it is closed if this fails. */
    static Connection of(SocketChannel channel) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            return new Connection(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The address of this side, and the port. */
    InetSocketAddress local() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    InetSocketAddress remote() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    /** From now on no more is taken from the system than makes so many bytes in all. */
    void takeAtMost(int count) {
        most = count;
    }

    /** Goes on with TLS. What has come in the clear stays where it is. */
    void secure(SSLEngine engine, Duration limit) throws IOException {
        SecureChannel secure = new SecureChannel(channel, engine);
        secure.begin(limit);
        bytes = secure;
    }

    byte[] sent() {
        return sent.toByteArray();
    }

    /** Remembers how much has been sent by now; the first time counts. */
    void mark() {
        mark = mark < 0 ? sent.size() : mark;
    }

    /** How much had been sent at the {@link #mark}, -1 if there was none. */
    int sentBeforeMark() {
        return mark;
    }

    int writes() {
        return writes;
    }

    boolean finished() {
        return finished;
    }

    /** The buffer, of which {@link #length} bytes count; it changes when more is read. */
    byte[] received() {
        return received;
    }

    int length() {
        return length;
    }

    /** CLOSED, RESET or TOO_MUCH once the other side has ended, null before. */
    Fault end() {
        return end;
    }

    /** Writes all, or as much as the other side takes; false if it took nothing for so long. */
    boolean write(byte[] what, Duration limit) {
        sent.writeBytes(what);
        writes++;
        ByteBuffer rest = ByteBuffer.wrap(what);
        while (!broken && end == null) {
            try {
                if (!rest.hasRemaining() && isFlushed()) {
                    break;
                } else if (bytes.write(rest) == 0 && !await(SelectionKey.OP_WRITE, limit)) {
                    return false;
                }
            } catch (ClosedChannelException e) {
                throw closedHere(e);
            } catch (IOException e) {
                broken = true; // why is seen when reading, and an answer sent before can still be read
            }
        }
        return true;
    }

    /** Sends one byte as urgent data of TCP (RFC 9293 section 3.8.5); not under TLS. */
    void writeUrgently(byte octet) {
        sent.write(octet);
        writes++;
        try {
            channel.socket().sendUrgentData(octet);
        } catch (ClosedChannelException e) {
            throw closedHere(e);
        } catch (IOException e) {
            broken = true;
        }
    }

    private boolean isFlushed() throws IOException {
        return !(bytes instanceof SecureChannel secure) || secure.flush();
    }

    /** Ends it with a reset (RST): what is on its way may be lost. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            broken = true;
        }
        close();
    }

    /** Sends FIN; reading stays possible. */
    void finish() {
        finished = true;
        try {
            if (bytes instanceof SecureChannel secure) {
                secure.finish();
            }
            channel.shutdownOutput();
        } catch (ClosedChannelException e) {
            throw closedHere(e);
        } catch (IOException e) {
            broken = true;
        }
    }

    /** Waits for more bytes; false if the other side ended, or if nothing came for so long. */
    boolean more(Duration limit) {
        int before = length;
        drain();
        if (length == before && end == null) {
            await(SelectionKey.OP_READ, limit);
        }
        return length > before;
    }

    /** Waits until there is something to read, if only the end, and reads nothing; false if there is nothing. */
    boolean readable(Duration limit) {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            return selector.select(limit.toMillis() + 1) > 0;
        } catch (ClosedChannelException e) {
            throw closedHere(e);
        } catch (IOException e) {
            throw new IllegalStateException("cannot wait for the server: " + e.getMessage(), e);
        }
    }

    /** Waits until something can be read, or written if that is asked for; reads what there is. */
    private boolean await(int operations, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        int before = length;
        // A selector for each wait: thousands of idle connections then need one file descriptor each, not three.
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, operations | SelectionKey.OP_READ);
            while (length == before && end == null) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                selector.select(left / 1_000_000 + 1);
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("interrupted while waiting for the server");
                }
                drain();
                if ((key.readyOps() & operations & SelectionKey.OP_WRITE) != 0) {
                    return true;
                }
                selector.selectedKeys().clear();
            }
            return true;
        } catch (ClosedChannelException e) {
            throw closedHere(e);
        } catch (IOException e) {
            throw new IllegalStateException("cannot wait for the server: " + e.getMessage(), e);
        }
    }

    /** Whether it has not been closed here; looks for what came from the other side. For any thread. */
    boolean isOpen() {
        try {
            drain();
            return channel.isOpen();
        } catch (IllegalStateException e) {
            return false; // closed here
        }
    }

    private synchronized void drain() {
        try {
            while (end == null && length < most) {
                if (length == received.length) {
                    received = Arrays.copyOf(received, length * 2);
                }
                int room = Math.min(received.length, most) - length;
                int count = bytes.read(ByteBuffer.wrap(received, length, room));
                if (count == 0) {
                    return;
                } else if (count < 0) {
                    end = broken ? Fault.RESET : Fault.CLOSED;
                } else {
                    length += count;
                    end = length > MOST ? Fault.TOO_MUCH : null;
                }
            }
        } catch (ClosedChannelException e) {
            throw closedHere(e);
        } catch (IOException e) {
            end = Fault.RESET;
        }
    }

    private static IllegalStateException closedHere(ClosedChannelException e) {
        return new IllegalStateException("the test itself has closed this connection, or was interrupted", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // there is nothing left to lose
        }
    }
}
