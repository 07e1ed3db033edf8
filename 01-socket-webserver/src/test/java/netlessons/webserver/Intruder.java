package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.testkit.Target;

/**
 * A client that does what no library does: it sends on after the answer, dribbles, reads slowly, and notices the
 * moment at which the server no longer wants its bytes. It never waits by itself. For one thread.
 */
final class Intruder implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9]) [^\\r\\n]*\\r\\n");
    private static final int SHOWN = 160;

    private final SocketChannel channel = SocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private final ByteArrayOutputStream firstSent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream firstReceived = new ByteArrayOutputStream();
    private final long start = System.nanoTime();
    private long sent;
    private int received;
    private boolean finished;
    private boolean refused;

    Intruder(Target target) throws IOException {
        this(target, 0);
    }

    /** @param receiveBuffer in bytes: how much the system may take for a client that does not read; 0 as usual */
    Intruder(Target target, int receiveBuffer) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            channel.socket().connect(new InetSocketAddress(target.host(), target.port()), 10_000);
            channel.configureBlocking(false);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends as many of these bytes as the other side takes at once. */
    Intruder send(ByteBuffer bytes) {
        ByteBuffer copy = bytes.duplicate();
        try {
            sent += refused ? 0 : channel.write(bytes);
        } catch (IOException e) {
            refused = true; // a reset; what came before it can still be read
        }
        for (copy.limit(bytes.position()); copy.hasRemaining() && firstSent.size() <= SHOWN; ) {
            firstSent.write(copy.get());
        }
        return this;
    }

    /** Sends a few bytes, for which there is always room. */
    Intruder send(String latin1) {
        return send(ByteBuffer.wrap(latin1.getBytes(ISO_8859_1)));
    }

    /** Reads what has come, at most so many bytes; gives back how many they were. */
    int read(int most) {
        int before = received;
        try {
            while (!finished && received - before < most) {
                buffer.clear().limit(Math.min(buffer.capacity(), before + most - received));
                int count = channel.read(buffer);
                if (count == 0) {
                    break;
                }
                finished = count < 0;
                received += Math.max(0, count);
                firstReceived.write(buffer.array(), 0, Math.max(0, Math.min(count, (8 << 10) - firstReceived.size())));
            }
        } catch (IOException e) {
            finished = true;
            refused = true;
        }
        return received - before;
    }

    /** What has come; of much, the beginning. */
    String text() {
        read(1 << 20);
        return firstReceived.toString(ISO_8859_1);
    }

    /** The status of the answer, or 0 while there is none. */
    int status() {
        Matcher line = STATUS.matcher(text());
        return line.lookingAt() ? Integer.parseInt(line.group(1)) : 0;
    }

    /** Whether a simple request gets its 200 within ten seconds. */
    boolean isAnswered() {
        send("GET /hello/after HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        while (!text().endsWith("Hello, after!\n") && !isFinished() && age().toSeconds() < 10) {
            pause(2);
        }
        return status() == 200;
    }

    /** Somebody who asks for a page gets it within ten seconds. */
    static void expectAnswer(Target target, String who) throws IOException {
        try (Intruder client = new Intruder(target)) {
            if (!client.isAnswered()) {
                throw client.failure(who + ", is not answered", "status 200 within 10 s");
            }
        }
    }

    long sent() {
        return sent;
    }

    int received() {
        return received;
    }

    /** Whether the server will say no more: it has closed its side, or all. */
    boolean isFinished() {
        read(1 << 20);
        return isOver();
    }

    /** The same, as far as it has been read. */
    boolean isOver() {
        return finished;
    }

    /** Whether bytes that were sent made the server's system answer with a reset: nobody there reads any more. */
    boolean isRefused() {
        return refused;
    }

    /** Since before the connection was made. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    static void pause(int milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }

    /** A failure that tells what this client did, and what came of it. */
    AssertionError failure(String what, String expected) {
        boolean over = isFinished();
        String came = received == 0 ? "nothing" : shown(firstReceived, received);
        String end = refused ? "; then a reset" : over ? "; then the end of the connection" : "; it is still open";
        return new AssertionError(
                what + "\nsent: " + shown(firstSent, sent) + "\nreceived: " + came + end + "\nexpected: " + expected);
    }

    private static String shown(ByteArrayOutputStream first, long count) {
        StringBuilder text = new StringBuilder();
        String bytes = first.toString(ISO_8859_1);
        for (int i = 0; i < Math.min(bytes.length(), SHOWN); i++) {
            char c = bytes.charAt(i);
            text.append(
                    switch (c) {
                        case '\r' -> "\\r";
                        case '\n' -> "\\n";
                        default -> c >= ' ' && c < 0x7f ? String.valueOf(c) : "\\x%02X".formatted((int) c);
                    });
        }
        return text + (count > SHOWN ? " ... (%d bytes in all)".formatted(count) : "");
    }

    /** Ends the connection, both ways. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // there is nothing left to lose
        }
    }
}
