package netlessons.share.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import netlessons.share.folder.Found;
import netlessons.share.folder.Root;
import netlessons.share.http.Content;
import netlessons.share.http.HttpError;
import netlessons.share.http.Response;
import netlessons.testkit.Python;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a folder as an archive (attack 42)")
class ZipHandlerTest {
    @TempDir
    Path folder;

    private Path dir;
    private Root root;

    @BeforeEach
    void files() throws IOException {
        dir = Files.createDirectory(folder.resolve("shared"));
        root = Root.open(dir, false);
    }

    private Path write(String path, String text) throws IOException {
        Path file = dir.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Response zip(String... names) throws IOException {
        Found found = root.find(List.of(names)).orElseThrow();
        return new ZipHandler(root, "shared").handle(found);
    }

    private static void write(Response response, OutputStream out) throws IOException {
        ((Content.Written) response.content()).writer().writeTo(out);
    }

    private static byte[] bytes(Response response) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(response, bytes);
        return bytes.toByteArray();
    }

    private Map<String, String> both(Response response) throws IOException {
        return Unzipped.both(bytes(response));
    }

    @Test
    void allThatIsInIt() throws IOException {
        write("a.txt", "one");
        write("sub/b.txt", "two");
        write("sub/deep/empty", "");
        write("ü/\u65E5\u672C.txt", "three");
        Files.createDirectories(dir.resolve("nothing"));
        assertThat(both(zip()))
                .containsExactly(
                        Map.entry("nothing/", ""),
                        Map.entry("sub/", ""),
                        Map.entry("sub/deep/", ""),
                        Map.entry("sub/deep/empty", ""),
                        Map.entry("sub/b.txt", "two"),
                        Map.entry("ü/", ""),
                        Map.entry("ü/\u65E5\u672C.txt", "three"),
                        Map.entry("a.txt", "one"));
        assertThat(both(zip("sub")).keySet()).containsExactly("deep/", "deep/empty", "b.txt");
        assertThat(both(zip("nothing"))).isEmpty();
    }

