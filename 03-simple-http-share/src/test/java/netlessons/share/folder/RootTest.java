package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
        dir = Files.createDirectories(folder.resolve("shared"));
        root = Root.open(dir, false);
        Files.writeString(folder.resolve("canary"), "secret");
        Files.createDirectories(folder.resolve("shared-backup/deep"));
        Files.writeString(folder.resolve("shared-backup/canary"), "secret");
        write("a.txt");
        write("sub/b.txt");
        write("sub/deep/c.txt");
    }

    private Path write(String path) throws IOException {
        Path file = dir.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, path);
    }

    private void link(String path, String to) throws IOException {
        Path link = dir.resolve(path);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(to));
    }

    private boolean isFound(String... names) throws IOException {
        return root.find(Arrays.asList(names)).isPresent();
    }

    private List<String> list(String... names) throws IOException {
        return root.list(root.find(List.of(names)).orElseThrow(), 1000).entries().stream()
                .map(Entry::path)
                .sorted()
                .toList();
    }

    private String read(String... names) throws IOException {
        try (FileChannel file = root.open(root.find(List.of(names)).orElseThrow())) {
            return new String(java.nio.channels.Channels.newInputStream(file).readAllBytes());
        }
    }

    @Test
    void findsWhatIsThere() throws IOException {
        assertThat(root.find(List.of()).orElseThrow().isFolder()).isTrue();
        assertThat(root.find(List.of()).orElseThrow().name()).isEmpty();
        Found found = root.find(List.of("sub", "deep", "c.txt")).orElseThrow();
        assertThat(found.isFolder()).isFalse();
        assertThat(found.name()).isEqualTo("c.txt");
        assertThat(found.size()).isEqualTo(14);
        assertThat(read("sub", "deep", "c.txt")).isEqualTo("sub/deep/c.txt");
        assertThat(list()).containsExactly("a.txt", "sub");
        assertThat(list("sub")).containsExactly("b.txt", "deep");
        assertThat(isFound("absent")).isFalse();
        assertThat(isFound("absent", "too")).isFalse();
        assertThat(isFound("a.txt", "b")).as("a file is no folder").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../canary",
                "sub/../../canary",
                "../shared-backup/canary",
                "../shared/a.txt",
                "/etc/passwd",
                ".",
                "",
                "sub/..",
                "a.txt/.",
                "..\\canary",
                "sub\\b.txt",
                "a.txt\\",
                "a.txt\u0000",
                "sub/b.txt"
            })
    @DisplayName("a name is one name: no dots, no slash, no backslash, no NUL (attacks 1 to 7)")
    void oddNames(String name) throws IOException {
        assertThat(isFound(name)).isFalse();
        assertThat(isFound("sub", name)).isFalse();
        assertThat(isFound(name, "canary")).isFalse();
        assertThat(isFound("..", "shared-backup", name)).isFalse();
    }

    @Test
    @DisplayName("all ways to write dots and slashes in five tokens lead nowhere outside (attack 2)")
    void allWords() throws IOException {
        String[] tokens = {"%", "25", "2e", "2f", ".", "/"};
        int[] at = new int[5];
        for (int i = 0; i < 7_776; i++) {
            StringBuilder word = new StringBuilder();
            for (int j = 0, rest = i; j < at.length; j++, rest /= tokens.length) {
                word.append(tokens[rest % tokens.length]);
            }
            List<String> names = List.of((word + "canary").split("/", -1));
            assertThat(root.find(names)).as(word.toString()).isEmpty();
        }
    }

    @Test
    @DisplayName("a name that cannot be one here, or is too long, is not there")
    void impossibleNames() throws IOException {
        assertThat(isFound("x".repeat(256))).isFalse();
        assertThat(isFound("x".repeat(100_000))).isFalse();
        assertThat(isFound(Collections.nCopies(5000, "sub").toArray(String[]::new)))
                .isFalse();
        assertThat(isFound("\uD800")).isFalse();
        assertThat(isFound("a.txt ")).isFalse();
        assertThat(isFound("A.TXT") && !list().contains("A.TXT")).isFalse();
    }

    @Test
    @DisplayName("a folder in a folder in a folder, a thousand deep, is a folder (attack 43)")
    void deep() throws IOException {
        List<String> names = Collections.nCopies(1000, "d");
        Files.createDirectories(dir.resolve(String.join("/", names)));
        assertThat(isFound(names.toArray(String[]::new))).isTrue();
        assertThat(root.list(root.find(names).orElseThrow(), 10).entries()).isEmpty();
    }

    @Test
    @DisplayName("links lead to what is inside, under their own name, and nowhere else (attack 9)")
    void links() throws IOException {
        link("in", "a.txt");
        link("in-folder", "sub/deep");
        link("out", "../canary");
        link("out-absolute", folder.resolve("canary").toString());
        link("out-folder", "..");
        link("sibling", "../shared-backup");
        link("etc", "/etc");
        link("dangling", "absent");
        link("loop", "loop");
        link("loop1", "loop2");
        link("loop2", "loop1");
        link("round", "sub/..");
        link("hidden", ".hid/s.txt");
        link("out-and-in", "../shared/a.txt");
        link("in-and-out", "sub/../../canary");
        write(".hid/s.txt");

        assertThat(list()).containsExactly("a.txt", "in", "in-folder", "out-and-in", "round", "sub");
        assertThat(read("in")).isEqualTo("a.txt");
        assertThat(read("in-folder", "c.txt")).isEqualTo("sub/deep/c.txt");
        assertThat(read("round", "round", "a.txt")).isEqualTo("a.txt");
        for (String name : List.of(
                "out",
                "out-absolute",
                "out-folder",
                "sibling",
                "etc",
                "dangling",
                "loop",
                "loop1",
                "hidden",
                "in-and-out")) {
            assertThat(isFound(name)).as(name).isFalse();
        }
        assertThat(isFound("out-folder", "canary")).isFalse();
        assertThat(isFound("sibling", "canary")).isFalse();
        assertThat(isFound("etc", "passwd")).isFalse();
        assertThat(isFound("sub", "..", "a.txt")).isFalse();
    }

    @Test
    @DisplayName("a root that is a link is what it leads to, and stays that")
    void rootByLink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), dir);
        Root byLink = Root.open(link, false);
        Files.delete(link);
        Files.createSymbolicLink(link, folder.resolve("shared-backup"));
        assertThat(byLink.find(List.of("a.txt"))).isPresent();
        assertThat(byLink.find(List.of("canary"))).isEmpty();
    }

    @Test
    void onlyAFolderCanBeShared() {
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> Root.open(dir.resolve("a.txt"), false));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Root.open(dir.resolve("no"), false));
    }

    @Test
    @DisplayName("hidden files, and all that is in hidden folders, are not there (attack 11)")
    void hidden() throws IOException {
        write(".git/config");
        write("sub/.hid/s.txt");
        write(".env");
        write("...");
        link("visible", ".git/config");
        link("visible-folder", "sub/.hid");
        assertThat(isFound(".git")).isFalse();
        assertThat(isFound(".git", "config")).isFalse();
        assertThat(isFound(".GIT", "config")).isFalse();
        assertThat(isFound("sub", ".hid", "s.txt")).isFalse();
        assertThat(isFound("...")).isFalse();
        assertThat(isFound("visible")).isFalse();
        assertThat(isFound("visible-folder", "s.txt")).isFalse();
        assertThat(list()).containsExactly("a.txt", "sub");
        assertThat(list("sub")).containsExactly("b.txt", "deep");

        root = Root.open(dir, true);
        assertThat(list()).containsExactly("...", ".env", ".git", "a.txt", "sub", "visible", "visible-folder");
        assertThat(read(".git", "config")).isEqualTo(".git/config");
        assertThat(read("visible-folder", "s.txt")).isEqualTo("sub/.hid/s.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {".share", ".SHARE", ".netlessons-0a.part", ".Netlessons-0A.PART", ".netlessons-"})
    @DisplayName("our own pages and temporary files are never shown, not even with hidden files (attack 13)")
    void ours(String name) throws IOException {
        write(name);
        write("sub/" + name);
        link("link", name);
        for (boolean hidden : new boolean[] {false, true}) {
            root = Root.open(dir, hidden);
            assertThat(isFound(name)).isFalse();
            assertThat(isFound("sub", name)).isFalse();
            assertThat(isFound("link")).isFalse();
            assertThat(list()).containsExactly("a.txt", "sub");
            assertThat(list("sub")).containsExactly("b.txt", "deep");
        }
    }

    @Test
    @DisplayName("a pipe is neither file nor folder: whoever opened it would wait for ever (attack 12)")
    void pipe() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", dir.resolve("pipe").toString()).start();
        assumeThat(mkfifo.waitFor()).as("mkfifo").isZero();
        link("to-pipe", "pipe");
        link("to-null", "/dev/null");
        assertThat(isFound("pipe")).isFalse();
        assertThat(isFound("to-pipe")).isFalse();
        assertThat(isFound("to-null")).isFalse();
        assertThat(list()).containsExactly("a.txt", "sub");

        Found before = root.find(List.of("a.txt")).orElseThrow();
        Files.move(dir.resolve("pipe"), dir.resolve("a.txt"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertGone(before));
    }

    private void assertGone(Found found) {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> root.open(found).close());
    }

    @Test
    @DisplayName(
            "what was found is opened, and no other: not a link in its place, nor in the place of a folder (attack 10)")
    void swapped() throws IOException {
        Found file = root.find(List.of("a.txt")).orElseThrow();
        Files.delete(dir.resolve("a.txt"));
        assertGone(file);
        link("a.txt", "../canary");
        assertGone(file);
        Files.delete(dir.resolve("a.txt"));
        Files.createDirectory(dir.resolve("a.txt"));
        assertGone(file);

        Found inFolder = root.find(List.of("sub", "b.txt")).orElseThrow();
        Found folderFound = root.find(List.of("sub")).orElseThrow();
        Files.move(dir.resolve("sub"), folder.resolve("moved"));
        link("sub", "../moved"); // the very file, by way of a link that leads out
        assertGone(inFolder);
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> root.list(folderFound, 10));
        Files.delete(dir.resolve("sub"));
        write("sub");
        assertGone(inFolder);
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> root.list(folderFound, 10));
    }

    @Test
    @DisplayName("a file whose name is no text cannot be asked for, and is not listed (attack 43)")
    void undecodableNames() throws Exception {
        Process touch = new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377name')\"")
                .directory(dir.toFile())
                .start();
        assumeThat(touch.waitFor())
                .as("this file system takes any bytes for a name")
                .isZero();
        assertThat(list()).containsExactly("a.txt", "sub");
        assertThat(isFound("bad\uFFFDname")).isFalse();
        assertThat(isFound("bad?name")).isFalse();
    }

    @Test
    void namesThatLookLikeCodeAreNames() throws IOException {
        List<String> names =
                List.of("<img src=x onerror=alert(1)>", "a\nb", "q'\"&;", "%2e%2e", "x:y", "\u202Egpj.exe");
        for (String name : names) {
            assumeThat(write(name)).exists();
            assertThat(read(name)).isEqualTo(name);
        }
        assertThat(list()).containsAll(names);
        write("back\\slash");
        assertThat(list()).doesNotContain("back\\slash");
    }

    @Test
    @DisplayName("what may not be read is an error for who asks for it, and no reason to hide what stands beside it")
    void noRight() throws IOException {
        write("closed/inner/x");
        link("to-closed", "closed/inner/x");
        Files.setPosixFilePermissions(dir.resolve("closed"), PosixFilePermissions.fromString("---------"));
        try {
            assertThat(list()).contains("a.txt", "closed", "sub");
            if (!Files.isReadable(dir.resolve("closed"))) { // root reads everything
                assertThat(list()).doesNotContain("to-closed");
                Found closed = root.find(List.of("closed")).orElseThrow();
                assertThatExceptionOfType(java.nio.file.AccessDeniedException.class)
                        .isThrownBy(() -> root.list(closed, 10));
            }
        } finally {
            Files.setPosixFilePermissions(dir.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aListHasABound() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("many/" + i);
        }
        Found many = root.find(List.of("many")).orElseThrow();
        assertThat(root.list(many, 7).entries()).hasSize(7);
        assertThat(root.list(many, 7).complete()).isFalse();
        assertThat(root.list(many, 20).complete()).isTrue();
        assertThat(root.list(many, 21).entries()).hasSize(20);
    }
}
