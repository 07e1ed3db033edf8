package netlessons.ftp.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The control connection: lines come in, replies go out. One thread reads; any may send, and a reply is never mixed with
 * another one.
 */
public final class Control implements Closeable {
    private static final int LONGEST_LINE = 4096;

    private final Socket plain;
    private final InetSocketAddress local; // to ask the system each time would be eight questions a file
    private final InetSocketAddress remote;
    private final LineDecoder lines = new LineDecoder(LONGEST_LINE);
    private final ByteBuffer bytes = ByteBuffer.allocate(8 << 10).limit(0);
    private final ReentrantLock sending = new ReentrantLock();
    private volatile Socket socket;
    private volatile long sendingSince; // System.nanoTime; 0: nothing is on its way
    private long lineStarted; // System.nanoTime of the first byte of the line that is coming

    public Control(Socket socket) throws IOException {
        this.plain = socket;
        this.socket = socket;
        this.local = (InetSocketAddress) socket.getLocalSocketAddress();
        this.remote = (InetSocketAddress) socket.getRemoteSocketAddress();
        socket.setTcpNoDelay(true);
        // The urgent byte of an ABOR (RFC 959 section 4.1.3) would be lost, or lie where nobody looks.
        socket.setOOBInline(true);
    }

    /**
     * The next line.
     *
     * @param patience how long to wait for something, and for the whole of a line once it has begun
     * @throws SocketTimeoutException if that is over; once more may be tried
     * @throws EOFException if the client has gone
     */
    public Line read(Duration patience) throws IOException {
        while (true) {
            Optional<Line> line = lines.next(bytes);
            if (line.isPresent()) {
                lineStarted = 0;
                return line.get();
            }
            fill(patience);
        }
    }

    private void fill(Duration patience) throws IOException {
        long waited = lineStarted == 0 ? 0 : System.nanoTime() - lineStarted;
        long left = patience.minusNanos(waited).toMillis();
        if (left <= 0) {
            lineStarted = System.nanoTime(); // whoever tries once more waits as long again
            throw new SocketTimeoutException("The line takes too long");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        int count = socket.getInputStream().read(bytes.array());
        if (count < 0) {
            throw new EOFException("The client has gone");
        }
        bytes.position(0).limit(count);
        lineStarted = lineStarted == 0 ? System.nanoTime() : lineStarted;
    }

    /** Sends a reply; what it wants done after that is the caller's to do. */
    public void send(Reply reply) throws IOException {
        alone(() -> socket.getOutputStream().write(reply.bytes()));
    }

    private interface Task {
        void run() throws IOException;
    }

    private void alone(Task task) throws IOException {
        sending.lock();
        try {
            sendingSince = System.nanoTime() | 1;
            task.run();
        } finally {
            sendingSince = 0;
            sending.unlock();
        }
    }

    /** Cuts off a client that takes nothing, or does not get on with TLS. Java has no time-out for writing. */
    public void cutIfStuck(Duration patience) throws IOException {
        long since = sendingSince;
        if (since != 0 && System.nanoTime() - since > patience.toNanos()) {
            cut();
        }
    }

    // @start region=secure
    /**
     * Goes on with TLS (RFC 4217). What came in the clear behind the command is dropped: somebody on the way could have put
     * it there, and it would count as what the client says under cover.
     */
    public void secure(SSLContext context, Duration patience) throws IOException {
        bytes.limit(0);
        lines.reset();
        SSLSocket secure = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
        secure.setUseClientMode(false);
        secure.setSoTimeout((int) Math.min(patience.toMillis(), Integer.MAX_VALUE));
        alone(
                () -> { // a reply of a transfer, in the clear, would be taken for a part of the handshake
                    secure.startHandshake();
                    socket = secure;
                });
    }
    // @end

    public boolean isSecure() {
        return socket instanceof SSLSocket;
    }

    /** The address that the client has reached us at. */
    public InetSocketAddress local() {
        return local;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /** Nothing more comes or goes; any thread may. */
    @Override
    public void close() throws IOException {
        try {
            if (!sending.isLocked()) {
                alone(socket::close); // of TLS with its farewell
            }
        } finally {
            cut();
        }
    }

    /** The same, without waiting for anything. */
    public void cut() throws IOException {
        plain.close();
    }
}
