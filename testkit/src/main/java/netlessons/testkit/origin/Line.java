package netlessons.testkit.origin;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;

/** A connection to an origin. One thread uses it; any may close it. */
final class Line {
    private static final int LONGEST_HEAD = 1 << 16;
    private static final int LINGER_MILLIS = 1000;

    private final Socket raw;
    private final Socket socket;
    private final PushbackInputStream in;
    private final Consumer<Asked> ended;
    private boolean finished;

    /**
     * @param raw the socket that was accepted
     * @param socket the one to talk with: the same, or TLS over it
     */
    Line(Socket raw, Socket socket, Consumer<Asked> ended) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.ended = ended;
        this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()), 1);
    }

    /** The bytes of a head with the empty line behind it; null if there is none before the connection ends. */
    byte[] readHead(Duration limit) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        socket.setSoTimeout((int) limit.toMillis());
        int newlines = 0;
        for (int c = in.read(); c >= 0 && head.size() < LONGEST_HEAD; c = in.read()) {
            head.write(c);
            newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
            if (newlines == 2) {
                return head.toByteArray();
            }
        }
        return null;
    }

    /** Reads a body that belongs to a request, and forgets it. */
    void skip(long count) throws IOException {
        in.readNBytes((int) Math.min(count, LONGEST_HEAD));
    }

    void write(byte[] bytes, int length) throws IOException {
        socket.getOutputStream().write(bytes, 0, length);
    }

    /** Waits that long; whether the other side has closed its half meanwhile. */
    boolean await(Duration time) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        while (!finished) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                break;
            }
            int c = read((int) Math.min(millis, Integer.MAX_VALUE));
            finished = c == -1;
            if (c >= 0) {
                in.unread(c); // the next request, which comes early
                break;
            }
        }
        sleep(deadline - System.nanoTime());
        return finished;
    }

    /** Waits until the other side closes its half, and forgets what it says; false if it does not in time. */
    boolean awaitEnd(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!finished && System.nanoTime() < deadline) {
            finished = read(1000) == -1;
        }
        return finished;
    }

    /** The next byte; -1 at the end, -2 if nothing comes for so long. */
    private int read(int millis) throws IOException {
        socket.setSoTimeout(Math.max(1, millis));
        try {
            return in.read();
        } catch (SocketTimeoutException e) {
            return -2;
        }
    }

    /** In small pieces: whoever closes the line ends the wait. */
    private void sleep(long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
            if (closed()) {
                throw new IOException("closed");
            }
            try {
                Thread.sleep(Math.min(left / 1_000_000, 20), (int) Math.min(left, 999_999));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    void ended(Asked asked) {
        ended.accept(asked);
    }

    boolean closed() {
        return socket.isClosed() || raw.isClosed() || socket.isOutputShutdown();
    }

    /** Reads on for a moment: with bytes unread, the system would send a reset, which spoils what was answered. */
    void close() {
        try {
            if (!closed()) {
                socket.shutdownOutput();
                long deadline = System.nanoTime() + LINGER_MILLIS * 1_000_000L;
                socket.setSoTimeout(LINGER_MILLIS);
                while (in.skip(LONGEST_HEAD) > 0 && System.nanoTime() < deadline) {
                    // not of interest
                }
            }
        } catch (IOException e) {
            // then nobody listens any more
        }
        end();
    }

    void cut() {
        quietly(raw);
        if (!(socket instanceof SSLSocket)) {
            quietly(socket);
        }
    }

    void reset() {
        try {
            raw.setSoLinger(true, 0);
        } catch (IOException e) {
            // it is closed already
        }
        cut();
    }

    /** From any thread. */
    void end() {
        quietly(raw);
        quietly(socket);
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // there is nothing left to lose
        }
    }
}
