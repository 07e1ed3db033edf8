package netlessons.testkit.origin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What an {@link Answer} speaks with, on the connection of one request. For the thread of the answer. */
public final class Speaker {
    private static final int KEPT = 4096;
    private static final int BLOCK = 1 << 16;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Line line;
    private final Asked asked;
    private final byte[] request;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final byte[] block = new byte[BLOCK];
    private long rate;
    private long paid = System.nanoTime();
    private volatile long body;
    private volatile String end = "";
    private volatile boolean running = true;

    Speaker(Line line, Asked asked, byte[] request) {
        this.line = line;
        this.asked = asked;
        this.request = request;
    }

    /** Sends text as it is, a byte for each char (ISO-8859-1): a head, or anything else. */
    public Speaker send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes as they are. */
    public Speaker send(byte[] bytes) throws IOException {
        synchronized (answer) {
            answer.write(bytes, 0, Math.min(bytes.length, Math.max(0, KEPT - answer.size())));
        }
        return frame(bytes);
    }

    /** The same, and nobody is told of them. */
    Speaker frame(byte[] bytes) throws IOException {
        try {
            line.write(bytes, bytes.length);
            return this;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Sends bytes of a file, which are counted; not as an answer to HEAD, which has none. */
    public Speaker send(Content content, long from, long to) throws IOException {
        for (long at = from; at < to && !asked.isHead(); ) {
            int length = (int) Math.min(to - at, rate == 0 ? BLOCK : Math.max(1, Math.min(BLOCK, rate / 20)));
            throttle(length);
            content.fill(block, length, at);
            try {
                line.write(block, length);
            } catch (IOException e) {
                throw gone(e);
            }
            body += length;
            at += length;
        }
        return this;
    }

    public Speaker send(Content content) throws IOException {
        return send(content, 0, content.size());
    }

    /** From now on, bytes of files leave as slowly as that; 0 for as fast as they can. */
    public Speaker rate(long bytesPerSecond) {
        rate = bytesPerSecond;
        paid = System.nanoTime();
        return this;
    }

    /** Before each block, and not behind the last one: who has all of it may ask again, and is not to be counted twice. */
    private void throttle(int length) throws IOException {
        if (rate > 0) {
            long now = System.nanoTime();
            paid = Math.max(paid, now - 100_000_000L) + length * 1_000_000_000L / rate;
            if (paid > now) {
                pause(Duration.ofNanos(paid - now));
            }
        }
    }

    /**
     * Waits. Where the other side closes meanwhile, that is noticed, and the wait goes on: it may have closed its half.
     *
     * @throws IOException if the origin is closed, or the other side has reset the connection
     */
    public Speaker pause(Duration time) throws IOException {
        try {
            if (line.await(time)) {
                over("the other side closed the connection");
            }
            return this;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Says nothing until the other side closes the connection, at most five minutes; then it is closed here, too. */
    public void silence() throws IOException {
        try {
            if (line.awaitEnd(LONGEST)) {
                over("nothing more was said until the other side closed the connection");
            }
        } catch (IOException e) {
            throw gone(e);
        }
        close();
    }

    /** Closes the connection (FIN), with TLS as it should be. */
    public void close() {
        over("then the connection was closed");
        line.close();
    }

    /** Closes the connection (FIN); with TLS, without saying so in TLS: the other side has to take it for an attack. */
    public void cut() {
        over("then the connection was closed");
        line.cut();
    }

    /** Closes the connection with a reset (RST): what is on its way may be lost. */
    public void reset() {
        over("then the connection was reset");
        line.reset();
    }

    /** Whether the connection is closed here. */
    boolean closed() {
        return line.closed();
    }

    private IOException gone(IOException e) {
        over(
                e instanceof SocketException && !line.closed()
                        ? "the other side closed the connection"
                        : "it ended with the test");
        return e;
    }

    /** It has ended; the first reason counts. */
    synchronized void over(String reason) {
        if (running) {
            end = reason;
            running = false;
            line.ended(asked);
        }
    }

    synchronized Exchange told() {
        synchronized (answer) {
            return new Exchange(asked, request.clone(), answer.toByteArray(), body, end, running);
        }
    }

    Asked asked() {
        return asked;
    }

    long body() {
        return body;
    }
}
