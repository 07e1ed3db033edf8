package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static netlessons.upload.receive.TestSender.end;
import static netlessons.upload.receive.TestSender.partial;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A connection breaks, a part of a file stays, somebody comes back for it; and what can be in its place. */
@Timeout(60)
class ResumeIT {
    private static final Message.Begin BEGIN = begin("x", 6);

    @TempDir
    Path dir;

    private TestReceiver receiver;
    private Path part;

    @BeforeEach
    void start() throws IOException {
        receiver = TestReceiver.start(dir);
        part = partial(dir, BEGIN);
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
    }

    /** All six bytes, from the first. */
    private static Message[] all() {
        return new Message[] {data(0, ascii("abcdef")), end(ascii("abcdef"))};
    }

    private void awaitPart(String text) {
        TestSender.await(
                "a part", () -> Files.exists(part) && Files.readString(part).equals(text));
    }

    @Test
    void whatCameInWholeFramesStays() throws IOException {
        try (TestSender sender = receiver.sender()) {
            sender.say(BEGIN).isReady(0);
            byte[] half = TestSender.bytes(data(3, ascii("def")));
            sender.say(data(0, ascii("abc"))).say(Arrays.copyOf(half, half.length - 1));
            awaitPart("abc");
        }
        try (TestSender sender = receiver.sender()) {
            sender.say(BEGIN).isReady(3, ascii("abc"));
        }
        awaitPart("abc");
    }

    @Test
    void ofEagerUploadsNothingStays() throws IOException {
        try (TestSender sender = receiver.sender()) {
            sender.say(eager("y", 2), data(0, ascii("a")));
            TestSender.await("a part", () -> receiver.files().size() == 1);
        }
        receiver.awaitNoParts();
        assertThat(receiver.files()).isEmpty();
    }

    @Test
    void withAllOfItThereOnlyTheEndIsMissing() throws IOException {
        Files.writeString(part, "abcdef");
        try (TestSender sender = receiver.sender()) {
            sender.say(BEGIN).isReady(6, ascii("abcdef"));
            sender.say(end(ascii("abcdef"))).isCommitted("x", false);
        }
        assertThat(receiver.files()).containsExactly("x");
    }

    @Test
    void theDigestIsOfAllOfIt() throws IOException {
        Files.writeString(part, "xbc");
        try (TestSender sender = receiver.sender()) {
            sender.say(BEGIN).isReady(3, ascii("xbc"));
            sender.say(data(3, ascii("def")), end(ascii("abcdef"))).isRejected(Code.DIGEST);
            assertThat(receiver.files()).isEmpty();
            sender.say(BEGIN).isReady(0);
        }
    }

    @Test
    void aPartThatIsTooLongIsOfNoUse() throws IOException {
        Files.writeString(part, "abcdefg");
        beginsAnew();
    }

