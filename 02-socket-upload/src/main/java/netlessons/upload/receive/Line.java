package netlessons.upload.receive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/** The socket of a connection, each wait of which is watched. For one thread at a time. */
final class Line implements ByteChannel {
    private final SocketChannel channel;
    private final Patience patience;
    private InputStream input;

    Line(SocketChannel channel, Patience patience) {
        this.channel = channel;
        this.patience = patience;
    }

    /** At the beginning, when nothing is open. */
    @Override
    public int read(ByteBuffer to) throws IOException {
        return read(to, true);
    }

    /** @param nothingOpen whether the connection could end meanwhile with nothing lost */
    int read(ByteBuffer to, boolean nothingOpen) throws IOException {
        patience.forInput(nothingOpen);
        int count = 0;
        try {
            count = channel.read(to);
        } finally {
            patience.received(Math.max(0, count));
        }
        return count;
    }

    /** Whether a read would not have to wait. */
    boolean hasInput() throws IOException {
        if (input == null) {
            input = channel.socket().getInputStream();
        }
        return input.available() > 0;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        patience.forOutput();
        try {
            return channel.write(from);
        } finally {
            patience.forNothing();
        }
    }

    /**
     * Ends the connection so that the client gets to read our last words. Closing at once, with bytes of the client still
     * unread, makes the system send a reset, and with a reset may go what the client has not read yet. So: say that no
     * more will come, then read on for a while.
     */
    void linger() throws IOException {
        channel.shutdownOutput();
        patience.forLastBytes();
        ByteBuffer unwanted = ByteBuffer.allocate(16 << 10);
        while (channel.read(unwanted.clear()) >= 0) {
            // the next
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
