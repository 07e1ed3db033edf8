package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static netlessons.upload.receive.TestSender.end;
import static netlessons.upload.receive.TestSender.partial;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The receiver stops while senders are there. */
@Timeout(60)
class StoppingIT {
    @TempDir
    Path dir;

    private static CompletableFuture<Void> stop(TestReceiver receiver) {
        return CompletableFuture.runAsync(() -> {
            try {
                receiver.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void awaitNoNewSenders(TestReceiver receiver) {
        TestSender.await("a closed door", () -> {
            try (TestSender late = new TestSender(receiver.address())) {
                return !late.channel().isConnected();
            } catch (IOException e) {
                return true; // refused, or reset at the last moment
            }
        });
    }

    @Test
    void whatIsUnderWayMayFinish() throws Exception {
        TestReceiver receiver = TestReceiver.start(dir);
        try (TestSender busy = receiver.sender();
                TestSender idle = receiver.sender()) {
            busy.say(begin("x", 4)).isReady(0);
            busy.say(data(0, ascii("ab")));
            CompletableFuture<Void> stopped = stop(receiver);
            idle.isRefused(FrameType.ERROR, Code.STOPPING).isClosed();
            awaitNoNewSenders(receiver);
            assertThat(stopped).isNotDone();
            busy.say(data(2, ascii("cd")), end(ascii("abcd"))).isCommitted("x", false);
            busy.isRefused(FrameType.ERROR, Code.STOPPING);
            busy.finish();
            stopped.get(8, TimeUnit.SECONDS); // before the grace ends
        }
        assertThat(receiver.files()).containsExactly("x");
        receiver.receiver().awaitClose();
        receiver.close();
    }

    @Test
    void nothingNewBegins() throws Exception {
        TestReceiver receiver = TestReceiver.start(dir);
        try (TestSender sender = receiver.sender();
                TestSender idle = receiver.sender()) {
            sender.say(eager("x", 1));
            TestSender.await("the upload", () -> sender.say(Message.Signal.PING).isPong() != null);
            CompletableFuture<Void> stopped = stop(receiver);
            idle.isRefused(FrameType.ERROR, Code.STOPPING); // all are told one after the other, again and again
            Thread.sleep(200);
            sender.say(data(0, ascii("a")), end(ascii("a")), eager("y", 0), end());
            sender.isCommitted("x", false).isRejected(Code.STOPPING).isRefused(FrameType.ERROR, Code.STOPPING);
            sender.finish();
            stopped.get(8, TimeUnit.SECONDS);
        }
        assertThat(receiver.files()).containsExactly("x");
    }

    @Test
    void whatDoesNotFinishIsInterruptedAndCanGoOn() throws Exception {
        Message.Begin begin = begin("x", 4);
        TestReceiver receiver = TestReceiver.start(dir, limits -> limits.grace = Duration.ofMillis(300));
        try (TestSender sender = receiver.sender();
                TestSender eager = receiver.sender()) {
            sender.say(begin).isReady(0);
            sender.say(data(0, ascii("ab")));
            eager.say(eager("y", 2), data(0, ascii("a")));
            TestSender.await("both", () -> receiver.files().size() == 2 && Files.size(partial(dir, begin)) == 2);
            CompletableFuture<Void> stopped = stop(receiver);
            sender.isRefused(FrameType.ERROR, Code.STOPPING);
            sender.finish();
            eager.isRefused(FrameType.ERROR, Code.STOPPING);
            eager.finish();
            stopped.get(8, TimeUnit.SECONDS);
        }
        assertThat(receiver.files())
                .containsExactly(partial(dir, begin).getFileName().toString());
        try (TestReceiver next = TestReceiver.start(dir);
                TestSender sender = next.sender()) {
            sender.say(begin).isReady(2, ascii("ab"));
        }
    }

    /** One that goes on sending and never reads, or never goes: closing takes no longer for it. */
    @Test
    void nobodyCanHoldIt() throws Exception {
        TestReceiver receiver = TestReceiver.start(dir, limits -> {
            limits.grace = Duration.ofMillis(200);
            limits.linger = Duration.ofSeconds(30);
        });
        try (TestSender stays = receiver.sender();
                TestSender silent = new TestSender(receiver.address())) {
            stays.say(begin("x", 4)).isReady(0);
            assertThat(silent.channel().isConnected()).isTrue();
            stop(receiver).get(20, TimeUnit.SECONDS);
        }
        receiver.receiver().awaitClose();
    }
}