    @Test
    void theResponse() throws IOException {
        Files.createDirectory(dir.resolve("ü \"x"));
        Response response = zip("ü \"x");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.download()).isTrue();
        assertThat(response.fields().first("Content-Type")).contains("application/zip");
        assertThat(response.fields().first("Content-Disposition"))
                .contains("attachment; filename=\"_ _x.zip\"; filename*=UTF-8''%C3%BC%20%22x.zip");
        assertThat(response.fields().first("Accept-Ranges")).contains("none");
        assertThat(response.content().length()).isEqualTo(-1);
        assertThat(zip().fields().first("Content-Disposition")).contains("attachment; filename=\"shared.zip\"");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("nothing hidden, nothing of ours, nothing outside, no circle (attacks 9, 11, 13)")
    void staysInside() throws Exception {
        write("a.txt", "one");
        write(".hidden", "no");
        write(".git/config", "no");
        write(".netlessons-0a.part", "no");
        write("sub/.share/x", "no");
        write("back\\slash", "no");
        Files.writeString(folder.resolve("canary"), "secret");
        Files.createSymbolicLink(dir.resolve("in"), Path.of("a.txt"));
        Files.createSymbolicLink(dir.resolve("out"), folder.resolve("canary"));
        Files.createSymbolicLink(dir.resolve("out-folder"), folder);
        Files.createSymbolicLink(dir.resolve("sub/up"), Path.of(".."));
        Files.createSymbolicLink(dir.resolve("round"), Path.of("."));
        Files.createSymbolicLink(dir.resolve("dangling"), Path.of("absent"));
        new ProcessBuilder("mkfifo", dir.resolve("pipe").toString()).start().waitFor();
        assertThat(both(zip()))
                .containsExactly(Map.entry("sub/", ""), Map.entry("a.txt", "one"), Map.entry("in", "one"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("names that look like code are names; none of them is a way out of where it is unpacked (attack 30)")
    void names() throws IOException {
        for (String name : List.of("<img src=x onerror=x>", "a\nb", "-rf", "CON", "x:y", "%2e%2e", "...a")) {
            write(name.replace("...a", "a..."), name);
        }
        assertThat(both(zip()).keySet())
                .hasSize(7)
                .allSatisfy(
                        name -> assertThat(name).doesNotContain("..\\", "../").doesNotStartWith("/"));
    }

    @Test
    @DisplayName("a name beyond ASCII is marked as UTF-8, so that all unpack the same")
    void utf8Flag() throws IOException {
        write("ü", "");
        byte[] zip = bytes(zip());
        int flags = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getShort(6);
        assertThat(flags & 0x800).isEqualTo(0x800);
    }

    @Test
    void times() throws IOException {
        for (String time : List.of("2001-02-03T04:05:06Z", "1969-01-01T00:00:00Z", "2106-01-01T00:00:00Z")) {
            Files.setLastModifiedTime(write(time.substring(0, 4), "x"), FileTime.from(Instant.parse(time)));
        }
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes(zip())))) {
            List<Instant> times = new ArrayList<>();
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                times.add(entry.getLastModifiedTime().toInstant());
            }
            assertThat(times).hasSize(3).contains(Instant.parse("2001-02-03T04:05:06Z"));
        }
    }

    /** Runs something once, before the first byte goes out. */
    private static final class Trigger extends ByteArrayOutputStream {
        private Runnable action;

        Trigger(Runnable action) {
            this.action = action;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (action != null) {
                Runnable once = action;
                action = null;
                once.run();
            }
            super.write(bytes, offset, length);
        }
    }

    private Map<String, String> whileWriting(Runnable action) throws IOException {
        Trigger out = new Trigger(action);
        write(zip(), out);
        Map<String, String> files = Unzipped.both(out.toByteArray());
        return files;
    }

    private static void quietly(java.util.concurrent.Callable<?> action) {
        try {
            action.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("a file that grows is as long as it was, one that shrinks as long as it is: the archive is whole")
    void growsAndShrinks() throws IOException {
        Path first = write("1", "x".repeat(200_000));
        Map<String, String> grown = whileWriting(() ->
                quietly(() -> Files.writeString(first, "y".repeat(100_000), java.nio.file.StandardOpenOption.APPEND)));
        assertThat(grown.get("1")).isEqualTo("x".repeat(200_000));

        Map<String, String> shrunk = whileWriting(() -> quietly(() -> {
            try (RandomAccessFile file = new RandomAccessFile(first.toFile(), "rw")) {
                file.setLength(1000);
            }
            return null;
        }));
        assertThat(shrunk.get("1")).matches("x+").hasSizeLessThan(200_000);
    }

    @Test
    @DisplayName("files and folders that go while it is written are left out; one that is replaced is in it")
    void goes() throws IOException {
        write("1", "x");
        Path second = write("2", "gone");
        Path third = write("3", "old");
        Path sub = write("sub/4", "gone").getParent();
        Files.createDirectory(dir.resolve("first"));
        Map<String, String> files = whileWriting(() -> quietly(() -> {
            Files.delete(second);
            Files.move(
                    Files.writeString(folder.resolve("next"), "new"),
                    third,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.delete(sub.resolve("4"));
            Files.delete(sub);
            return null;
        }));
        assertThat(files).isEqualTo(Map.of("first/", "", "1", "x", "3", "new"));
    }

    @Test
    @DisplayName("folders deeper than anybody makes them are left out, and the archive says so (attack 43)")
    void tooDeep() throws IOException {
        List<String> names = java.util.Collections.nCopies(150, "d");
        Files.createDirectories(dir.resolve(String.join("/", names)));
        write("NOT IN THIS ARCHIVE.txt", "mine");
        Map<String, String> files = both(zip());
        assertThat(files).hasSize(102).containsEntry("NOT IN THIS ARCHIVE.txt", "mine");
        assertThat(files.get("_NOT IN THIS ARCHIVE.txt")).contains("d/".repeat(101));
        assertThat(files).containsKey("d/".repeat(100)).doesNotContainKey("d/".repeat(101));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("what the server may not read is left out, and the archive says so")
    void noRight() throws IOException {
        write("a.txt", "one");
        Path closed = write("closed.txt", "no");
        Files.setPosixFilePermissions(closed, java.util.Set.of());
        assumeThat(Files.isReadable(closed)).as("root reads everything").isFalse();
        Map<String, String> files = both(zip());
        assertThat(files.keySet()).containsExactly("a.txt", "NOT IN THIS ARCHIVE.txt");
        assertThat(files.get("NOT IN THIS ARCHIVE.txt")).contains("closed.txt");
    }

    @Test
    @DisplayName("when the client is gone the walk stops")
    void clientGone() throws IOException {
        for (int i = 0; i < 100; i++) {
            write("f" + i, "x".repeat(100_000));
        }
        int[] asked = {0};
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                asked[0]++;
                throw new IOException("gone");
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> write(zip(), gone))
                .withMessage("gone");
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "of many files there are only as many at once as there is memory for; of few there are more (attack 42)")
    void manyAtOnce() throws IOException {
        write("few/a.txt", "one");
        for (int i = 0; i < 2001; i++) {
            write("many/" + i, "");
        }
        ZipHandler zips = new ZipHandler(root, "shared", new Room(1), new Room(1, Duration.ZERO));
        Found many = root.find(List.of("many")).orElseThrow();
        Response first = zips.handle(many);
        assertThatExceptionOfType(HttpError.class)
                .isThrownBy(() -> zips.handle(many))
                .matches(e -> e.status() == 503);
        assertThat(Unzipped.streamed(bytes(zips.handle(root.find(List.of("few")).orElseThrow()))))
                .containsOnlyKeys("a.txt");
        first.end().accept(false);
        assertThat(zips.handle(many).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("to look how large an archive will be takes a thread of the system: there are only so many at once")
    void looks() throws IOException {
        ZipHandler zips = new ZipHandler(root, "shared", new Room(0, Duration.ZERO), new Room(1));
        Found found = root.find(List.of()).orElseThrow();
        assertThatExceptionOfType(HttpError.class)
                .isThrownBy(() -> zips.handle(found))
                .matches(e -> e.status() == 503);
    }

    @Test
    @DisplayName("a folder that has gone is told before anything is sent")
    void noFolder() throws IOException {
        Path sub = Files.createDirectory(dir.resolve("sub"));
        Found found = root.find(List.of("sub")).orElseThrow();
        Files.delete(sub);
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> new ZipHandler(root, "shared").handle(found));
    }

    @Test
    @DisplayName("Python's zipfile finds nothing wrong with it")
    void python() throws Exception {
        assumeThat(Python.isInstalled(6)).as("python3").isTrue();
        write("a.txt", "one");
        write("ü/b.txt", "x".repeat(300_000));
        write("ü/empty", "");
        Path zip = Files.write(folder.resolve("p.zip"), bytes(zip()));
        Process python = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n"
                                + "print([ascii(i.filename) + str(i.file_size) for i in z.infolist()])",
                        zip.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
        assertThat(said.strip())
                .isEqualTo("[\"'\\\\xfc/'0\", \"'\\\\xfc/b.txt'300000\", \"'\\\\xfc/empty'0\", \"'a.txt'3\"]");
    }

    @Test
    void manyEntries() throws IOException {
        for (int i = 0; i < 500; i++) {
            write("f" + i, "");
        }
        Map<String, String> files = Unzipped.streamed(bytes(zip()));
        assertThat(files).hasSize(500);
        assertThat(List.copyOf(files.keySet()).get(10)).isEqualTo("f10");
    }
}
