package netlessons.upload.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is found, under which name, and what is said about the rest. */
class ScanTest {
    @TempDir
    Path temp;

    private Path folder;
    private final Map<String, Item> found = new TreeMap<>();
    private final Set<String> skipped = new TreeSet<>();
    private final Map<String, String> failed = new TreeMap<>();

    @BeforeEach
    void real() throws IOException {
        folder = temp.toRealPath();
    }

    private void scan(boolean hidden, Path... paths) throws InterruptedException {
        Scan scan = new Scan(hidden, new Scan.Sink() {
            @Override
            public void found(Item item) {
                found.put(item.name(), item);
            }

            @Override
            public void skipped(Path path, String reason) {
                skipped.add(path.getFileName() + ": " + reason);
            }

            @Override
            public void failed(Path path, String name, Fault fault) {
                failed.put(name, fault.code());
            }
        });
        for (Path path : paths) {
            scan.path(path);
        }
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    @Test
    @DisplayName("a file has the last part of its path as its name, and its facts")
    void oneFile() throws Exception {
        Path file = file("a/b.txt");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00.123456Z")));
        scan(false, file);
        Item item = found.get("b.txt");
        assertThat(found).hasSize(1);
        assertThat(item.path()).isEqualTo(file);
        assertThat(item.size()).isEqualTo(7);
        assertThat(item.folder()).isFalse();
        Message.Begin begin = item.begin(DigestKind.CRC, true);
        assertThat(begin.changed())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00.123Z").toEpochMilli());
        assertThat(item.changed() % TimeUnit.MILLISECONDS.toNanos(1)).isIn(0L, 456_000L);
    }

    @Test
    @DisplayName("a folder is sent with its structure; one with nothing in it as itself")
    void structure() throws Exception {
        file("photos/2026/a.jpg");
        file("photos/b.jpg");
        Files.createDirectories(folder.resolve("photos/2025/none"));
        scan(false, folder.resolve("photos"));
        assertThat(found.keySet()).containsExactly("photos/2025/none", "photos/2026/a.jpg", "photos/b.jpg");
        assertThat(found.get("photos/2025/none").folder()).isTrue();
        assertThat(found.get("photos/2025/none").size()).isZero();
        assertThat(failed).isEmpty();
        assertThat(skipped).isEmpty();
    }

    @Test
    @DisplayName("PATH/. has no prefix, PATH/.. the real name of that folder, PATH/ that of PATH")
    void dots() throws Exception {
        file("x/y/z");
        scan(false, folder.resolve("x/y/."));
        assertThat(found.keySet()).containsExactly("z");
        found.clear();
        scan(false, folder.resolve("x/y/.."));
        assertThat(found.keySet()).containsExactly("x/y/z");
        found.clear();
        scan(false, Path.of(folder + "/x/y/"));
        assertThat(found.keySet()).containsExactly("y/z");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("links in a folder are not followed, one that was named is")
    void links() throws Exception {
        file("real/a");
        Files.createDirectories(folder.resolve("f"));
        Files.createSymbolicLink(folder.resolve("f/link"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("f/loop"), folder.resolve("f"));
        Files.createSymbolicLink(folder.resolve("f/gone"), folder.resolve("nowhere"));
        scan(false, folder.resolve("f"));
        assertThat(skipped)
                .containsExactly(
                        "gone: symbolic links are not followed",
                        "link: symbolic links are not followed",
                        "loop: symbolic links are not followed");
        assertThat(found.keySet()).containsExactly("f"); // which has nothing else in it
        found.clear();
        scan(false, folder.resolve("f/link"));
        assertThat(found.keySet()).containsExactly("link/a");
        assertThat(found.get("link/a").path()).isEqualTo(folder.resolve("real/a"));
        scan(false, folder.resolve("f/gone"));
        assertThat(failed).containsEntry(folder.resolve("f/gone").toString(), Fault.GONE);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("what is neither file nor folder is skipped")
    void special() throws Exception {
        file("f/a");
        Process mkfifo = new ProcessBuilder("mkfifo", folder.resolve("f/pipe").toString()).start();
        assumeTrue(mkfifo.waitFor() == 0, "there is no mkfifo here");
        scan(false, folder.resolve("f"));
        assertThat(found.keySet()).containsExactly("f/a");
        assertThat(skipped).containsExactly("pipe: it is neither a file nor a folder");
    }

    @Test
    @DisplayName("what cannot be read fails, and the rest is found")
    void unreadable() throws Exception {
        file("f/a");
        Path closed = Files.createDirectories(folder.resolve("f/closed"));
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no permissions here");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(closed), "root reads all");
        try {
            scan(false, folder.resolve("f"));
            assertThat(found.keySet()).containsExactly("f/a");
            assertThat(failed).containsEntry("f/closed", Fault.UNREADABLE);
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    @DisplayName("hidden files are skipped unless asked for")
    void hidden() throws Exception {
        file("f/.secret/a");
        file("f/.b");
        file("f/c");
        scan(false, folder.resolve("f"));
        assertThat(found.keySet()).containsExactly("f/c");
        assertThat(skipped).hasSize(2);
        scan(true, folder.resolve("f"));
        assertThat(found.keySet()).containsExactly("f/.b", "f/.secret/a", "f/c");
        scan(false, folder.resolve("f/.b"));
        assertThat(failed).containsEntry(".b", "BAD_NAME");
    }

    @Test
    @DisabledOnOs({OS.WINDOWS, OS.MAC})
    @DisplayName("names that a receiver would refuse fail, a folder once with all that is in it; the others are found")
    void badNames() throws Exception {
        for (String bad : new String[] {"a:b", "back\\slash", "NUL.txt", "end.", "end ", "line\nbreak", "dir:/one"}) {
            file("f/" + bad);
        }
        file("f/dir:/two");
        file("f/good");
        scan(false, folder.resolve("f"));
        assertThat(found.keySet()).containsExactly("f/good");
        assertThat(failed).hasSize(7).containsEntry("f/dir:", "BAD_NAME").containsEntry("f/NUL.txt", "BAD_NAME");
    }

    @Test
    @DisabledOnOs(OS.MAC)
    @DisplayName("a name in NFD becomes NFC")
    void normalization() throws Exception {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names are not UTF-8 here");
        file("f/gro\u0308\u00dfe");
        scan(false, folder.resolve("f"));
        assertThat(found.keySet()).containsExactly("f/gr\u00f6\u00dfe");
        assertThat(found.get("f/gr\u00f6\u00dfe").path().getFileName()).hasToString("gro\u0308\u00dfe");
    }

    @Test
    @DisplayName("a folder that is too deep ends the descent")
    void depth() throws Exception {
        file("d/".repeat(40) + "file");
        file("d/good");
        scan(false, folder.resolve("d"));
        assertThat(found.keySet()).containsExactly("d" + "/d".repeat(31), "d/good");
        assertThat(failed).hasSize(1).containsValue("BAD_NAME");
    }

    @Test
    @DisplayName("what is not there fails, and the rest is found")
    void missing() throws Exception {
        scan(false, folder.resolve("nothing"), file("a"));
        assertThat(failed).containsEntry(folder.resolve("nothing").toString(), Fault.GONE);
        assertThat(found.keySet()).containsExactly("a");
    }

    @Test
    @DisplayName("what is taken for a plain name is one that Name finds nothing wrong with")
    void plainNames() throws Exception {
        assertThat(Scan.isPlain("IMG_2026.jpg")).isTrue();
        String[] parts = {"CON", "nul", "com1", "LPT9", "a", "readme", ".", "..", " ", ":", "\\", "\u00e9", "-", "0"};
        for (String first : parts) {
            for (String second : parts) {
                for (String third : parts) {
                    String name = first + second + third;
                    if (Scan.isPlain(name)) {
                        assertThat(Name.of(name.getBytes(StandardCharsets.UTF_8), false))
                                .hasToString(name);
                    }
                }
            }
        }
        assertThat(Scan.isPlain("a".repeat(101))).isFalse();
    }

    @Test
    @DisplayName("two of one name would replace each other: the second fails, unless it is the first once more")
    void sameNames() throws Exception {
        Path first = file("a/x");
        scan(false, first, file("b/x"), folder.resolve("a/../a/x"));
        assertThat(found).hasSize(1);
        assertThat(found.get("x").path()).isEqualTo(first);
        assertThat(failed).containsExactly(Map.entry("x", "EXISTS"));
    }
}
