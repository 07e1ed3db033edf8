package netlessons.webserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What has come from the client and is not used up yet. It grows with the longest line that is asked of it. */
final class Input {
    private static final int INITIAL_SIZE = 8 << 10;

    private final SocketChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_SIZE).limit(0);

    Input(SocketChannel channel) {
        this.channel = channel;
    }

    /** Ready to be read from; {@link #fill} may put another one in its place. */
    ByteBuffer buffer() {
        return buffer;
    }

    boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    void clear() {
        buffer.limit(buffer.position());
    }

    /**
     * Waits until more has come.
     *
     * @return false if nothing will come any more
     */
    boolean fill() throws IOException {
        if (buffer.remaining() == buffer.capacity()) {
            buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer);
        } else {
            buffer.compact();
        }
        try {
            return channel.read(buffer) >= 0;
        } finally {
            buffer.flip();
        }
    }
}
