package netlessons.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/** A data connection in the clear. Files go out without a copy through our memory: the system has sendfile for that. */
final class PlainStream implements DataStream {
    private final SocketChannel channel;
    private final ReentrantLock state = new ReentrantLock();
    private boolean sending;
    private boolean closed;

    PlainStream(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        change(() -> {
            if (closed) {
                throw new ClosedChannelException();
            }
            sending = true;
        });
        try {
            return file.transferTo(position, count, channel);
        } finally {
            change(() -> {
                sending = false;
                if (closed) {
                    channel.close();
                }
            });
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return channel.read(bytes);
    }

    @Override
    public void finish() throws IOException {
        channel.shutdownOutput();
    }

    /**
     * Java 17 does not wake a thread in {@code transferTo} when the socket is closed, and the next connection could get its
     * number while the thread still writes to it. So that thread is woken by a shutdown, and closes it itself.
     */
    @Override
    public void close() throws IOException {
        change(() -> {
            closed = true;
            if (sending) {
                channel.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    private interface Change {
        void make() throws IOException;
    }

    private void change(Change change) throws IOException {
        state.lock();
        try {
            change.make();
        } finally {
            state.unlock();
        }
    }
}
