package netlessons.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.testkit.Rfc;
import netlessons.testkit.SenderRun;
import netlessons.testkit.SenderTarget;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import netlessons.testkit.origin.NoOrigin;
import netlessons.upload.LosingReceiver.Place;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 7 for senders: they are interrupted or killed, or the receiver is gone for ever, or has no room. */
@Stage(value = 7, name = "crash and full disk", side = Side.SENDER)
@DisplayName("Stage 7: crash and full disk (sender)")
@Rfc("docs/02-protocol.md section 4.5")
final class Stage7SenderIT {
    /** Nobody should send as much as that EAGER. */
    private static final int BIG = 3 << 20;

    private static final Duration LONGEST = Duration.ofSeconds(90);

    private static Path big(SenderTarget sender) throws IOException {
        byte[] bytes = new byte[BIG];
        sender.random().nextBytes(bytes);
        return Files.write(sender.newFolder().resolve("big.bin"), bytes);
    }

    /** A receiver that does not read on in the middle of the first upload, until it is told that the sender is gone. */
    private static final class Waiting extends LosingReceiver {
        private final CountDownLatch half = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        Waiting() {
            super(Place.IN_THE_DATA, 0, false);
            senderEnds = true;
        }

        @Override
        WireFrame meanwhile(Open open) throws Exception {
            super.meanwhile(open);
            if (open.bytes.size() * 2 > BIG && goOn.getCount() > 0) {
                half.countDown();
                goOn.await();
                throw new Lost(); // what else was on its way does not come any more
            }
            return null;
        }

        void awaitHalf() throws InterruptedException {
            assertThat(half.await(LONGEST.toSeconds(), TimeUnit.SECONDS))
                    .as("whether half of the file has come")
                    .isTrue();
        }
    }

    @Test
    @Order(1)
    @DisplayName("Ctrl-C (SIGINT) in the middle: exit status 130; the next start goes on where it was")
    void interrupted(SenderTarget sender) throws Exception {
        Path file = big(sender);
        Waiting model = new Waiting();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            SenderRun run = sender.start(receiver.port(), file);
            model.awaitHalf();
            run.interrupt();
            int status = run.await();
            assertThat(status).as("the exit status, after Ctrl-C").isEqualTo(130);
            resume(sender, receiver, model, file);
        }
    }

    @Test
    @Order(2)
    @DisplayName("killed (kill -9) in the middle: the next start goes on where it was")
    void killed(SenderTarget sender) throws Exception {
        Path file = big(sender);
        Waiting model = new Waiting();
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            SenderRun run = sender.start(receiver.port(), file);
            model.awaitHalf();
            run.kill();
            resume(sender, receiver, model, file);
        }
    }

    private static void resume(SenderTarget sender, ScriptedReceiver receiver, Waiting model, Path file)
            throws IOException, InterruptedException {
        model.goOn.countDown();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (model.partial.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        receiver.expectSuccess(sender.start(receiver.port(), file));
        assertThat(model.offsets.get(model.offsets.size() - 1))
                .as("the offset of the last READY: the same file has the same id")
                .isGreaterThan(BIG / 2);
        Sent.expect(model, "big.bin", Files.readAllBytes(file));
    }

    @Test
    @Order(3)
    @DisplayName("nobody listens, now or later: after some tries it ends, and not with exit status 0")
    void nobodyThere(SenderTarget sender) throws IOException {
        Path file = Files.writeString(sender.newFolder().resolve("hello.txt"), "hello");
        try (NoOrigin nobody = NoOrigin.refusing()) {
            SenderRun run = sender.start(nobody.port(), file);
            assertThat(run.await(LONGEST)).as("the exit status").isNotZero();
        }
    }

    @Test
    @Order(4)
    @DisplayName("the receiver vanishes in the middle, for ever: after some tries it ends, and not with exit status 0")
    void vanishes(SenderTarget sender) throws Exception {
        Path file = big(sender);
        Waiting model = new Waiting();
        ScriptedReceiver receiver = ScriptedReceiver.start(sender, model);
        SenderRun run = sender.start(receiver.port(), file);
        model.awaitHalf();
        receiver.refuse();
        model.goOn.countDown();
        receiver.close();
        assertThat(run.await(LONGEST)).as("the exit status").isNotZero();
    }

    @Test
    @Order(5)
    @DisplayName(
            "the receiver has no room (NO_SPACE), and later may not hold as much (QUOTA): the exit status is not 0")
    @Rfc("docs/02-protocol.md section 8")
    void noSpace(SenderTarget sender) throws IOException {
        Path file = big(sender);
        AtomicInteger tries = new AtomicInteger();
        ModelReceiver model = new ModelReceiver() {
            @Override
            WireFrame meanwhile(Open open) {
                return tries.getAndIncrement() == 0
                        ? WireFrame.reject(WireCode.NO_SPACE, "The disk is full.")
                        : WireFrame.reject(WireCode.QUOTA, "You have enough.");
            }
        };
        try (ScriptedReceiver receiver = ScriptedReceiver.start(sender, model)) {
            receiver.expectFailure(sender.start(receiver.port(), file));
        }
    }
}
