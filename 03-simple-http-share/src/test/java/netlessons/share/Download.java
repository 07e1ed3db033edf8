package netlessons.share;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A GET by hand that is read as slowly, or as fast, as a test wants. For one thread. */
final class Download implements Closeable {
    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private final List<String> head;

    /** Asks, and reads the head of the answer. */
    Download(InetSocketAddress address, String target, String... fields) throws IOException {
        channel = SocketChannel.open();
        channel.socket().connect(address, 30_000);
        channel.socket().setReceiveBufferSize(64 << 10);
        String more = String.join(
                "", Arrays.stream(fields).map(field -> field + "\r\n").toList());
        String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more + "\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
        StringBuilder text = new StringBuilder();
        buffer.limit(0);
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) next());
        }
        head = List.of(text.toString().split("\r\n"));
    }

    private byte next() throws IOException {
        if (!buffer.hasRemaining() && !more()) {
            throw new EOFException("no head");
        }
        return buffer.get();
    }

    private boolean more() throws IOException {
        int count = channel.read(buffer.clear());
        buffer.flip();
        return count > 0;
    }

    int status() {
        return Integer.parseInt(head.get(0).split(" ")[1]);
    }

    /** "" if there is none. */
    String field(String name) {
        return head.stream()
                .filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    /** Reads so many bytes of the body, framing and all. */
    byte[] read(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = next();
        }
        return bytes;
    }

    /** How much more comes until the connection ends, in order or not. */
    long rest() {
        long count = buffer.remaining();
        try {
            while (more()) {
                count += buffer.remaining();
            }
        } catch (IOException e) {
            // a reset is an end, too
        }
        return count;
    }

    /** All of it, as text of one byte a letter. */
    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        do {
            text.append(StandardCharsets.ISO_8859_1.decode(buffer));
        } while (more());
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
