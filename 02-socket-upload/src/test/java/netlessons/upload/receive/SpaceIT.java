package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static netlessons.upload.receive.TestSender.end;
import static netlessons.upload.receive.TestSender.partial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** There is room, or there is not: on the disk, within the quota, for what others have announced. */
@Timeout(60)
class SpaceIT {
    @TempDir
    Path dir;

    @Test
    void theQuotaCountsWhatIsThere() throws IOException {
        Files.writeString(dir.resolve("old"), "0123456789");
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.quota = 20);
                TestSender sender = receiver.sender()) {
            sender.say(begin("x", 11)).isRejected(Code.QUOTA);
            sender.say(eager("x", 11), data(0, new byte[11]), end(new byte[11])).isRejected(Code.QUOTA);
            sender.say(eager("x", 6), data(0, new byte[6]), end(new byte[6])).isCommitted("x", false);
            sender.say(begin("y", 5)).isRejected(Code.QUOTA);
            sender.say(begin("x", 6)).isReady(6, new byte[6]); // it is there: nothing more is needed
            sender.say(end(new byte[6])).isCommitted("x", true);
            sender.say(begin("x", 6)).isReady(6, new byte[6]);
            sender.say(data(0, ascii("abcdef"))).isRejected(Code.QUOTA);
            sender.say(Message.Signal.CANCEL);
            sender.say(eager("y", 4), data(0, new byte[4]), end(new byte[3])).isRejected(Code.DIGEST);
            sender.say(eager("y", 4), data(0, new byte[4]), Message.Signal.CANCEL)
                    .isRejected(Code.CANCELLED);
            sender.say(eager("y", 4), data(0, new byte[4]), end(new byte[4])).isCommitted("y", false);
            sender.say(begin("z", 1)).isRejected(Code.QUOTA);
            sender.say(begin("z", 0)).isReady(0);
        }
    }

    @Test
    void whatIsReplacedOrRejectedTakesNoRoom() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir, Conflict.replace, limits -> limits.quota = 10);
                TestSender sender = receiver.sender()) {
            for (byte i = 0; i < 5; i++) {
                sender.say(eager("x", 5), data(0, i, i, i, i, i), end(i, i, i, i, i))
                        .isCommitted("x", false);
            }
        }
    }

    @Test
    void aPartOfBeforeIsCountedOnce() throws Exception {
        Message.Begin begin = begin("x", 10);
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.quota = 10)) {
            try (TestSender sender = receiver.sender()) {
                sender.say(begin).isReady(0);
                sender.say(data(0, new byte[6]));
                TestSender.await("a part", () -> receiver.files().size() == 1 && Files.size(partial(dir, begin)) == 6);
            }
            try (TestSender sender = receiver.sender()) {
                sender.say(begin).isReady(6, new byte[6]);
                sender.say(data(0, ascii("0123456789")), end(ascii("0123456789")));
                sender.isCommitted("x", false);
            }
        }
    }

    /** The same id with another size: what came before is too long, and goes. */
    @Test
    void aPartOfNoUseTakesNoRoom() throws Exception {
        Message.Begin small = begin("x", 1);
        Message.Begin big = new Message.Begin(
                small.id(), 10, small.changed(), small.mode(), small.digest(), small.name(), false, false);
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.quota = 10);
                TestSender sender = receiver.sender()) {
            try (TestSender leaves = receiver.sender()) {
                leaves.say(big).isReady(0);
                leaves.say(data(0, new byte[9]));
                TestSender.await("a part", () -> receiver.files().size() == 1 && Files.size(partial(dir, big)) == 9);
            }
            TestSender.await("room", () -> {
                sender.say(small);
                return sender.answer() instanceof Message.Ready;
            });
            sender.say(data(0, new byte[1]), end(new byte[1])).isCommitted("x", false);
            sender.say(begin("y", 9)).isReady(0);
        }
    }

    /** Also if there is somebody who uploads all the time, so that the folder cannot be counted anew. */
    @Test
    void whatIsSweptAwayTakesNoRoom() throws Exception {
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> {
                    limits.quota = 10;
                    limits.keepParts = Duration.ofMillis(500);
                });
                TestSender stays = receiver.sender();
                TestSender sender = receiver.sender()) {
            stays.say(begin("stays", 1)).isReady(0);
            try (TestSender leaves = receiver.sender()) {
                leaves.say(begin("leaves", 9)).isReady(0);
                leaves.say(data(0, new byte[9]));
                TestSender.await("a part", () -> Files.exists(partial(dir, begin("leaves", 9))));
            }
            TestSender.await("room", () -> {
                sender.say(begin("y", 9));
                return sender.answer() instanceof Message.Ready;
            });
        }
    }

    @Test
    void whatOneHasAnnouncedAnotherCannotHave() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.quota = 10);
                TestSender first = receiver.sender();
                TestSender second = receiver.sender()) {
            first.say(begin("x", 6)).isReady(0);
            second.say(begin("y", 5)).isRejected(Code.QUOTA);
            second.say(begin("y", 4)).isReady(0);
            second.say(Message.Signal.CANCEL).isRejected(Code.CANCELLED);
            first.finish();
            TestSender.await("room", () -> {
                second.say(begin("y", 10));
                return second.answer() instanceof Message.Ready;
            });
        }
    }

    @Test
    void someOfTheDiskStaysFree() throws IOException {
        long free = dir.toFile().getUsableSpace();
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.minFree = free / 2);
                TestSender first = receiver.sender();
                TestSender second = receiver.sender()) {
            first.say(begin("x", free * 3 / 4)).isRejected(Code.NO_SPACE);
            first.say(begin("x", free / 4)).isReady(0);
            second.say(begin("y", free * 3 / 8)).isRejected(Code.NO_SPACE);
        }
    }

    @Test
    void aBiggerFileThanAllowedIsNotBegun() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.file = 5);
                TestSender sender = receiver.sender()) {
            sender.say(begin("x", 6)).isRejected(Code.TOO_LARGE);
            sender.say(eager("x", 6), data(0, new byte[6]), end(new byte[6])).isRejected(Code.TOO_LARGE);
            sender.say(eager("x", 5), data(0, new byte[5]), end(new byte[5])).isCommitted("x", false);
        }
    }

    /** Another program fills the disk while we believe what we have reserved: a file system of 1 MiB in memory. */
    @Test
    void aFullDiskIsTheEndOfOneUploadOnly() throws Exception {
        assumeTrue(mount(), "only root may mount a small file system, and only on Linux");
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.minFree = 0);
                TestSender sender = receiver.sender()) {
            FileStore disk = Files.getFileStore(dir);
            sender.say(begin("x", 600_000)).isReady(0);
            sender.say(data(0, new byte[200_000]));
            TestSender.await("a part", () -> disk.getUsableSpace() < (1 << 20) - 200_000);
            byte[] rest = new byte[(int) disk.getUsableSpace()];
            Files.write(dir.resolve("hers"), rest);
            sender.say(data(200_000, new byte[200_000])).isRejected(Code.NO_SPACE);
            sender.say(data(400_000, new byte[200_000]), end(new byte[600_000]));
            assertThat(receiver.files()).containsExactly("hers");
            Files.delete(dir.resolve("hers"));
            sender.say(eager("y", 5), data(0, ascii("hello")), end(ascii("hello")))
                    .isCommitted("y", false);
            sender.say(begin("x", 600_000)).isReady(0);
        } finally {
            new ProcessBuilder("umount", "-l", dir.toString()).start().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private boolean mount() throws InterruptedException {
        try {
            Process mount =
                    new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dir.toString()).start();
            return mount.waitFor(10, TimeUnit.SECONDS) && mount.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
