package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static netlessons.upload.receive.TestSender.end;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import netlessons.testkit.Leaks;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever senders do, the receiver has in the end what it had in the beginning. */
@Timeout(120)
class LeaksIT {
    @TempDir
    Path dir;

    private static byte[] conversation() throws Exception {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        all.write(ascii("NLUP\u0001\0"));
        Message[] messages = {
            begin("a", 3),
            data(0, ascii("abc")),
            end(ascii("abc")),
            eager("b", 3),
            data(0, ascii("a")),
            data(1, ascii("bc")),
            end(ascii("abd")),
            begin(".c", 1),
            Message.Signal.PING,
            eager("d", 1),
            data(0, ascii("x")),
            Message.Signal.CANCEL,
            begin("e", 3),
            data(0, ascii("ab"))
        };
        for (Message message : messages) {
            all.write(TestSender.bytes(message));
        }
        return all.toByteArray();
    }

    @Test
    void nothingIsLeft() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] conversation = conversation();
        try (TestReceiver receiver = TestReceiver.start(dir);
                TestSender sender = receiver.sender()) {
            // The JVM keeps a socket of its own from the first time that one is closed while somebody reads from it.
            sender.say(begin("before", 1)).isReady(0);
        }
        try (Leaks leaks = new Leaks(Receiver.class, dir)) {
            TestReceiver receiver = TestReceiver.start(dir, limits -> limits.connections = 20);
            for (int i = 0; i < 400; i++) {
                try (TestSender sender = new TestSender(receiver.address())) {
                    sender.channel().socket().setSoLinger(random.nextBoolean(), 0);
                    sender.say(Arrays.copyOf(conversation, random.nextInt(conversation.length + 1)));
                    if (random.nextInt(4) == 0) {
                        sender.finish();
                        sender.channel().socket().getInputStream().readAllBytes();
                    }
                } catch (java.io.IOException e) {
                    // it was turned away, or somebody has taken over its upload
                }
            }
            TestSender.await("all have left", () -> {
                try (TestSender last = receiver.sender()) {
                    return last.say(eager("last", 0), end()).isCommitted("last", false) != null;
                } catch (java.io.IOException | AssertionError e) {
                    return false;
                }
            });
            receiver.close();
            leaks.descriptorsComeBack();
            leaks.threadsEnd();
            assertThat(leaks.errors()).isEmpty();
            assertThat(receiver.files())
                    .filteredOn(
                            file -> !file.equals(".netlessons-" + begin("e", 3).id() + ".part"))
                    .isSubsetOf("a", "last", ".netlessons-" + begin("a", 3).id() + ".part");
        }
    }
}
