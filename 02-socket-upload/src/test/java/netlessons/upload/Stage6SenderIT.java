package netlessons.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import netlessons.testkit.Rfc;
import netlessons.testkit.SenderRun;
import netlessons.testkit.SenderTarget;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Stage 6 for senders: receivers that make mistakes or mean harm. The first connection is to such a one, those that follow
 * are to a good one. Whether a sender tries again is its own affair; but it ends, and with exit status 0 only if the good
 * receiver has the file.
 */
@Stage(value = 6, name = "hostile input", side = Side.SENDER)
@DisplayName("Stage 6: hostile input (sender)")
final class Stage6SenderIT {
    private static final int SMALL = 5000;
    /** Nobody should send as much as that EAGER. */
    private static final int BIG = 3 << 20;

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    private static final byte[] LIMITS = WireFrame.join(
            WireFrame.PREAMBLE, WireFrame.limits(1024, 262_144, 1L << 40, 1000).bytes());

    /** The first connection. */
    private interface Trick {
        void play(FrameWire wire, byte[] file) throws Exception;
    }

    /** What a receiver may say that is no receiver of ours, or is out of its mind. */
    enum Hostility {
        SPEAKS_HTTP(SMALL, (wire, file) -> wire.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1))),
        SPEAKS_VERSION_2(SMALL, (wire, file) -> wire.send(new byte[] {'N', 'L', 'U', 'P', 2, 0})),
        LIMITS_OF_4_GIB(
                SMALL,
                (wire, file) -> wire.send(
                        WireFrame.join(WireFrame.PREAMBLE, WireFrame.header('L', 0, 0xffff_ffffL), new byte[1000]))),
        LIMITS_WITH_A_WRONG_CRC(
                SMALL,
                (wire, file) -> wire.send(WireFrame.join(
                        WireFrame.PREAMBLE,
                        WireFrame.limits(1024, 262_144, 1L << 40, 1000).damaged()))),
        LIMITS_OF_NOTHING(
                SMALL,
                (wire, file) -> wire.send(WireFrame.join(
                        WireFrame.PREAMBLE, WireFrame.limits(0, 0, 0, 0).bytes()))),
        A_FRAME_OF_NO_TYPE(SMALL, (wire, file) -> wire.send(LIMITS).send(new WireFrame('z', 0, new byte[3]))),
        A_FRAME_OF_SENDERS(SMALL, (wire, file) -> wire.send(LIMITS).send(WireFrame.end(new byte[8]))),
        COMMITTED_BEFORE_BEGIN(
                SMALL,
                (wire, file) -> wire.send(WireFrame.join(LIMITS, committed(file).bytes()))),
        COMMITTED_OF_2_GIB(SMALL, (wire, file) -> untilEnd(wire).send(WireFrame.header('C', 0, 1L << 31))),
        COMMITTED_INSTEAD_OF_READY(BIG, (wire, file) -> {
            WireBegin begin = untilBegin(wire);
            wire.send(WireFrame.committed(BIG, begin.digest(file), "file.bin"));
        }),
        READY_BEHIND_THE_END(BIG, (wire, file) -> {
            WireBegin begin = untilBegin(wire);
            wire.send(WireFrame.ready(BIG + 1L, begin.digest(file)));
        }),
        READY_AT_MINUS_1(BIG, (wire, file) -> {
            WireBegin begin = untilBegin(wire);
            wire.send(WireFrame.ready(-1, begin.digest(file)));
        });

        final int size;
        private final Trick trick;

        Hostility(int size, Trick trick) {
            this.size = size;
            this.trick = trick;
        }
    }

    private static WireFrame committed(byte[] file) {
        return WireFrame.committed(file.length, WireUpload.digest(WireUpload.DIGEST_CRC, file), "file.bin");
    }

    private static WireBegin untilBegin(FrameWire wire) {
        wire.sayLimits(1024, 262_144, 1L << 40, 1000);
        return WireBegin.of(wire.next("BEGIN"));
    }

    private static void sayReady(FrameWire wire, WireBegin begin) {
        if (!begin.eager()) {
            wire.send(WireFrame.ready(0, begin.digest(new byte[0])));
        }
    }

    private static FrameWire untilEnd(FrameWire wire) {
        sayReady(wire, untilBegin(wire));
        while (wire.next("DATA and END").type() != 'E') {
            // the data do not matter
        }
        return wire;
    }

    /** Reads on until the sender has closed the connection. */
    private static void untilClosed(FrameWire wire) {
        while (wire.wire().hasWord(LONGEST_SILENCE)) {
            if (!wire.wire().awaitMore("the end of the connection")) {
                return;
            }
            wire.wire().read(1, "the end of the connection");
        }
        throw wire.failure("the end of the connection: this receiver is of no use", 0);
    }

    private static Path file(SenderTarget sender, int size) throws IOException {
        byte[] bytes = new byte[size];
        sender.random().nextBytes(bytes);
        return Files.write(sender.newFolder().resolve("file.bin"), bytes);
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @DisplayName("a receiver that makes no sense: the sender closes the connection, and does not take it for a success")
    @Rfc("docs/02-protocol.md section 2, section 4.4")
    @EnumSource
    void hostile(Hostility hostility, SenderTarget sender) throws IOException {
        Path file = file(sender, hostility.size);
        byte[] bytes = Files.readAllBytes(file);
        ModelReceiver good = new ModelReceiver();
        ScriptedReceiver.Script script = (wire, connection) -> {
            if (connection > 0) {
                good.play(wire, connection);
                return;
            }
            wire.expectPreamble();
            hostility.trick.play(wire, bytes);
            untilClosed(wire);
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, script)) {
            if (receiver.await(sender.start(receiver.port(), file)) == 0) {
                Sent.expect(good, "file.bin", bytes);
            }
        }
    }

    @Test
    @Order(2)
    @DisplayName("a receiver says nothing more, or does not read: the sender ends the connection after a while")
    @Rfc("docs/02-protocol.md section 4.2")
    void silent(SenderTarget sender) throws IOException {
        Path small = file(sender, SMALL);
        Path huge = file(sender, 30_000_000); // more than the system keeps on its way
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedReceiver first =
                        silentReceiver(sender, (wire, file) -> untilClosed(wire.send(WireFrame.PREAMBLE)));
                ScriptedReceiver second = silentReceiver(sender, (wire, file) -> untilClosed(untilEnd(wire)));
                ScriptedReceiver third = silentReceiver(sender, (wire, file) -> {
                    sayReady(wire, untilBegin(wire));
                    over.await();
                })) {
            SenderRun one = sender.start(first.port(), small);
            SenderRun two = sender.start(second.port(), small);
            SenderRun three = sender.start(third.port(), huge);
            expectEndOrAnotherTry(first, one);
            expectEndOrAnotherTry(second, two);
            expectEndOrAnotherTry(third, three);
            over.countDown();
        }
    }

    private static void expectEndOrAnotherTry(ScriptedReceiver receiver, SenderRun run) {
        long deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
        while (receiver.connections() < 2 && run.running()) {
            assertThat(System.nanoTime())
                    .as("the time, while the sender waits on")
                    .isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
        if (receiver.connections() < 2) {
            run.expectFailure();
        }
        run.kill();
    }

    /** One that plays this trick on its first connection, and on the others says that there is no hope. */
    private static ScriptedReceiver silentReceiver(SenderTarget sender, Trick trick) {
        return ScriptedReceiver.start(sender, (wire, connection) -> {
            wire.expectPreamble();
            if (connection == 0) {
                trick.play(wire, new byte[0]);
            } else {
                wire.send(WireFrame.PREAMBLE).send(WireFrame.error(WireCode.STATE, "There is no hope."));
            }
        });
    }

    @Test
    @Order(3)
    @DisplayName("a hundred thousand PONGs while the receiver is at work: the sender waits, and the file arrives")
    @Rfc("docs/02-protocol.md section 4.6")
    void pongs(SenderTarget sender) throws IOException {
        Path file = file(sender, BIG);
        byte[] pong = WireFrame.pong().bytes();
        byte[] many = new byte[10_000 * pong.length];
        for (int at = 0; at < many.length; at += pong.length) {
            System.arraycopy(pong, 0, many, at, pong.length);
        }
        ModelReceiver good = new ModelReceiver() {
            @Override
            void say(FrameWire wire, WireFrame frame) {
                for (int i = 0; i < 5; i++) {
                    wire.send(many);
                }
                wire.send(frame);
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, good)) {
            receiver.expectSuccess(sender.start(receiver.port(), file));
        }
        Sent.expect(good, "file.bin", Files.readAllBytes(file));
    }

    @Test
    @Order(4)
    @DisplayName("text of a receiver is printed without what would move the cursor or change colours of a terminal")
    @Rfc("docs/02-protocol.md section 8")
    void escapes(SenderTarget sender) throws IOException {
        byte[] text = "\u001b[2J\u001b]0;owned\u0007 hello \u009b31m \r over it \u202e".getBytes(UTF_8);
        byte[] quota = {0, (byte) WireCode.QUOTA.number, 0};
        ModelReceiver model = new ModelReceiver() {
            @Override
            WireFrame verdict(WireBegin begin, byte[] bytes) {
                return new WireFrame('N', 0, WireFrame.join(quota, text));
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            SenderRun run = sender.start(receiver.port(), file(sender, SMALL));
            receiver.expectFailure(run);
            assertThat(run.output().chars().filter(c -> c == 0x1b || c == 0x07 || c == 0x9b || c == 0x202e))
                    .as("control characters that have reached the terminal")
                    .isEmpty();
        }
    }
}
