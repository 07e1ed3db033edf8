package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.partial;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Parts of files that nobody came back for. */
@Timeout(60)
class SweeperIT {
    @TempDir
    Path dir;

    private static Path aged(Path file, Duration age) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "abc");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private static String name(int id) {
        return ".netlessons-%032x.part".formatted(id);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void oldPartsGoAndNothingElse() throws Exception {
        Path old = aged(dir.resolve("a/b").resolve(name(1)), Duration.ofHours(25));
        Path ofTheFuture = aged(dir.resolve(name(2)), Duration.ofHours(-25));
        Path young = aged(dir.resolve(name(3)), Duration.ofHours(23));
        Path file = aged(dir.resolve("file.part"), Duration.ofDays(1000));
        Path other = aged(dir.resolve(".netlessons-x.part"), Duration.ofDays(1000));
        Path outside = aged(dir.resolveSibling(dir.getFileName() + "-outside").resolve(name(4)), Duration.ofDays(9));
        Files.createSymbolicLink(dir.resolve("link"), outside.getParent());
        Path folder = Files.createDirectory(dir.resolve(name(5)));
        Files.setLastModifiedTime(folder, FileTime.fromMillis(0));
        try (TestReceiver receiver = TestReceiver.start(dir)) {
            TestSender.await("old parts are gone", () -> !Files.exists(old) && !Files.exists(ofTheFuture));
            assertThat(receiver.address()).isNotNull();
        }
        assertThat(young).exists();
        assertThat(file).exists();
        assertThat(other).exists();
        assertThat(outside).exists();
        assertThat(folder).exists();
        Files.delete(outside);
        Files.delete(outside.getParent());
    }

    @Test
    void theyGoWhileTheReceiverRuns() throws Exception {
        Message.Begin left = begin("left", 4);
        Message.Begin open = begin("open", 4);
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> limits.keepParts = Duration.ofMillis(500));
                TestSender stays = receiver.sender()) {
            stays.say(open).isReady(0);
            stays.say(data(0, ascii("ab")), Message.Signal.PING).isPong();
            try (TestSender leaves = receiver.sender()) {
                leaves.say(left).isReady(0);
                leaves.say(data(0, ascii("ab")));
                TestSender.await("a part", () -> Files.exists(partial(dir, left)));
            }
            TestSender.await("it is gone", () -> !Files.exists(partial(dir, left)));
            assertThat(partial(dir, open)).as("of an upload that is open").exists();
            stays.say(data(2, ascii("cd")), TestSender.end(ascii("abcd"))).isCommitted("open", false);
        }
    }

    /** What goes makes room: the quota is counted anew. */
    @Test
    void whatIsGoneIsNotCounted() throws Exception {
        aged(dir.resolve(name(1)), Duration.ofHours(25));
        Path file = aged(dir.resolve("file"), Duration.ZERO);
        try (TestReceiver receiver = TestReceiver.start(dir, limits -> {
                    limits.quota = 5;
                    limits.keepParts = Duration.ofHours(1).plusSeconds(1);
                });
                TestSender sender = receiver.sender()) {
            sender.say(begin("x", 3)).isRejected(Code.QUOTA);
            sender.say(begin("x", 2)).isReady(0);
            sender.say(data(0, ascii("ab")), TestSender.end(ascii("ab"))).isCommitted("x", false);
            assertThat(file).exists();
        }
    }
}
