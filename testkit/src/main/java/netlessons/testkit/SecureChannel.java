package netlessons.testkit;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** TLS over a channel that does not block. One thread may read while another one writes. */
final class SecureChannel implements ByteChannel {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer incoming;
    private final ByteBuffer outgoing;
    private final ByteBuffer plain;
    private boolean ended;

    SecureChannel(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int record = engine.getSession().getPacketBufferSize();
        incoming = ByteBuffer.allocate(record * 2);
        outgoing = ByteBuffer.allocate(record * 2).limit(0);
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() * 2)
                .limit(0);
    }

    /** Shakes hands. */
    void begin(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        engine.beginHandshake();
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
                return;
            } else if (status == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING);
                while (!flush()) {
                    await(SelectionKey.OP_WRITE, deadline);
                }
            } else if (status == HandshakeStatus.NEED_TASK) {
                tasks();
            } else if (!unwrap()) {
                if (ended) {
                    throw new SSLException("the connection ended during the handshake of TLS");
                }
                await(SelectionKey.OP_READ, deadline);
            }
        }
    }

    private void await(int operation, long deadline) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, operation);
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || selector.select(left) == 0 && System.nanoTime() >= deadline) {
                throw new SocketTimeoutException("the handshake of TLS does not come to its end");
            }
        }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        while (!plain.hasRemaining()) {
            if (ended) {
                return -1;
            } else if (!unwrap()) {
                if (ended) {
                    continue;
                }
                return 0;
            } else if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) { // for new keys, say
                wrap(NOTHING);
                flush();
            }
        }
        int count = Math.min(plain.remaining(), to.remaining());
        to.put(to.position(), plain, plain.position(), count);
        to.position(to.position() + count);
        plain.position(plain.position() + count);
        return count;
    }

    /** Makes one step; false if nothing more can be done before more comes. */
    private boolean unwrap() throws IOException {
        incoming.flip();
        plain.compact();
        SSLEngineResult result;
        try {
            result = engine.unwrap(incoming, plain);
        } finally {
            plain.flip();
            incoming.compact();
        }
        tasks();
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
            return false;
        } else if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
            int count = channel.read(incoming);
            if (count < 0) {
                ended = true;
                engine.closeInbound(); // which complains if no farewell has come
            }
            return count > 0;
        }
        return true;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (!flush() || !from.hasRemaining()) {
            return 0;
        }
        int before = from.remaining();
        wrap(from);
        flush();
        return before - from.remaining();
    }

    private void wrap(ByteBuffer from) throws IOException {
        outgoing.compact();
        try {
            engine.wrap(from, outgoing);
        } finally {
            outgoing.flip();
        }
        tasks();
    }

    /** Sends what is ready; false if the other side does not take all of it. */
    boolean flush() throws IOException {
        if (outgoing.hasRemaining()) {
            channel.write(outgoing);
        }
        return !outgoing.hasRemaining();
    }

    private void tasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Says farewell, as far as the other side takes it at once: nothing more is sent. */
    void finish() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone() && flush()) {
            wrap(NOTHING);
        }
        flush();
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
