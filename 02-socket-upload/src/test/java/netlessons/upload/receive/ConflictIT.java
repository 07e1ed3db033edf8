package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static netlessons.upload.receive.TestSender.end;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.UploadId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Something has the name already: a file, a folder, a link; put there before, or at this very moment. */
@Timeout(60)
class ConflictIT {
    private static final int SENDERS = 8;

    @TempDir
    Path dir;

    /** Another file of this name, of the same size; with the same name its id is the same as well. */
    private static Message[] file(String name, String text) {
        return new Message[] {eager(name, text.length()), data(0, ascii(text)), end(ascii(text))};
    }

    @Test
    void theFirstStays() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir, Conflict.reject);
                TestSender sender = receiver.sender()) {
            sender.say(file("x", "one")).isCommitted("x", false);
            sender.say(file("x", "two")).isRejected(Code.EXISTS);
            sender.say(file("x", "three")).isRejected(Code.EXISTS);
            sender.say(begin("x", 5)).isRejected(Code.EXISTS); // another size: known before anything is sent
            sender.say(begin("x", 3)).isReady(3, ascii("one")); // the same: it could be the same file
            sender.say(data(0, ascii("two")), end(ascii("two"))).isRejected(Code.EXISTS);
            assertThat(receiver.files()).containsExactly("x");
        }
        assertThat(dir.resolve("x")).hasContent("one");
    }

    @Test
    void bothStay() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir, Conflict.rename);
                TestSender sender = receiver.sender()) {
            sender.say(file("x.txt", "one")).isCommitted("x.txt", false);
            sender.say(file("x.txt", "two")).isCommitted("x (1).txt", false);
            sender.say(file("x.txt", "six")).isCommitted("x (2).txt", false);
            sender.say(file("x.txt", "two")).isCommitted("x (1).txt", true); // its final frame was lost, perhaps
            Files.createDirectory(dir.resolve("y"));
            sender.say(file("y", "one")).isCommitted("y (1)", false);
            assertThat(receiver.files()).containsExactly("x (1).txt", "x (2).txt", "x.txt", "y (1)");
        }
        assertThat(dir.resolve("x (2).txt")).hasContent("six");
    }

    @Test
    void theLastStays() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir, Conflict.replace);
                TestSender sender = receiver.sender()) {
            sender.say(file("x", "one")).isCommitted("x", false);
            sender.say(file("x", "three")).isCommitted("x", false);
            sender.say(file("x", "three")).isCommitted("x", true);
            sender.say(begin("x", 1)).isReady(0);
            sender.say(data(0, ascii("1")), end(ascii("1"))).isCommitted("x", false);
            Files.createDirectory(dir.resolve("y"));
            sender.say(file("y", "one")).isRejected(Code.EXISTS);
            sender.say(begin("y", 3)).isRejected(Code.EXISTS);
            assertThat(receiver.files()).containsExactly("x");
        }
        assertThat(dir.resolve("x")).hasContent("1");
    }

    @ParameterizedTest
    @EnumSource(Conflict.class)
    @DisabledOnOs(OS.WINDOWS) // links take a right there
    void noLinkIsFollowed(Conflict onConflict) throws IOException {
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        Path inside = Files.createDirectory(dir.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("file"), secret);
        Files.createSymbolicLink(inside.resolve("nothing"), outside.resolve("nothing"));
        Files.createSymbolicLink(inside.resolve("folder"), outside);
        try (TestReceiver receiver = TestReceiver.start(inside, onConflict);
                TestSender sender = receiver.sender()) {
            sender.say(file("folder/x", "one")).isRejected(Code.EXISTS);
            sender.say(begin("folder/x", 3)).isRejected(Code.EXISTS);
            for (String name : List.of("file", "nothing")) {
                sender.say(file(name, "public"));
                if (onConflict == Conflict.rename) {
                    sender.isCommitted(name + " (1)", false);
                } else {
                    sender.isRejected(Code.EXISTS);
                }
            }
            Message.Begin folder = new Message.Begin(new UploadId(1, 2), 0, 0, 0755, 2, ascii("folder"), true, true);
            sender.say(folder, end()).isRejected(Code.EXISTS);
        }
        assertThat(secret).hasContent("secret");
        assertThat(outside).isDirectoryContaining("glob:**/secret").isDirectoryNotContaining("glob:**/[nx]*");
        assertThat(inside.resolve("file")).isSymbolicLink();
    }

    /** Each sends another text; who wins is open, but there is one winner, and each learns the truth about its own. */
    @ParameterizedTest
    @EnumSource(Conflict.class)
    void ofManyAtOnceEachLearnsTheTruth(Conflict onConflict) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        try (TestReceiver receiver = TestReceiver.start(dir, onConflict)) {
            for (int round = 0; round < 10; round++) {
                String name = "round" + round;
                List<Callable<Message>> tasks = new ArrayList<>();
                for (int i = 0; i < SENDERS; i++) {
                    String text = "text " + i;
                    tasks.add(() -> {
                        try (TestSender sender = receiver.sender()) {
                            return sender.say(withOwnId(file(name, text))).answer();
                        }
                    });
                }
                List<Message.Committed> committed = new ArrayList<>();
                for (Future<Message> answer : threads.invokeAll(tasks)) {
                    if (answer.get() instanceof Message.Committed one) {
                        committed.add(one);
                    }
                }
                assertThat(committed).hasSize(onConflict == Conflict.reject ? 1 : SENDERS);
                long names = committed.stream()
                        .map(Message.Committed::name)
                        .distinct()
                        .count();
                assertThat(names).isEqualTo(onConflict == Conflict.rename ? SENDERS : 1);
                if (onConflict != Conflict.replace) {
                    for (Message.Committed one : committed) {
                        byte[] bytes = Files.readAllBytes(dir.resolve(one.name()));
                        assertThat(TestSender.digest(bytes)).isEqualTo(one.digest());
                    }
                }
            }
            assertThat(receiver.files()).hasSize(onConflict == Conflict.rename ? 10 * SENDERS : 10);
        } finally {
            threads.shutdown();
        }
    }

    /** Two senders that know nothing of each other have different ids for one name. */
    private static Message[] withOwnId(Message... file) {
        Message.Begin begin = (Message.Begin) file[0];
        UploadId id = new UploadId(System.nanoTime(), Thread.currentThread().getId());
        file[0] = new Message.Begin(id, begin.size(), 0, 0644, begin.digest(), begin.name(), true, false);
        return file;
    }

    /** The name is free when the upload begins, and taken by another program when it ends. */
    @Test
    void anotherProgramCanBeFaster() throws IOException {
        try (TestReceiver receiver = TestReceiver.start(dir);
                TestSender sender = receiver.sender()) {
            sender.say(begin("x", 3)).isReady(0);
            sender.say(data(0, ascii("one")));
            Files.writeString(dir.resolve("x"), "hers");
            sender.say(end(ascii("one"))).isRejected(Code.EXISTS);
            assertThat(receiver.files()).containsExactly("x");
        }
        assertThat(dir.resolve("x")).hasContent("hers");
    }

    @Test
    void twinsOfLongNamesAreNotTooLong() throws IOException {
        String longest = "ü".repeat(125) + ".text"; // 255 bytes
        try (TestReceiver receiver = TestReceiver.start(dir, Conflict.rename);
                TestSender sender = receiver.sender()) {
            sender.say(file(longest, "one")).isCommitted(longest, false);
            sender.say(file(longest, "two")).isCommitted("ü".repeat(123) + " (1).text", false);
        }
    }

    /** A folder becomes a link while an upload is under way: before its first byte, or before its last. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    @DisabledOnOs(OS.WINDOWS)
    void aFolderThatBecomesALinkIsNotFollowed(int before) throws IOException {
        Path inside = Files.createDirectory(dir.resolve("inside"));
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Message.Begin begin = begin("folder/x", 5);
        try (TestReceiver receiver = TestReceiver.start(inside);
                TestSender sender = receiver.sender()) {
            sender.say(begin).isReady(0);
            if (before > 0) {
                sender.say(data(0, Arrays.copyOf(ascii("hello"), before)));
                TestSender.await("a part", () -> receiver.files().size() == 1);
            }
            Path moved = Files.move(inside.resolve("folder"), inside.resolve("moved"));
            Files.createSymbolicLink(inside.resolve("folder"), outside);
            if (before > 0) { // as somebody would who wants to have it published there
                Path part = TestSender.partial(moved, begin);
                Files.createLink(outside.resolve(part.getFileName()), part);
            }
            sender.say(data(before, Arrays.copyOfRange(ascii("hello"), before, 5)), end(ascii("hello")));
            sender.isRejected(Code.EXISTS);
        }
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).isEmpty();
        }
    }
}
