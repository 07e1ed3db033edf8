package netlessons.webserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has come from the client and is not used up yet. It grows with the longest line that is asked of it. */
final class Input {
    private static final int INITIAL_SIZE = 8 << 10;
    private static final int MOST_SPARE = 100;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Waiting waiting;
    private final Deque<ByteBuffer> spare;
    private ByteBuffer buffer = NOTHING;

    Input(SocketChannel channel) {
        this(channel, Waiting.IN_THE_CALL, new ArrayDeque<>(0));
    }

    /** @param spare buffers that nobody needs at the moment, see {@link #rest} */
    Input(SocketChannel channel, Waiting waiting, Deque<ByteBuffer> spare) {
        this.channel = channel;
        this.waiting = waiting;
        this.spare = spare;
    }

    /** Ready to be read from; {@link #read} may put another one in its place. */
    ByteBuffer buffer() {
        return buffer;
    }

    boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    /** By how many bytes it has grown, because a line did not fit in. */
    int excess() {
        return Math.max(0, buffer.capacity() - INITIAL_SIZE);
    }

    /** Throws away what is here. */
    void clear() {
        buffer = excess() > 0 ? NOTHING : buffer.limit(buffer.position());
    }

    /** Nothing is here and nothing is expected soon: thousands of clients that rest share a few buffers. */
    void rest() {
        if (isEmpty() && buffer.capacity() == INITIAL_SIZE && spare.size() < MOST_SPARE) {
            spare.push(buffer);
        }
        buffer = isEmpty() ? NOTHING : buffer;
    }

    /**
     * Reads what has come by now; a blocking channel waits until something has.
     *
     * @return how many bytes, or -1 if nothing will come any more
     */
    int read() throws IOException {
        makeRoom();
        try {
            return channel.read(buffer);
        } finally {
            buffer.flip();
        }
    }

    private void makeRoom() {
        if (buffer.capacity() == 0) {
            buffer = spare.isEmpty()
                    ? ByteBuffer.allocate(INITIAL_SIZE)
                    : spare.pop().clear();
        } else if (buffer.remaining() == buffer.capacity()) {
            buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer);
        } else {
            buffer.compact();
        }
    }

    /**
     * Waits until more has come.
     *
     * @return false if nothing will come any more
     */
    boolean fill() throws IOException {
        int count = read();
        while (count == 0) {
            waiting.until(SelectionKey.OP_READ);
            count = read();
        }
        return count > 0;
    }
}
