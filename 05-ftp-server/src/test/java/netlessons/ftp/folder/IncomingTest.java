package netlessons.ftp.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Locker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are made as Unix has them")
class IncomingTest {
    private static final VirtualPath PATH = VirtualPath.ROOT.child("a.txt");

    @TempDir
    Path dir;

    private Root root;

    @BeforeEach
    void open() throws IOException {
        root = Root.open(dir);
    }

    private static void write(Incoming file, String text) throws IOException {
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All of it comes, and it is published. */
    private static void finish(Incoming file, String text) throws IOException {
        try (file) {
            write(file, text);
            file.publish();
        }
    }

    /** It breaks off after this. */
    private static void breakOff(Incoming file, String text) throws IOException {
        try (file) {
            write(file, text);
        }
    }

    private String text() throws IOException {
        return Files.readString(dir.resolve("a.txt"));
    }

    /** Also what is hidden. */
    private List<String> all() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisplayName("a new file has no name until it is whole")
    void fresh() throws IOException {
        try (Incoming file = Incoming.whole(root, PATH)) {
            write(file, "hel");
            write(file, "lo");
            assertThat(dir.resolve("a.txt")).doesNotExist();
            assertThat(Lister.list(root, root.find(VirtualPath.ROOT))).isEmpty();
            file.publish();
            assertThat(text()).isEqualTo("hello");
        }
        assertThat(all()).containsExactly("a.txt");
        finish(Incoming.whole(root, VirtualPath.ROOT.child("empty")), "");
        assertThat(dir.resolve("empty")).isEmptyFile();
    }

    @Test
    @DisplayName("a file that is there stays as it is until the new one is whole, and if that breaks off")
    void replaces() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "old and long");
        try (Incoming file = Incoming.whole(root, PATH)) {
            write(file, "new");
            assertThat(text()).isEqualTo("old and long");
            file.publish();
            assertThat(text()).isEqualTo("new");
        }
        breakOff(Incoming.whole(root, PATH), "newer");
        assertThat(text()).isEqualTo("new");
        assertThat(all()).containsExactly("a.txt");
    }

    @Test
    @DisplayName(
            "one that broke off is kept, hidden; its length is told, and one may go on there, and be broken off again")
    void resumes() throws IOException {
        assertThat(Incoming.kept(root, PATH)).isEmpty();
        breakOff(Incoming.whole(root, PATH), "hello wor");
        assertThat(Incoming.kept(root, PATH)).contains(9L);
        assertThat(Incoming.kept(root, VirtualPath.ROOT.child("b"))).isEmpty();
        assertThat(Incoming.kept(root, VirtualPath.ROOT)).isEmpty();
        assertThat(dir.resolve("a.txt")).doesNotExist();
        breakOff(Incoming.from(root, PATH, 6), "W");
        assertThat(Incoming.kept(root, PATH)).contains(7L);
        assertThatExceptionOfType(BeyondEnd.class).isThrownBy(() -> Incoming.from(root, PATH, 8));
        assertThat(Incoming.kept(root, PATH)).contains(7L);
        finish(Incoming.from(root, PATH, 7), "orld");
        assertThat(text()).isEqualTo("hello World");
        assertThat(all()).containsExactly("a.txt");
        assertThat(Incoming.kept(root, PATH)).isEmpty();
    }

    @Test
    @DisplayName(
            "a part to which another server writes stays: who comes anew gets another one, who wants to go on is refused")
    void ofAnotherServer() throws IOException {
        breakOff(Incoming.whole(root, PATH), "hel");
        String part = all().get(0);
        Process other = new ProcessBuilder(JavaProgram.command(
                        Locker.class.getName(), List.of(), dir.resolve(part).toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('L');
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> Incoming.from(root, PATH, 3))
                    .withMessageContaining("temporarily");
            finish(Incoming.whole(root, PATH), "mine");
            assertThat(text()).isEqualTo("mine");
            assertThat(dir.resolve(part)).hasContent("hel");
            assertThat(all()).containsExactly(part, "a.txt");
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    @DisplayName("appending goes on there, too, and from the beginning is from the beginning")
    void otherwise() throws IOException {
        breakOff(Incoming.whole(root, PATH), "hel");
        finish(Incoming.from(root, PATH, -1), "lo");
        assertThat(text()).isEqualTo("hello");
        Files.delete(dir.resolve("a.txt"));
        breakOff(Incoming.whole(root, PATH), "something long");
        finish(Incoming.whole(root, PATH), "short");
        assertThat(text()).isEqualTo("short");
        assertThat(all()).containsExactly("a.txt");
    }

    @Test
    @DisplayName("a whole file is written to where it is: over some bytes of it, or at its end (cases 34e, 35)")
    void inPlace() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "0123456789");
        finish(Incoming.from(root, PATH, 4), "ab");
        assertThat(text()).isEqualTo("0123ab6789");
        finish(Incoming.from(root, PATH, -1), "c");
        assertThat(text()).isEqualTo("0123ab6789c");
        breakOff(Incoming.from(root, PATH, 10), "de");
        assertThat(text()).as("as far as it came").isEqualTo("0123ab6789de");
        assertThat(all()).containsExactly("a.txt");
    }

    @Test
    @DisplayName("beyond its end nothing is written (case 34f), and nothing at a place that was never reached")
    void beyond() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "0123");
        assertThatExceptionOfType(BeyondEnd.class)
                .isThrownBy(() -> Incoming.from(root, PATH, 5))
                .withMessage("REST position (5) > file size (4)");
        assertThat(text()).isEqualTo("0123");
        assertThatExceptionOfType(BeyondEnd.class)
                .isThrownBy(() -> Incoming.from(root, VirtualPath.ROOT.child("new"), 1));
        assertThat(all()).containsExactly("a.txt");
        finish(Incoming.from(root, VirtualPath.ROOT.child("new"), -1), "x");
        assertThat(dir.resolve("new")).hasContent("x");
    }

    @Test
    @DisplayName("two to one name: each comes whole, the last one stays, and what breaks off beside another is gone")
    void two() throws IOException {
        Incoming one = Incoming.whole(root, PATH);
        Incoming other = Incoming.whole(root, PATH);
        write(one, "one");
        write(other, "other");
        other.publish();
        other.close();
        assertThat(text()).isEqualTo("other");
        one.publish();
        one.close();
        assertThat(text()).isEqualTo("one");
        Files.delete(dir.resolve("a.txt"));

        Incoming first = Incoming.whole(root, PATH);
        write(first, "fir");
        breakOff(Incoming.whole(root, PATH), "second");
        assertThatExceptionOfType(BeyondEnd.class)
                .as("nobody goes on with what somebody else is at")
                .isThrownBy(() -> Incoming.from(root, PATH, 3));
        first.close();
        assertThat(Incoming.kept(root, PATH)).contains(3L);
        assertThat(all()).hasSize(1);
    }

    @Test
    @DisplayName("one that needs a name of its own does not take that of another, and is not kept if it breaks off")
    void unique() throws IOException {
        try (Incoming file = Incoming.unique(root, PATH)) {
            write(file, "new");
            Files.writeString(dir.resolve("a.txt"), "old");
            assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(file::publish);
        }
        assertThat(text()).isEqualTo("old");
        breakOff(Incoming.unique(root, VirtualPath.ROOT.child("b")), "x");
        assertThat(all()).containsExactly("a.txt");
        finish(Incoming.unique(root, VirtualPath.ROOT.child("b")), "x");
        assertThat(all()).containsExactly("a.txt", "b");
    }

    @Test
    @DisplayName("what nobody will go on with is not kept")
    void forgotten() throws IOException {
        try (Incoming file = Incoming.whole(root, PATH)) {
            write(file, "too much");
            file.forget();
        }
        assertThat(all()).isEmpty();
        try (Incoming file = Incoming.whole(root, PATH)) {
            file.publish();
            file.forget();
        }
        assertThat(all()).containsExactly("a.txt");
    }

    @Test
    @DisplayName("there has to be a folder, and what is no file is not written to (cases 36, 36b)")
    void refused() throws IOException {
        Files.createDirectory(dir.resolve("sub"));
        Files.writeString(dir.resolve("f"), "x");
        Files.createSymbolicLink(dir.resolve("out"), dir.resolve("../out"));
        for (String path : List.of("/none/a", "/sub", "/", "/f/a", "/.netlessons-x", "/a\\b", "/a\nb")) {
            VirtualPath target = VirtualPath.ROOT.resolve(path);
            assertThatExceptionOfType(FileSystemException.class)
                    .as(path)
                    .isThrownBy(() -> Incoming.whole(root, target).close());
            assertThatExceptionOfType(FileSystemException.class)
                    .as(path)
                    .isThrownBy(() -> Incoming.from(root, target, -1).close());
        }
        assertThat(all()).containsExactly("f", "out", "sub");
        assertThat(dir.resolve("sub")).isEmptyDirectory();
    }

    @Test
    @DisplayName(
            "links: one that leads to a file within is replaced, one that leads out is not written through (case 27c)")
    void links(@TempDir Path outside) throws IOException {
        Files.writeString(dir.resolve("real"), "old");
        Files.createSymbolicLink(dir.resolve("a.txt"), dir.resolve("real"));
        Files.writeString(outside.resolve("x"), "secret");
        Files.createSymbolicLink(dir.resolve("x"), outside.resolve("x"));
        Files.createSymbolicLink(dir.resolve("door"), outside);
        finish(Incoming.from(root, PATH, -1), "er");
        assertThat(dir.resolve("real")).hasContent("older");
        finish(Incoming.whole(root, PATH), "new");
        assertThat(text()).isEqualTo("new");
        for (String path : List.of("x", "door/x", "door/new")) {
            VirtualPath target = VirtualPath.ROOT.resolve(path);
            assertThatExceptionOfType(Outside.class).isThrownBy(() -> Incoming.whole(root, target));
            assertThatExceptionOfType(Outside.class).isThrownBy(() -> Incoming.from(root, target, 0));
        }
        assertThat(outside.resolve("x")).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    @DisplayName("a folder that goes meanwhile takes what comes into it along")
    void folderGoes() throws IOException {
        Files.createDirectory(dir.resolve("sub"));
        Incoming file = Incoming.whole(root, VirtualPath.ROOT.resolve("sub/a"));
        write(file, "x");
        try (Stream<Path> files = Files.list(dir.resolve("sub"))) {
            for (Path path : files.toList()) {
                Files.delete(path);
            }
        }
        Files.delete(dir.resolve("sub"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(file::publish);
        file.close();
        assertThat(all()).isEmpty();
    }

    @Test
    @DisplayName("a file that takes the place of another keeps its mode")
    void mode() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "old");
        Files.setPosixFilePermissions(dir.resolve("a.txt"), PosixFilePermissions.fromString("rw-r-----"));
        finish(Incoming.whole(root, PATH), "new");
        assertThat(text()).isEqualTo("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("a.txt"))))
                .isEqualTo("rw-r-----");
    }

    @Test
    @DisplayName("of what broke off before its first byte nothing is kept")
    void nothing() throws IOException {
        Incoming.whole(root, PATH).close();
        Incoming.from(root, PATH, -1).close();
        assertThat(all()).isEmpty();
        breakOff(Incoming.whole(root, PATH), "something");
        Incoming.from(root, PATH, -1).close();
        assertThat(Incoming.kept(root, PATH)).contains(9L);
    }

    @Test
    @DisplayName("what was kept can be deleted under the name of its file, but not while it comes")
    void deleted() throws IOException {
        Incoming file = Incoming.whole(root, PATH);
        write(file, "hel");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> root.delete(PATH));
        file.close();
        root.delete(PATH);
        assertThat(all()).isEmpty();
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> root.delete(PATH));
    }

    @Test
    @DisplayName("a folder that holds nothing but what was kept can be deleted, but not while something comes into it")
    void folderOfParts() throws IOException {
        Files.createDirectory(dir.resolve("sub"));
        VirtualPath sub = VirtualPath.ROOT.child("sub");
        breakOff(Incoming.whole(root, sub.child("a")), "x");
        Incoming file = Incoming.whole(root, sub.child("b"));
        write(file, "y");
        assertThatExceptionOfType(DirectoryNotEmptyException.class).isThrownBy(() -> root.deleteFolder(sub));
        assertThat(Incoming.kept(root, sub.child("a"))).contains(1L);
        file.close();
        Files.writeString(dir.resolve("sub/c"), "z");
        assertThatExceptionOfType(DirectoryNotEmptyException.class).isThrownBy(() -> root.deleteFolder(sub));
        assertThat(Incoming.kept(root, sub.child("b"))).contains(1L);
        Files.delete(dir.resolve("sub/c"));
        root.deleteFolder(sub);
        assertThat(all()).isEmpty();
    }

    @Test
    @DisplayName("two to one name stay apart, though their folder gets another name meanwhile")
    void renamedFolder() throws IOException {
        Files.createDirectory(dir.resolve("d"));
        Incoming one = Incoming.whole(root, VirtualPath.ROOT.resolve("d/x"));
        write(one, "one");
        root.rename(VirtualPath.ROOT.child("d"), VirtualPath.ROOT.child("e"));
        try (Incoming other = Incoming.whole(root, VirtualPath.ROOT.resolve("e/x"))) {
            write(other, "o");
            finish(one, "!");
            assertThat(dir.resolve("e/x")).hasContent("one!");
            other.publish();
            assertThat(dir.resolve("e/x")).hasContent("o");
        }
    }

    @Test
    @DisplayName("what somebody else put under the hidden name is not written to")
    void planted() throws IOException {
        breakOff(Incoming.whole(root, PATH), "x");
        Path part = dir.resolve(all().get(0));
        Files.writeString(dir.resolve("precious"), "precious");
        Files.delete(part);
        Files.createLink(part, dir.resolve("precious"));
        finish(Incoming.whole(root, PATH), "new");
        assertThat(text()).isEqualTo("new");
        assertThat(dir.resolve("precious")).hasContent("precious");
    }
}
