package netlessons.upload.receive;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Frame;
import netlessons.upload.protocol.FrameDecoder;
import netlessons.upload.protocol.FrameEncoder;
import netlessons.upload.protocol.FrameReader;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.Preamble;
import netlessons.upload.protocol.ProtocolException;

/** One sender's connection: brings its frames to a {@link Session} and the answers back, and ends as it should. */
final class Connection implements Closeable {
    /** For many short answers, or one with the longest name that can be: 32 parts of 255 bytes. */
    private static final int ANSWERS = 16 << 10;

    private final SocketChannel channel;
    private final Limits limits;
    private final Decoders decoders;
    private final Patience patience;
    private final Line line;
    private final FrameEncoder out;
    private final Session session;
    private long lastSign = System.nanoTime();

    Connection(SocketChannel channel, Store store, Limits limits, Decoders decoders, Consumer<String> log)
            throws IOException {
        this.channel = channel;
        this.limits = limits;
        this.decoders = decoders;
        this.patience = new Patience(channel, limits);
        this.line = new Line(channel, patience);
        this.out = new FrameEncoder(line, ANSWERS);
        String client =
                ((InetSocketAddress) channel.getRemoteAddress()).getAddress().getHostAddress();
        this.session = new Session(
                store,
                patience,
                store.holder(this::end),
                this::write,
                this::sign,
                text -> log.accept(text + " from " + client));
    }

    /** For the clock, and to stop. */
    Patience patience() {
        return patience;
    }

    private void end() {
        Quietly.run(patience::end);
    }

    @Override
    public void close() throws IOException {
        patience.end();
    }

    // @start region=serve
    /**
     * Serves the sender until one of the two has had enough.
     *
     * @throws IOException if the sender went away: there is nobody left to tell
     */
    void serve() throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // we gather answers ourselves
            greet();
            converse();
        } catch (ProtocolException e) {
            refuse(e);
        } catch (RuntimeException | Error e) {
            Quietly.log(System.Logger.Level.ERROR, "A connection failed", e);
            session.interrupt(); // what we do not understand we do not publish
            refuse(new ProtocolException(Code.INTERNAL, "The receiver made a mistake."));
        } finally {
            session.interrupt();
        }
    }

    /** Preambles, and what we accept. If the other side speaks something else, it learns what we speak. */
    private void greet() throws IOException {
        out.preamble();
        try {
            Preamble.read(line);
        } catch (EOFException e) {
            throw patience.reason().<IOException>map(reason -> reason).orElse(e);
        }
        patience.greeted();
        out.write(limits.message());
        out.flush();
    }

    private void converse() throws IOException {
        FrameDecoder decoder = decoders.take();
        try {
            FrameReader reader = new FrameReader(new Input(), decoder);
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                patience.received(frame.type(), frame.payload().remaining());
                session.accept(frame);
            }
        } catch (EOFException e) {
            // within a frame: the same as within an upload
        } finally {
            decoders.giveBack(decoder);
        }
        ProtocolException reason = patience.reason().orElse(null);
        if (reason != null) {
            throw reason;
        }
    }

    // @end

    /** The last word. */
    private void refuse(ProtocolException reason) throws IOException {
        session.settle(); // what was whole before is answered before
        session.interrupt(); // the sender may come back at once
        out.write(Message.Refusal.error(reason.code(), reason.getMessage()));
        out.flush();
        line.linger();
    }

    private void write(Message message) throws IOException {
        out.write(
                message,
                message instanceof Message.Committed ? ANSWERS / 2 : FrameType.ERROR.longest(Message.Limits.LEAST));
    }

    /** A PONG, if nothing was said for a while. */
    private void sign() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        long now = System.nanoTime();
        if (now - lastSign > limits.idleTimeout().toNanos() / 4) {
            lastSign = now;
            out.write(Message.Signal.PONG);
            out.flush();
        }
    }

    // @start region=input
    /** While there is input we take it; before we wait for it, or when it is time, we give the answers that we owe. */
    private final class Input implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer to) throws IOException {
            if (session.isLate() || !line.hasInput()) {
                session.settle();
                out.flush();
            }
            return line.read(to, session.isIdle());
        }

        @Override
        public boolean isOpen() {
            return line.isOpen();
        }

        @Override
        public void close() throws IOException {
            line.close();
        }
    }
    // @end
}
