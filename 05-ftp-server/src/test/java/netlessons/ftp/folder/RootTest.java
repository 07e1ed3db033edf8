package netlessons.ftp.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and pipes are made as Unix has them")
class RootTest {
    @TempDir
    Path folder;

    private Path dir;
    private Root root;

    @BeforeEach
    void files() throws IOException {
        dir = Files.createDirectories(folder.resolve("served"));
        Files.writeString(folder.resolve("canary"), "secret");
        Files.createDirectories(folder.resolve("served-too/deep"));
        Files.writeString(folder.resolve("served-too/canary"), "secret");
        write("a.txt");
        write("sub/b.txt");
        write("sub/deep/c.txt");
        root = Root.open(dir);
    }

    private Path write(String path) throws IOException {
        Path file = dir.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, path);
    }

    private void link(String path, String to) throws IOException {
        Files.createSymbolicLink(dir.resolve(path), Path.of(to));
    }

    private static VirtualPath path(String path) {
        return VirtualPath.ROOT.resolve(path);
    }

    private Found find(String path) throws IOException {
        return root.find(path(path));
    }

    private List<String> list(String path) throws IOException {
        return Lister.list(root, find(path)).stream()
                .map(found -> found.path().name())
                .toList();
    }

    private String read(Found found) throws IOException {
        try (FileChannel file = root.read(found)) {
            return new String(Channels.newInputStream(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void absent(ThrowingCallable action) {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(action);
    }

    private static void outside(ThrowingCallable action) {
        assertThatExceptionOfType(Outside.class).isThrownBy(action);
    }

    private static void refused(ThrowingCallable action) {
        assertThatExceptionOfType(FileSystemException.class).isThrownBy(action);
    }

    @Test
    @DisplayName("there has to be a folder; a link to one will do")
    void open() throws IOException {
        absent(() -> Root.open(folder.resolve("none")));
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> Root.open(folder.resolve("canary")));
        Files.createSymbolicLink(folder.resolve("link"), dir);
        assertThat(Root.open(folder.resolve("link")).find(path("/a.txt")).size())
                .isEqualTo(5);
    }

    @Test
    @DisplayName("what is there is found, read and listed")
    void finds() throws IOException {
        assertThat(find("/").isFolder()).isTrue();
        Found found = find("/sub/deep/c.txt");
        assertThat(found.isFolder()).isFalse();
        assertThat(found.path()).hasToString("/sub/deep/c.txt");
        assertThat(found.size()).isEqualTo(14);
        assertThat(read(found)).isEqualTo("sub/deep/c.txt");
        assertThat(list("/")).containsExactly("a.txt", "sub");
        assertThat(list("/sub")).containsExactly("b.txt", "deep");
        absent(() -> find("/none"));
        absent(() -> find("/none/too"));
        refused(() -> find("/a.txt/b"));
        assertThat(list("/a.txt")).containsExactly("a.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\b",
                "..\\canary",
                "sub\\b.txt",
                ".netlessons-x",
                ".netlessons-",
                ".NetLessons-x",
                "sub/.netlessons-y",
                "a\nb",
                "a\rb"
            })
    @DisplayName(
            "names that are ours, a backslash and line ends are in no name, even if there is such a file (case 26d)")
    void noNames(String name) throws IOException {
        write(name);
        absent(() -> find(name));
        absent(() -> root.makeFolder(path(name + "2")));
        absent(() -> root.rename(path("/a.txt"), path(name)));
        absent(() -> root.delete(path(name)));
        assertThat(list("/")).containsExactly("a.txt", "sub");
        assertThat(list("/sub")).containsExactly("b.txt", "deep");
    }

    @Test
    @DisplayName("NUL is in no name, and no name is too long for an answer")
    void oddNames() {
        absent(() -> find("a\0b"));
        absent(() -> root.makeFolder(path("a\0b")));
        refused(() -> find("a".repeat(300)));
        refused(() -> root.makeFolder(path("a".repeat(300))));
    }

    @Test
    @DisplayName("links within are followed; a list shows what they lead to, under their own names")
    void links() throws IOException {
        link("l.txt", "sub/b.txt");
        link("down", "sub");
        link("absolute", dir.resolve("sub/deep").toString());
        assertThat(read(find("/l.txt"))).isEqualTo("sub/b.txt");
        assertThat(read(find("/down/deep/c.txt"))).isEqualTo("sub/deep/c.txt");
        assertThat(list("/down")).containsExactly("b.txt", "deep");
        assertThat(list("/absolute")).containsExactly("c.txt");
        assertThat(list("/")).containsExactly("a.txt", "absolute", "down", "l.txt", "sub");
        assertThat(Lister.list(root, find("/")))
                .allSatisfy(
                        entry -> assertThat(entry.attributes().isSymbolicLink()).isFalse());
    }

    @Test
    @DisplayName("links that lead out, nowhere or in a circle are not listed and not followed (cases 27, 27b, 27d)")
    void linksOut() throws IOException {
        link("up", "..");
        link("etc", folder.resolve("served-too").toString());
        link("canary", "../canary");
        link("neighbour", "../served-too");
        link("home", "../served/../canary");
        link("dead", "none");
        link("circle", "circle");
        assertThat(list("/")).containsExactly("a.txt", "sub");
        for (String name :
                List.of("up", "etc", "canary", "neighbour", "home", "etc/canary", "up/canary", "neighbour/deep")) {
            outside(() -> find(name));
        }
        absent(() -> find("dead"));
        refused(() -> find("circle"));
        outside(() -> root.delete(path("canary")));
        outside(() -> root.deleteFolder(path("neighbour/deep")));
        outside(() -> root.makeFolder(path("neighbour/new")));
        outside(() -> root.rename(path("a.txt"), path("neighbour/a.txt")));
        outside(() -> root.rename(path("neighbour/canary"), path("stolen")));
        assertThat(folder.resolve("served-too")).isDirectoryContaining("glob:**deep");
        assertThat(folder.resolve("served-too")).isDirectoryNotContaining("glob:**{new,a.txt}");
        assertThat(folder.resolve("canary")).exists();
    }

    @Test
    @DisplayName("what was found is opened, and nothing that has taken its place since")
    void exchanged() throws IOException {
        Found found = find("/a.txt");
        Files.move(dir.resolve("a.txt"), dir.resolve("old"));
        absent(() -> root.read(found));
        link("a.txt", "../canary");
        refused(() -> root.read(found));
        refused(() -> root.write(found));
        Found deep = find("/sub/b.txt");
        Found sub = find("/sub");
        Files.move(dir.resolve("sub"), dir.resolve("aside"));
        link("sub", "../served-too");
        Files.writeString(folder.resolve("served-too/b.txt"), "secret");
        refused(() -> root.read(deep));
        refused(() -> Lister.list(root, sub));
    }

    @Test
    @DisplayName("a pipe is no file, and nobody waits at it")
    void pipe() throws Exception {
        assumeThat(new ProcessBuilder("mkfifo", dir.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            Found pipe = find("/pipe");
            assertThat(pipe.attributes().isRegularFile()).isFalse();
            refused(() -> root.read(pipe));
            refused(() -> root.write(pipe));
        });
    }

    @Test
    @DisplayName("folders are made, and deleted when they are empty (cases 29, 30)")
    void folders() throws IOException {
        root.makeFolder(path("/new"));
        root.makeFolder(path("/sub/new"));
        assertThat(dir.resolve("sub/new")).isDirectory();
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> root.makeFolder(path("/new")));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> root.makeFolder(path("/a.txt")));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> root.makeFolder(path("/")));
        absent(() -> root.makeFolder(path("/none/new")));
        root.deleteFolder(path("/sub/new"));
        assertThat(dir.resolve("sub/new")).doesNotExist();
        refused(() -> root.deleteFolder(path("/sub")));
        refused(() -> root.deleteFolder(path("/")));
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> root.deleteFolder(path("/a.txt")));
        absent(() -> root.deleteFolder(path("/none")));
    }

    @Test
    @DisplayName("files are deleted; of a link, the link (case 31)")
    void delete() throws IOException {
        link("l.txt", "sub/b.txt");
        root.delete(path("/l.txt"));
        assertThat(dir.resolve("l.txt")).doesNotExist();
        assertThat(dir.resolve("sub/b.txt")).exists();
        root.delete(path("/a.txt"));
        absent(() -> root.delete(path("/a.txt")));
        refused(() -> root.delete(path("/sub")));
        refused(() -> root.delete(path("/")));
    }

    @Test
    @DisplayName("a file gets another name, and takes the place of what has it, if that is no folder (cases 28b, 28d)")
    void rename() throws IOException {
        root.rename(path("/a.txt"), path("/sub/b.txt"));
        assertThat(dir.resolve("sub/b.txt")).hasContent("a.txt");
        assertThat(dir.resolve("a.txt")).doesNotExist();
        root.rename(path("/sub/b.txt"), path("/sub/b.txt"));
        assertThat(dir.resolve("sub/b.txt")).hasContent("a.txt");
        refused(() -> root.rename(path("/sub/b.txt"), path("/sub/deep")));
        refused(() -> root.rename(path("/sub/b.txt"), path("/")));
        refused(() -> root.rename(path("/"), path("/x")));
        refused(() -> root.rename(path("/sub"), path("/sub/deep/sub")));
        absent(() -> root.rename(path("/none"), path("/x")));
        absent(() -> root.rename(path("/sub/b.txt"), path("/none/x")));
        root.rename(path("/sub"), path("/other"));
        assertThat(list("/")).containsExactly("other");
    }

    @Test
    @DisplayName("times and modes are those of what a link leads to, and of nothing outside")
    void attributes() throws IOException {
        Instant time = Instant.parse("2001-02-03T04:05:06Z");
        link("l.txt", "sub/b.txt");
        root.setModified(find("/l.txt"), time);
        assertThat(Files.getLastModifiedTime(dir.resolve("sub/b.txt")).to(TimeUnit.SECONDS))
                .isEqualTo(time.getEpochSecond());
        assertThat(find("/sub/b.txt").modified()).isEqualTo(time);
        root.setMode(find("/l.txt"), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("sub/b.txt"))))
                .isEqualTo("rw-r-----");
        Found found = find("/a.txt");
        Files.delete(dir.resolve("a.txt"));
        link("a.txt", "../canary");
        Instant before = Files.getLastModifiedTime(folder.resolve("canary")).toInstant();
        try {
            root.setModified(found, time);
        } catch (IOException e) {
            // also fine
        }
        assertThat(Files.getLastModifiedTime(folder.resolve("canary"), LinkOption.NOFOLLOW_LINKS)
                        .toInstant())
                .isEqualTo(before);
    }

    @Test
    @DisplayName("a folder of many entries is shown whole")
    void many() throws IOException {
        for (int i = 0; i < 2000; i++) {
            Files.createFile(dir.resolve("sub/deep/n" + i));
        }
        assertThat(list("/sub/deep")).hasSize(2001).doesNotHaveDuplicates();
    }
}