    @Test
    void anEmptyPartIsOfNoUse() throws IOException {
        Files.createFile(part);
        beginsAnew();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkInPlaceOfAPartIsNotFollowed() throws IOException {
        Path other = Files.writeString(dir.resolve("other"), "abc");
        Files.createSymbolicLink(part, other);
        try (TestSender sender = receiver.sender()) {
            sender.say(BEGIN).isReady(0);
            sender.say(all()).isCommitted("x", false);
        }
        assertThat(other).hasContent("abc");
        assertThat(receiver.files()).containsExactly("other", "x");
    }

    @Test
    void aFolderInPlaceOfAPartIsNoReasonToFall() throws IOException {
        Files.createDirectory(part);
        Files.createFile(part.resolve("file"));
        try (TestSender sender = receiver.sender()) {
            sender.say(BEGIN).isReady(0);
            sender.say(all()).isRejected(Code.IO);
            sender.say(begin("y", 0)).isReady(0);
        }
    }

    /** The receiver was killed when the file had its name and the part still had its own: they are one file. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPublishedFileIsNotWrittenTo() throws IOException {
        Path published = Files.writeString(dir.resolve("x"), "abcdef");
        Files.createLink(part, published);
        try (TestSender sender = receiver.sender()) {
            sender.say(BEGIN).isReady(6, ascii("abcdef"));
            sender.say(data(0, ascii("xxxxxx")), end(ascii("xxxxxx"))).isRejected(Code.EXISTS);
            assertThat(published).hasContent("abcdef");
            Files.createLink(part, published);
            sender.say(BEGIN).isReady(6, ascii("abcdef"));
            sender.say(end(ascii("abcdef"))).isCommitted("x", true);
        }
        assertThat(published).hasContent("abcdef");
    }

    @Test
    void aFileThatChangesMeanwhileIsNotTheSenders() throws IOException {
        Path file = Files.writeString(dir.resolve("x"), "abcdef");
        try (TestSender sender = receiver.sender()) {
            sender.say(BEGIN).isReady(6, ascii("abcdef"));
            Files.delete(file);
            sender.say(end(ascii("abcdef"))).isRejected(Code.DIGEST);
            Files.writeString(file, "abcdef");
            sender.say(BEGIN).isReady(6, ascii("abcdef"));
            sender.say(Message.Signal.CANCEL).isRejected(Code.CANCELLED);
        }
        assertThat(file).hasContent("abcdef");
    }

    @Test
    void theNewerConnectionGetsTheUpload() throws Exception {
        try (TestSender older = receiver.sender();
                TestSender newer = receiver.sender()) {
            older.say(BEGIN).isReady(0);
            older.say(data(0, ascii("abc")));
            awaitPart("abc");
            newer.say(BEGIN).isReady(3, ascii("abc"));
            older.isClosed();
            newer.say(data(3, ascii("def")), end(ascii("abcdef"))).isCommitted("x", false);
        }
    }

    /** Many want the same upload at the same time, and come back when they lose it: all learn that it is there. */
    @Test
    void whoeverComesBackIsServedInTheEnd() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Message.Committed> task = this::sendUntilItIsThere;
            for (Future<Message.Committed> one : threads.invokeAll(Collections.nCopies(8, task))) {
                assertThat(one.get().size()).isEqualTo(6);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(receiver.files()).containsExactly("x");
    }

    private Message.Committed sendUntilItIsThere() throws IOException {
        while (true) {
            try (TestSender sender = receiver.sender()) {
                if (sender.say(BEGIN).answer() instanceof Message.Ready ready) {
                    byte[] rest = Arrays.copyOfRange(ascii("abcdef"), (int) ready.offset(), 6);
                    if (rest.length > 0) {
                        sender.say(data(ready.offset(), rest));
                    }
                    if (sender.say(end(ascii("abcdef"))).answer() instanceof Message.Committed committed) {
                        return committed;
                    }
                }
            } catch (IOException e) {
                // another one has taken it over
            }
        }
    }

    /** Another process writes to the part: it has a lock that ends with it. */
    @Test
    void twoReceiversDoNotWriteOnePart() throws IOException {
        Files.writeString(part, "abc");
        try (FileChannel other = FileChannel.open(part, StandardOpenOption.WRITE);
                TestSender sender = receiver.sender()) {
            FileLock lock = other.lock();
            sender.say(BEGIN).isRejected(Code.IN_USE);
            lock.release();
            sender.say(BEGIN).isReady(3, ascii("abc"));
        }
    }

    /** Also not if it is of no use to us: the other one would publish what we put in its place. */
    @Test
    void twoReceiversDoNotReplaceOnePart() throws IOException {
        Files.writeString(part, "longer than six");
        try (FileChannel other = FileChannel.open(part, StandardOpenOption.WRITE);
                TestSender sender = receiver.sender()) {
            FileLock lock = other.lock();
            sender.say(BEGIN).isReady(0);
            sender.say(all()).isRejected(Code.IN_USE);
            assertThat(part).hasContent("longer than six");
            lock.release();
            sender.say(BEGIN).isReady(0);
            sender.say(all()).isCommitted("x", false);
        }
        assertThat(dir.resolve("x")).hasContent("abcdef");
    }

    private void beginsAnew() throws IOException {
        try (TestSender sender = receiver.sender()) {
            sender.say(BEGIN).isReady(0);
            sender.say(all()).isCommitted("x", false);
        }
        assertThat(receiver.files()).containsExactly("x");
        assertThat(dir.resolve("x")).hasContent("abcdef");
    }
}
