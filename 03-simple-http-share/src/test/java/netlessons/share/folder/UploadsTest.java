package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import netlessons.share.Sharing;
import netlessons.share.folder.Refused.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files appear whole or not at all, where they belong, and under the rule for names that are taken. */
class UploadsTest {
    @TempDir
    Path temporary;

    private Path dir;
    private Path outside;
    private Uploads uploads;

    @BeforeEach
    void start() throws IOException {
        dir = Files.createDirectory(temporary.toRealPath().resolve("shared"));
        outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
        uploads = uploads(Conflict.reject, Long.MAX_VALUE);
    }

    private Uploads uploads(Conflict rule, long quota) throws IOException {
        return new Uploads(Root.open(dir, false), rule, 1 << 20, quota, 0, Duration.ofDays(1));
    }

    @AfterEach
    void stop() {
        uploads.close();
    }

    private static void refused(Reason reason, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private Upload begun(String path, String text, Conflict rule) throws IOException {
        Upload upload = uploads.begin(List.of(path.split("/")), OptionalLong.empty(), rule);
        try {
            upload.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return upload;
        } catch (IOException e) {
            upload.close();
            throw e;
        }
    }

    private Published put(String path, String text, Conflict rule) throws IOException {
        try (Upload upload = begun(path, text, rule)) {
            return upload.publish(there -> true);
        }
    }

    private List<String> all() throws IOException {
        return Sharing.all(dir);
    }

    @Test
    @DisplayName("before it is published, a file has another name, and the folders on the way are not there")
    void appears() throws IOException {
        try (Upload upload = begun("a/b/c.txt", "hello", Conflict.reject)) {
            assertThat(all()).singleElement().asString().matches("\\.netlessons-[0-9a-f]{16}\\.part");
            assertThat(upload.size()).isEqualTo(5);
            Published published = upload.publish(there -> true);
            assertThat(published.names()).containsExactly("a", "b", "c.txt");
            assertThat(published.replaced()).isFalse();
            assertThat(published.attributes().size()).isEqualTo(5);
        }
        assertThat(all()).containsExactly("a", "a/b", "a/b/c.txt");
        assertThat(dir.resolve("a/b/c.txt")).hasContent("hello");
    }

    @Test
    @DisplayName("an upload that is closed leaves nothing behind, neither file nor folder")
    void closed() throws IOException {
        Upload upload = begun("a/b/c.txt", "hello", Conflict.reject);
        upload.close();
        upload.close();
        assertThat(all()).isEmpty();
        refused(Reason.STOPPING, () -> upload.write(ByteBuffer.allocate(1)));
        refused(Reason.STOPPING, () -> upload.publish(there -> true));
        assertThat(all()).isEmpty();
    }

    @Test
    @DisplayName("reject: the second one is told so, at the beginning if that can be")
    void reject() throws IOException {
        put("a.txt", "old", Conflict.reject);
        refused(Reason.CONFLICT, () -> begun("a.txt", "new", Conflict.reject));
        try (Upload first = begun("b", "first", Conflict.reject);
                Upload second = begun("b", "second", Conflict.reject)) {
            second.publish(there -> true);
            refused(Reason.CONFLICT, () -> first.publish(there -> true));
        }
        assertThat(dir.resolve("a.txt")).hasContent("old");
        assertThat(dir.resolve("b")).hasContent("second");
        assertThat(all()).containsExactly("a.txt", "b");
    }

    @Test
    @DisplayName("rename: both stay")
    void rename() throws IOException {
        Files.createDirectory(dir.resolve("a.txt"));
        assertThat(put("a.txt", "1", Conflict.rename).names()).containsExactly("a (1).txt");
        assertThat(put("a.txt", "2", Conflict.rename).names()).containsExactly("a (2).txt");
        assertThat(dir.resolve("a (1).txt")).hasContent("1");
    }

    @Test
    @DisplayName("replace: a file takes the place of a file, and of nothing else")
    void replace() throws IOException {
        assertThat(put("a", "1", Conflict.replace).replaced()).isFalse();
        assertThat(put("a", "2", Conflict.replace).replaced()).isTrue();
        assertThat(dir.resolve("a")).hasContent("2");
        Files.createDirectory(dir.resolve("folder"));
        refused(Reason.CONFLICT, () -> put("folder", "x", Conflict.replace));
        assertThat(all()).containsExactly("a", "folder");
    }

    @Test
    @DisplayName("the condition is asked about the file that is there when all has come")
    void condition() throws IOException {
        put("a", "1", Conflict.reject);
        try (Upload upload = begun("a", "2", Conflict.replace)) {
            put("a", "123", Conflict.replace);
            refused(
                    Reason.CHANGED,
                    () -> upload.publish(there -> there.map(Found::size).equals(Optional.of(1L))));
            assertThat(dir.resolve("a")).hasContent("123");
            upload.publish(there -> there.map(Found::size).equals(Optional.of(3L)));
        }
        assertThat(dir.resolve("a")).hasContent("2");
        try (Upload upload = begun("new/folder/b", "2", Conflict.reject)) {
            refused(Reason.CHANGED, () -> upload.publish(Optional::isPresent));
        }
        assertThat(all()).as("no folder was made").containsExactly("a");
    }

    @ParameterizedTest
    @DisplayName("nothing is written through a link, nor in place of one (attack 18)")
    @EnumSource(Conflict.class)
    void links(Conflict rule) throws IOException {
        Files.writeString(outside.resolve("file"), "canary");
        try {
            Files.createSymbolicLink(dir.resolve("folder"), outside);
            Files.createSymbolicLink(dir.resolve("link"), outside.resolve("file"));
            Files.createSymbolicLink(dir.resolve("nowhere"), outside.resolve("nothing"));
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no links here");
        }
        refused(Reason.CONFLICT, () -> put("folder/file", "evil", rule));
        refused(Reason.CONFLICT, () -> put("folder/new", "evil", rule));
        refused(Reason.CONFLICT, () -> put("folder/new/new", "evil", rule));
        refused(Reason.CONFLICT, () -> uploads.folder(List.of("folder", "new")));
        if (rule == Conflict.rename) {
            put("link", "1", rule);
            put("nowhere", "2", rule);
        } else {
            refused(Reason.CONFLICT, () -> put("link", "evil", rule));
            refused(Reason.CONFLICT, () -> put("nowhere", "evil", rule));
        }
        assertThat(outside.resolve("file")).hasContent("canary");
        assertThat(outside.toFile().list()).containsExactly("file");
        assertThat(all()).noneMatch(name -> name.contains(".part"));
    }

    @Test
    @DisplayName("a folder that becomes a link while a file comes gets nothing to where it leads (attack 10)")
    void exchanged() throws IOException {
        Files.createDirectory(dir.resolve("folder"));
        try (Upload upload = begun("folder/file", "hello", Conflict.replace)) {
            Files.move(dir.resolve("folder"), outside.resolve("moved"));
            try {
                Files.createSymbolicLink(dir.resolve("folder"), outside);
            } catch (IOException | UnsupportedOperationException e) {
                assumeTrue(false, "no links here");
            }
            assertThatThrownBy(() -> upload.publish(there -> true)).isInstanceOf(Refused.class);
        }
        assertThat(outside.resolve("file")).doesNotExist();
    }

    @Test
    @DisplayName("a path that goes on behind a file is refused")
    void behindAFile() throws IOException {
        put("a", "1", Conflict.reject);
        for (Conflict rule : Conflict.values()) {
            refused(Reason.CONFLICT, () -> put("a/b", "2", rule));
            refused(Reason.CONFLICT, () -> put("a/b/c", "2", rule));
        }
        refused(Reason.CONFLICT, () -> uploads.folder(List.of("a", "b")));
        refused(Reason.CONFLICT, () -> uploads.begin(List.of(), OptionalLong.empty(), Conflict.rename));
        refused(Reason.NAME, () -> put("..", "2", Conflict.replace));
        refused(Reason.NAME, () -> put("x/../../y", "2", Conflict.replace));
        refused(Reason.NAME, () -> put("x/".repeat(64) + "y", "2", Conflict.replace));
        assertThat(all()).containsExactly("a");
    }

    @Test
    @DisplayName("what is too large is refused at once if it says so, else when it is")
    void tooLarge() throws IOException {
        refused(Reason.TOO_LARGE, () -> uploads.begin(List.of("a"), OptionalLong.of((1 << 20) + 1), Conflict.reject));
        try (Upload upload = begun("a", "x", Conflict.reject)) {
            upload.write(ByteBuffer.allocate((1 << 20) - 1));
            refused(Reason.TOO_LARGE, () -> upload.write(ByteBuffer.allocate(1)));
        }
        assertThat(all()).isEmpty();
    }

    @Test
    @DisplayName("the quota: what did not stay does not count, what was replaced does")
    void quota() throws IOException {
        uploads.close();
        uploads = uploads(Conflict.replace, 10);
        begun("a", "0123456789", Conflict.reject).close();
        put("a", "01234", Conflict.replace);
        put("a", "01234", Conflict.replace);
        refused(Reason.NO_ROOM, () -> begun("b", "0", Conflict.reject));
        refused(Reason.NO_ROOM, () -> uploads.begin(List.of("b"), OptionalLong.of(1), Conflict.reject));
        assertThat(put("empty", "", Conflict.reject).attributes().size()).isZero();
        assertThat(all()).containsExactly("a", "empty");
    }

    @Test
    @DisplayName("several files and folders become visible together")
    void together() throws IOException {
        try (Upload one = begun("x/1", "one", Conflict.reject);
                Upload two = begun("x/y/2", "two", Conflict.reject)) {
            List<Published> published =
                    uploads.publish(List.of(List.of("x"), List.of("z")), List.of(one, two), there -> true);
            assertThat(published)
                    .extracting(Published::names)
                    .containsExactly(List.of("x", "1"), List.of("x", "y", "2"));
        }
        assertThat(all()).containsExactly("x", "x/1", "x/y", "x/y/2", "z");
    }

    @ParameterizedTest
    @DisplayName("several files of which one cannot be published: all is as it was before")
    @EnumSource(
            value = Conflict.class,
            names = {"reject", "replace"})
    void allOrNothing(Conflict rule) throws IOException {
        put("old", "old", Conflict.reject);
        boolean replaces = rule == Conflict.replace;
        try (Upload one = begun("x/1", "one", rule);
                Upload two = begun(replaces ? "old" : "two", "two", rule);
                Upload three = begun("taken", "three", rule);
                Upload four = begun("four", "four", rule)) {
            Files.createDirectory(dir.resolve("taken"));
            refused(
                    Reason.CONFLICT,
                    () -> uploads.publish(List.of(List.of("z", "z")), List.of(one, two, three, four), there -> true));
        }
        assertThat(all()).containsExactly("old", "taken");
        assertThat(dir.resolve("old")).hasContent("old");
    }

    @Test
    @DisplayName("a thousand files of one form take no thousand open files")
    void descriptors() throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open));
        Upload[] all = new Upload[100];
        for (int i = 0; i < all.length; i++) {
            all[i] = begun("f" + i, "x", Conflict.reject);
            all[i].finish();
        }
        try (Stream<Path> descriptors = Files.list(open)) {
            assertThat(descriptors.filter(one -> leadsInto(one, dir))).isEmpty();
        }
        uploads.publish(List.of(), List.of(all), there -> true);
        for (Upload upload : all) {
            upload.close();
        }
        assertThat(all()).hasSize(100);
    }

    private static boolean leadsInto(Path descriptor, Path dir) {
        try {
            Path open = Files.readSymbolicLink(descriptor);
            return open.startsWith(dir) && !open.equals(dir); // the sweeper may just be looking through the folder
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @DisplayName("when the server ends, what has not come whole goes; but not what comes in pieces")
    void ends() throws IOException {
        Upload upload = begun("a", "hello", Conflict.reject);
        Upload pieces = uploads.inPieces(List.of("b"), 5, Conflict.reject, "0123456789abcdef");
        pieces.write(ByteBuffer.allocate(1));
        pieces.rest();
        uploads.close();
        assertThat(all()).containsExactly(".netlessons-0123456789abcdef.part");
        refused(Reason.STOPPING, () -> upload.publish(there -> true));
        refused(Reason.STOPPING, () -> begun("c", "x", Conflict.reject));
        assertThat(all()).containsExactly(".netlessons-0123456789abcdef.part");
        pieces.close();
    }

    @Test
    @DisplayName("what somebody has deleted while it came is gone, and no fault of ours")
    void deleted() throws IOException {
        try (Upload upload = begun("a", "hello", Conflict.reject)) {
            upload.rest();
            Files.delete(dir.resolve(all().get(0)));
            refused(Reason.GONE, () -> upload.write(ByteBuffer.allocate(1)));
            refused(Reason.GONE, () -> upload.publish(there -> true));
        }
    }
}
