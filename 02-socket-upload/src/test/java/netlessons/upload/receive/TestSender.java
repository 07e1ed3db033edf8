package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.FileDigest;
import netlessons.upload.protocol.Frame;
import netlessons.upload.protocol.FrameDecoder;
import netlessons.upload.protocol.FrameEncoder;
import netlessons.upload.protocol.FrameReader;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.UploadId;
import org.awaitility.Awaitility;

/** A sender for tests of the receiver: says what it is told to, right or wrong, and reads one answer at a time. */
final class TestSender implements Closeable {
    static final DigestKind KIND = DigestKind.CRC;
    private static final int PATIENCE_MILLIS = 30_000;

    private final SocketChannel channel;
    private final FrameEncoder out;
    private final FrameReader in;

    /** Connects, and says nothing yet. */
    TestSender(InetSocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.socket().setSoTimeout(PATIENCE_MILLIS);
        out = new FrameEncoder(channel, 2 << 20);
        ReadableByteChannel answers = Channels.newChannel(channel.socket().getInputStream()); // knows a time-out
        in = new FrameReader(answers, new FrameDecoder(false, Message.Limits.MOST));
    }

    /** Connects and exchanges preambles and limits. */
    static TestSender greeted(InetSocketAddress address) throws IOException {
        TestSender sender = new TestSender(address);
        sender.preamble();
        assertThat(sender.answer()).isInstanceOf(Message.Limits.class);
        return sender;
    }

    void preamble() throws IOException {
        out.preamble();
        out.flush();
        isGreeted();
    }

    /** The receiver's preamble comes. */
    TestSender isGreeted() throws IOException {
        in.preamble();
        return this;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Says all of this at once. */
    TestSender say(Message... messages) throws IOException {
        for (Message message : messages) {
            out.write(message, 1 << 20);
        }
        out.flush();
        return this;
    }

    TestSender say(byte... bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes));
        return this;
    }

    /** Whether something has come that was not read. */
    boolean isAnswered() throws IOException {
        return channel.socket().getInputStream().available() > 0;
    }

    /** The next frame. */
    Frame frame() throws IOException {
        Frame frame = in.next();
        if (frame == null) {
            throw new EOFException("The receiver closed the connection.");
        }
        return frame;
    }

    TestSender isPong() throws IOException {
        assertThat(frame().type()).isEqualTo(FrameType.PONG);
        return this;
    }

    /** The next answer but PONG. */
    Message answer() throws IOException {
        Frame frame = frame();
        while (frame.type() == FrameType.PONG) {
            frame = frame();
        }
        return frame.type() == FrameType.COMMITTED || frame.type() == FrameType.HAVE
                ? frame.committed(KIND)
                : frame.message();
    }

    /** The next frame is this REJECT or ERROR. */
    TestSender isRefused(FrameType type, Code code) throws IOException {
        assertThat(answer()).isInstanceOfSatisfying(Message.Refusal.class, refusal -> {
            assertThat(Code.nameOf(refusal.code())).as(refusal.text()).isEqualTo(code.name());
            assertThat(refusal.type()).isEqualTo(type);
            assertThat(refusal.again()).isEqualTo(code.again());
        });
        return this;
    }

    TestSender isRejected(Code code) throws IOException {
        return isRefused(FrameType.REJECT, code);
    }

    /** The next frame is COMMITTED, or HAVE if the file was there before, with this name. */
    TestSender isCommitted(String name, boolean before) throws IOException {
        assertThat(answer()).isInstanceOfSatisfying(Message.Committed.class, committed -> {
            assertThat(committed.name()).isEqualTo(name);
            assertThat(committed.before()).as("HAVE").isEqualTo(before);
        });
        return this;
    }

    TestSender isReady(long offset, byte... prefix) throws IOException {
        assertThat(answer()).isEqualTo(new Message.Ready(offset, digest(prefix)));
        return this;
    }

    /** The receiver closes, and says nothing more. */
    void isClosed() throws IOException {
        try {
            Frame frame = in.next();
            assertThat(frame == null ? null : frame.message()).isNull();
        } catch (SocketException e) {
            // a reset is an end as well
        }
    }

    void finish() throws IOException {
        channel.shutdownOutput();
    }

    /** As a program ends that is killed: nothing more is said. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    static Message.Begin begin(String name, long size) {
        return begin(name, size, false);
    }

    static Message.Begin eager(String name, long size) {
        return begin(name, size, true);
    }

    /** With an id that is due to name and size. */
    static Message.Begin begin(String name, long size, boolean eager) {
        UploadId id = UploadId.of("/" + name, name, size, 0);
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return new Message.Begin(id, size, 1_000_000_000_000L, 0644, KIND.number(), utf8, eager, false);
    }

    static Message.Data data(long offset, byte... bytes) {
        return new Message.Data(offset, ByteBuffer.wrap(bytes));
    }

    static Message.End end(byte... whole) {
        return new Message.End(digest(whole));
    }

    static Digest digest(byte... bytes) {
        FileDigest digest = KIND.begin();
        digest.update(ByteBuffer.wrap(bytes));
        return digest.value();
    }

    /** A frame as it goes over the wire. */
    static byte[] bytes(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FrameEncoder encoder = new FrameEncoder(Channels.newChannel(bytes), 2 << 20);
        encoder.write(message, 1 << 20);
        encoder.flush();
        return bytes.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the receiver keeps what has come of this upload. */
    static Path partial(Path dir, Message.Begin begin) {
        return dir.resolve(".netlessons-" + begin.id() + ".part");
    }

    /** Waits, with a bound, for what another thread does. */
    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofMillis(PATIENCE_MILLIS)).until(condition);
    }
}
