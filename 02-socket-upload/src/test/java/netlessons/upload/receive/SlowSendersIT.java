package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static netlessons.upload.receive.TestSender.partial;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Senders that say nothing, too little, or nothing of use, or do not listen: each has its end. */
@Timeout(60)
class SlowSendersIT {
    /** Longer than this JVM, or a thread of it, may stand still. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    private static final long PAUSE_MILLIS = SHORT.toMillis() / 10;

    @TempDir
    Path dir;

    private TestReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = TestReceiver.start(dir, limits -> {
            limits.preambleTimeout = SHORT;
            limits.idleTimeout = SHORT;
            limits.pingTimeout = Duration.ofSeconds(5);
            limits.linger = Duration.ofMillis(500);
            limits.minimumRate = 1000;
        });
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
    }

    /** Says one byte after the other, with a pause, until the other side has had enough. */
    private static void dribble(TestSender sender, byte... bytes) throws InterruptedException {
        try {
            for (int i = 0; i < bytes.length && !sender.isAnswered(); i++) {
                sender.say(bytes[i]);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            // as it should be
        }
    }

    @Test
    void noPreambleIsTheEnd() throws Exception {
        try (TestSender silent = new TestSender(receiver.address());
                TestSender slow = new TestSender(receiver.address())) {
            dribble(slow, ascii("NLUP"));
            silent.isClosed();
            slow.isClosed();
        }
    }

    @Test
    void silenceIsTheEnd() throws IOException {
        Message.Begin begin = begin("x", 4);
        try (TestSender idle = receiver.sender();
                TestSender withFile = receiver.sender();
                TestSender withHalfAFrame = receiver.sender()) {
            withFile.say(begin).isReady(0);
            withFile.say(data(0, ascii("ab")));
            withHalfAFrame.say(Arrays.copyOf(TestSender.bytes(data(0, ascii("ab"))), 12));
            idle.isRefused(FrameType.ERROR, Code.TIMEOUT).isClosed();
            for (TestSender sender : new TestSender[] {withFile, withHalfAFrame}) {
                // What it had waited before its last bytes came was taken from its time: so that may end a little
                // sooner.
                assertThat(sender.answer())
                        .isInstanceOfSatisfying(
                                Message.Refusal.class,
                                refusal ->
                                        assertThat(refusal.code()).isIn(Code.TIMEOUT.number(), Code.TOO_SLOW.number()));
                sender.isClosed();
            }
        }
        assertThat(partial(dir, begin)).hasContent("ab");
    }

    @Test
    void aByteNowAndThenIsTooLittle() throws Exception {
        byte[] bytes = TestSender.bytes(data(0, new byte[100]));
        try (TestSender sender = receiver.sender()) {
            dribble(sender, Arrays.copyOf(bytes, 100));
            sender.isRefused(FrameType.ERROR, Code.TOO_SLOW).isClosed();
        }
    }

    @Test
    void wholeFramesOfNextToNothingAreTooLittle() throws Exception {
        try (TestSender sender = receiver.sender()) {
            sender.say(eager("x", 1000));
            for (int i = 0; i < 100; i++) {
                sender.say(data(i, (byte) 0), Message.Signal.PING);
                Thread.sleep(PAUSE_MILLIS);
            }
            throw new AssertionError("a byte every " + PAUSE_MILLIS + " ms was enough");
        } catch (IOException e) {
            receiver.awaitNoParts();
        }
    }

    @Test
    void theMinimumRateIsEnough() throws Exception {
        try (TestSender sender = receiver.sender()) {
            byte[] all = new byte[6000];
            sender.say(eager("x", all.length));
            for (int i = 0; i < all.length; i += 100) {
                sender.say(data(i, new byte[100]));
                Thread.sleep(60);
            }
            sender.say(TestSender.end(all)).isCommitted("x", false);
        }
    }

    @Test
    void pingsKeepAConnectionButNotForEver() throws Exception {
        try (TestSender sender = receiver.sender()) {
            long start = System.nanoTime();
            sender.say(begin("x", 4)).isReady(0);
            Message last = Message.Signal.PONG;
            while (last == Message.Signal.PONG) {
                sender.say(Message.Signal.PING);
                last = sender.frame().message();
                Thread.sleep(PAUSE_MILLIS);
            }
            assertThat(last)
                    .isInstanceOfSatisfying(
                            Message.Refusal.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(Code.TIMEOUT.number()));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(4500));
        }
    }

    /** Asks and asks, and reads no answer: they fill what the system holds for it, and then somebody has to give way. */
    @Test
    void whoDoesNotListenIsTheEnd() throws Exception {
        ByteBuffer pings = ByteBuffer.wrap(TestSender.bytes(Message.Signal.PING));
        ByteBuffer many = ByteBuffer.allocate(10_000 * pings.remaining());
        Collections.nCopies(10_000, pings).forEach(ping -> many.put(ping.duplicate()));
        try (TestSender sender = receiver.sender()) {
            while (true) {
                sender.channel().write(many.rewind());
            }
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|abort).*");
        }
    }

    /** What takes the receiver time itself is nobody's fault: here the digest of a part is made. */
    @Test
    void workOfOursIsNotTheSendersTime() throws Exception {
        Message.Begin begin = begin("x", 256 << 20);
        try (java.io.RandomAccessFile part =
                new java.io.RandomAccessFile(partial(dir, begin).toFile(), "rw")) {
            part.setLength(begin.size());
        }
        try (TestSender sender = receiver.sender()) {
            assertThat(sender.say(begin).answer())
                    .isInstanceOfSatisfying(
                            Message.Ready.class,
                            ready -> assertThat(ready.offset()).isEqualTo(begin.size()));
        }
    }
}
