package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static netlessons.upload.receive.TestSender.end;
import static netlessons.upload.receive.TestSender.partial;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.FileDigest;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.UploadId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One receiver, one sender: what becomes of a file. */
@Timeout(60)
class ReceiverIT {
    @TempDir
    Path dir;

    private TestReceiver receiver;

    private TestSender sender() throws IOException {
        return receiver.sender();
    }

    private List<String> files() throws IOException {
        return receiver.files();
    }

    @BeforeEach
    void start() throws IOException {
        receiver = TestReceiver.start(dir);
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
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
            assertThat(receiver.log()).containsExactly("Received hello.txt (5 bytes) from 127.0.0.1");
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
    }

    @Test
    void noBytesMakeAnEmptyFile() throws IOException {
        try (TestSender sender = sender()) {
            sender.say(begin("empty", 0)).isReady(0);
            sender.say(end()).isCommitted("empty", false);
            sender.say(begin("empty", 0)).isReady(0);
            sender.say(end()).isCommitted("empty", true);
        }
        assertThat(dir.resolve("empty")).isEmptyFile();
    }

    @Test
    void foldersAreMade() throws IOException {
        byte[] name = ascii("a/b");
        Message.Begin folder = new Message.Begin(new UploadId(1, 2), 0, 0, 0755, 2, name, true, true);
        try (TestSender sender = sender()) {
            sender.say(folder, end()).isCommitted("a/b", false);
            sender.say(folder, end()).isCommitted("a/b", true);
            sender.say(folder, end(ascii("x"))).isRejected(Code.DIGEST);
            Files.delete(dir.resolve("a/b"));
            Files.createFile(dir.resolve("a/b"));
            sender.say(folder, end()).isRejected(Code.EXISTS);
            sender.say(eager("a/b/c", 0), end()).isRejected(Code.EXISTS);
        }
        assertThat(files()).containsExactly("a/b");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nobodyElseMayWriteAndWeCan() throws IOException {
        try (TestSender sender = sender()) {
            for (int mode : new int[] {0777, 0000, 0150}) {
                String name = "mode" + mode;
                sender.say(new Message.Begin(new UploadId(0, mode), 0, 0, mode, 2, ascii(name), true, false), end())
                        .isCommitted(name, false);
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("mode" + 0777))))
                .startsWith("rwx")
                .doesNotMatch("....w....|.......w.");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("mode0"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("mode" + 0150))))
                .startsWith("rwx");
    }

    @Test
    void anyTimeOfChangeIsTaken() throws IOException {
        long[] times = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 253402300800000L};
        try (TestSender sender = sender()) {
            for (long time : times) {
                String name = "time" + time;
                UploadId id = new UploadId(0, time);
                sender.say(new Message.Begin(id, 0, time, 0644, 2, ascii(name), true, false), end())
                        .isCommitted(name, false);
            }
        }
        assertThat(Files.getLastModifiedTime(dir.resolve("time1")).toMillis()).isEqualTo(1);
    }

    @Test
    void whatCannotBeSaysWhy() throws IOException {
        try (TestSender sender = sender()) {
            sender.say(begin("CON", 1)).isRejected(Code.BAD_NAME);
            sender.say(begin(".hidden", 1)).isRejected(Code.BAD_NAME);
            sender.say(begin("x", -1)).isRejected(Code.TOO_LARGE);
            sender.say(begin("x", Long.MAX_VALUE)).isRejected(Code.NO_SPACE);
            sender.say(new Message.Begin(new UploadId(1, 1), 1, 0, 0, 7, ascii("x"), false, false))
                    .isRejected(Code.UNSUPPORTED);
            sender.say(begin("x", 2)).isReady(0);
            sender.say(data(0, ascii("a")), end(ascii("a"))).isRejected(Code.INCOMPLETE);
            sender.say(begin("x", 2)).isReady(0);
            sender.say(data(0, ascii("ab")), end(ascii("ac"))).isRejected(Code.DIGEST);
            sender.say(begin("x", 2)).isReady(0);
            sender.say(data(0, ascii("ab")), Message.Signal.CANCEL).isRejected(Code.CANCELLED);
            sender.say(begin("x", 1)).isReady(0);
            sender.say(data(0, ascii("a")), end(ascii("a"))).isCommitted("x", false);
        }
        assertThat(files()).containsExactly("x");
    }

    @Test
    void whatMakesNoSenseIsTheEndOfTheConnection() throws IOException {
        isTheEnd(Code.STATE, data(0, ascii("a")));
        isTheEnd(Code.STATE, end());
        isTheEnd(Code.STATE, eager("x", 1), eager("y", 1));
        isTheEnd(Code.BAD_OFFSET, eager("x", 1), data(1, ascii("a")));
        isTheEnd(Code.BAD_OFFSET, eager("x", 1), data(0, ascii("ab")));
        isTheEnd(Code.BAD_OFFSET, eager("x", 2), data(0, ascii("a")), data(0, ascii("a")));
        isTheEnd(Code.BAD_OFFSET, eager("x", 2), data(-1, ascii("a")));
        isTheEnd(Code.BAD_LENGTH, eager("x", 0), new Message.End(new Digest(new byte[32])));
        isTheEnd(Code.BAD_FRAME, new Message.Ready(0, TestSender.digest()));
        receiver.awaitNoParts();
        assertThat(files()).isEmpty();
    }

    private void isTheEnd(Code code, Message... messages) throws IOException {
        try (TestSender sender = sender()) {
            sender.say(messages).isRefused(FrameType.ERROR, code).isClosed();
        }
    }

    /** A rejected upload is open until its sender, who knows nothing of it yet, has ended it. */
    @Test
    void whatComesOfARejectedUploadIsIgnored() throws IOException {
        try (TestSender sender = sender()) {
            sender.say(eager(".x", 1), data(5, ascii("abc")), end(), eager("y", 0), end());
            sender.isRejected(Code.BAD_NAME).isCommitted("y", false);
            sender.say(eager(".x", 1), Message.Signal.CANCEL, eager("z", 0), end());
            sender.isRejected(Code.BAD_NAME).isCommitted("z", false);
            sender.say(begin(".x", 1)).isRejected(Code.BAD_NAME);
            sender.say(data(0, ascii("a"))).isRefused(FrameType.ERROR, Code.STATE);
        }
    }

    @Test
    void answersBeforeAnErrorAreGiven() throws IOException {
        try (TestSender sender = sender()) {
            sender.say(eager("x", 0), end(), end());
            sender.isCommitted("x", false).isRefused(FrameType.ERROR, Code.STATE);
        }
    }

    @Test
    void aDamagedFrameIsNotWritten() throws Exception {
        Message.Begin begin = begin("x", 4);
        try (TestSender sender = sender()) {
            sender.say(begin).isReady(0);
            sender.say(data(0, ascii("ab")));
            byte[] damaged = TestSender.bytes(data(2, ascii("cd")));
            damaged[damaged.length - 5] ^= 1;
            sender.say(damaged).isRefused(FrameType.ERROR, Code.CHECKSUM);
        }
        assertThat(partial(dir, begin)).hasContent("ab");
    }

    @Test
    void pingsAreAnswered() throws IOException {
        try (TestSender sender = sender()) {
            sender.say(Message.Signal.PING, Message.Signal.CANCEL).isPong();
            sender.say(begin("x", 0), Message.Signal.PING).isReady(0).isPong();
        }
    }

    @Test
    void strangersLearnWhatIsSpokenHere() throws IOException {
        for (String words : new String[] {"GET / HTTP/1.1\r\n\r\n", "NLUP\u0002\0", "NLUP\u0001\u0001"}) {
            try (TestSender sender = new TestSender(receiver.address())) {
                sender.say(ascii(words)).isGreeted();
                sender.isRefused(FrameType.ERROR, words.startsWith("NLUP") ? Code.VERSION : Code.NOT_THIS_PROTOCOL)
                        .isClosed();
            }
        }
    }

    @Test
    void digestsCanBeSha256() throws IOException {
        byte[] name = ascii("x");
        Message.Begin begin =
                new Message.Begin(new UploadId(1, 2), 1, 0, 0644, DigestKind.SHA_256.number(), name, true, false);
        FileDigest digest = DigestKind.SHA_256.begin();
        digest.update(ByteBuffer.wrap(name));
        try (TestSender sender = sender()) {
            sender.say(begin, data(0, name), new Message.End(digest.value()));
            assertThat(sender.frame().committed(DigestKind.SHA_256).digest()).isEqualTo(digest.value());
        }
    }
}
