package netlessons.upload;

import static netlessons.upload.TestSender.ascii;
import static netlessons.upload.TestSender.begin;
import static netlessons.upload.TestSender.data;
import static netlessons.upload.TestSender.digest;
import static netlessons.upload.TestSender.eager;
import static netlessons.upload.TestSender.end;
import static netlessons.upload.TestSender.partial;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One receiver, one sender: what becomes of a file. */
@Timeout(60)
class ReceiverIT {
    @TempDir
    Path dir;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private Receiver receiver;

    private TestSender sender() throws IOException {
        return sender(Conflict.reject);
    }

    private TestSender sender(Conflict onConflict) throws IOException {
        if (receiver == null) {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            receiver = Receiver.start(any, dir, onConflict, Limits.DEFAULT, Threads.executor(), log::add);
        }
        return TestSender.greeted(receiver.address());
    }

    @AfterEach
    void stop() throws IOException {
        if (receiver != null) {
            receiver.close();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> dir.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileIsCommitted() throws IOException {
        try (TestSender sender = sender()) {
            sender.say(begin("hello.txt", 5)).isReady(0);
            sender.say(data(0, ascii("he")), data(2, ascii("llo")), end(ascii("hello")))
                    .isCommitted("hello.txt", false);
            assertThat(dir.resolve("hello.txt")).hasContent("hello");
            assertThat(Files.getLastModifiedTime(dir.resolve("hello.txt")).toMillis())
                    .isEqualTo(1_000_000_000_000L);
            assertThat(files()).containsExactly("hello.txt");
            assertThat(log).containsExactly("Received hello.txt (5 bytes) from 127.0.0.1");
            sender.finish();
            sender.isClosed();
        }
    }

    @Test
    void eagerFilesAreCommittedTogetherAndAnsweredInOrder() throws IOException {
        try (TestSender sender = sender()) {
            sender.say(
                    eager("a/1", 1),
                    data(0, ascii("x")),
                    end(ascii("x")),
                    eager("../up", 1),
                    data(0, ascii("x")),
                    end(ascii("x")),
                    eager("a/2", 0),
                    end(),
                    Message.Signal.CANCEL,
                    eager("b/3", 2),
                    data(0, ascii("yz")),
                    end(ascii("zy")),
                    eager("a/1", 1),
                    data(0, ascii("x")),
                    end(ascii("x")));
            sender.isCommitted("a/1", false)
                    .isRejected(Code.BAD_NAME)
                    .isCommitted("a/2", false)
                    .isRejected(Code.DIGEST)
                    .isCommitted("a/1", true);
            assertThat(files()).containsExactly("a/1", "a/2");
        }
    }

    @Test
    void anInterruptedUploadGoesOn() throws Exception {
        Message.Begin begin = begin("a/big", 6);
        try (TestSender sender = sender()) {
            sender.say(begin).isReady(0);
            sender.say(data(0, ascii("abc")));
            TestSender.await(
                    "the bytes", () -> files().size() == 1 && Files.size(partial(dir.resolve("a"), begin)) == 3);
        }
        try (TestSender sender = sender()) {
            sender.say(begin).isReady(3, ascii("abc"));
            sender.say(data(3, ascii("def")), end(ascii("abcdef"))).isCommitted("a/big", false);
            sender.say(begin).isReady(6, ascii("abcdef"));
            sender.say(end(ascii("abcdef"))).isCommitted("a/big", true);
        }
        assertThat(files()).containsExactly("a/big");
    }

    @Test
    void anotherFileOfTheSameUploadBeginsAnew() throws Exception {
        Message.Begin begin = begin("big", 6);
        Files.writeString(partial(dir, begin), "xyz");
        try (TestSender sender = sender()) {
            sender.say(begin).isReady(3, ascii("xyz"));
            sender.say(data(0, ascii("abc")), data(3, ascii("def")), end(ascii("abcdef")))
                    .isCommitted("big", false);
        }
        assertThat(dir.resolve("big")).hasContent("abcdef");
        assertThat(digest()).isEqualTo(digest(new byte[0]));
    }
}
