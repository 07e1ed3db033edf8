package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import netlessons.webserver.EnginesIT.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files, where this lesson is stricter than stage 6: there is more than one right answer, and known servers differ. */
@Timeout(120)
@ParameterizedClass
@MethodSource("netlessons.webserver.EnginesIT#kinds")
final class FilesIT {
    private static final String DATE = "Sat, 03 Feb 2001 04:05:06 GMT";
    private static final FileTime TIME = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

    @TempDir
    private Path root;

    @Parameter
    private Supplier<Engine> engine;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = EnginesIT.start(Site.routes(root), Limits.DEFAULT, engine.get(), AccessLog.NONE);
        Files.setLastModifiedTime(Files.writeString(root.resolve("file.txt"), "0123456789"), TIME);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static String request(String method, String path, String... fields) {
        StringBuilder request = new StringBuilder(method + " /files/" + path + " HTTP/1.1\r\nHost: a\r\n");
        Arrays.stream(fields).forEach(field -> request.append(field).append("\r\n"));
        return request.append("Connection: close\r\n\r\n").toString();
    }

    private String ask(String method, String path, String... fields) throws IOException {
        try (Client client = new Client(server)) {
            return client.send(request(method, path, fields)).rest();
        }
    }

    private String status(String path, String... fields) throws IOException {
        return ask("GET", path, fields).substring(9, 12);
    }

    private String etag(String path) throws IOException {
        return ask("GET", path).replaceFirst("(?s).*\r\nETag: (\"[^\"]*\")\r\n.*", "$1");
    }

    @Test
    @DisplayName("Range means nothing in a HEAD request (RFC 9110 section 14.2)")
    void rangeOfHead() throws IOException {
        assertThat(ask("HEAD", "file.txt", "Range: bytes=0-1"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\r\nContent-Length: 10\r\n")
                .doesNotContain("Content-Range");
    }

    @Test
    @DisplayName("where there are tags, dates do not count (RFC 9110 sections 13.1.3 and 13.1.4)")
    void tagsBeforeDates() throws IOException {
        String tag = etag("file.txt");
        String earlier = "Sat, 03 Feb 2001 04:05:05 GMT";
        assertThat(status("file.txt", "If-None-Match: " + tag, "If-Modified-Since: " + earlier))
                .isEqualTo("304");
        assertThat(status("file.txt", "If-Match: " + tag, "If-Unmodified-Since: " + earlier))
                .isEqualTo("200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wed, 31 Feb 2001 04:05:06 GMT",
                "Sat, 03 Foo 2001 04:05:06 GMT",
                "Sun, 03 Feb 2001 04:05:06 GMT",
                "Sat, 03 Feb 2001 04:05:06 CET",
                "Sat, 03 Feb 2001 24:05:06 GMT",
                "Sat, 3 Feb 2001 04:05:06 GMT",
                "sat, 03 feb 2001 04:05:06 gmt",
                "0",
                "tomorrow"
            })
    @DisplayName("what is no date is ignored (RFC 9110 sections 13.1.3 and 13.1.4)")
    void nonsenseDates(String date) throws IOException {
        assertThat(status("file.txt", "If-Modified-Since: " + date)).isEqualTo("200");
        assertThat(status("file.txt", "If-Unmodified-Since: " + date)).isEqualTo("200");
    }

    @Test
    @DisplayName("a date after that of the file says: not modified")
    void laterDate() throws IOException {
        assertThat(status("file.txt", "If-Modified-Since: Sat, 03 Feb 2001 04:05:07 GMT"))
                .isEqualTo("304");
        assertThat(status("file.txt", "If-Modified-Since: " + DATE)).isEqualTo("304");
    }

    @Test
    @DisplayName("several ranges: the whole file; a range of the whole: the whole file")
    void severalRanges() throws IOException {
        assertThat(ask("GET", "file.txt", "Range: bytes=0-1,4-5"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("0123456789");
        assertThat(ask("GET", "file.txt", "Range: BYTES=2-3"))
                .startsWith("HTTP/1.1 206 ")
                .endsWith("\r\n\r\n23");
    }

    @Test
    @DisplayName("another content of the same length, written in the same second, has another ETag")
    void sameSecond() throws IOException {
        Path file = root.resolve("file.txt");
        String before = etag("file.txt");
        Files.setLastModifiedTime(file, FileTime.from(TIME.toInstant().plusNanos(1_000_000)));
        assertThat(etag("file.txt")).isNotEqualTo(before);
        Path other = Files.writeString(root.resolve("other.txt"), "9876543210");
        Files.setLastModifiedTime(other, TIME);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(etag("file.txt")).isNotEqualTo(before);
    }

    @Test
    @DisplayName("the redirect into a folder keeps the query; an answer forbids to guess its type")
    void redirectAndNosniff() throws IOException {
        Files.createDirectory(root.resolve("a folder"));
        assertThat(ask("GET", "a%20folder?x=1"))
                .startsWith("HTTP/1.1 301 ")
                .contains("\r\nLocation: /files/a%20folder/?x=1\r\n");
        assertThat(ask("GET", "file.txt")).contains("\r\nX-Content-Type-Options: nosniff\r\n");
    }

    @Test
    @DisplayName("the redirect into a folder never leads to another host")
    void redirectStaysHere() throws IOException {
        try (Client client = new Client(server)) {
            String answer = client.send(
                            "GET /files//evil.example/%2e%2e HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .rest();
            assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("Location");
        }
    }

    @Test
    @DisplayName("links inside the folder are followed; not to hidden files, not in circles, not to nowhere")
    void links() throws IOException {
        Files.writeString(root.resolve(".hidden"), "secret");
        try {
            Files.createSymbolicLink(root.resolve("inside.txt"), root.resolve("file.txt"));
        } catch (UnsupportedOperationException | IOException e) {
            abort("this system does not let us make symbolic links");
        }
        Files.createSymbolicLink(root.resolve("to-hidden.txt"), root.resolve(".hidden"));
        Files.createSymbolicLink(root.resolve("circle.txt"), root.resolve("circle.txt"));
        Files.createSymbolicLink(root.resolve("nowhere.txt"), root.resolve("gone.txt"));
        assertThat(ask("GET", "inside.txt")).startsWith("HTTP/1.1 200 ").endsWith("0123456789");
        assertThat(List.of(status("to-hidden.txt"), status("circle.txt"), status("nowhere.txt")))
                .containsOnly("404");
    }

    @Test
    @DisplayName("a name too long for the system is a name without a file")
    void longName() throws IOException {
        assertThat(status("x".repeat(1000))).isEqualTo("404");
        assertThat(status("x/".repeat(3000))).isEqualTo("404");
    }

    @Test
    @DisplayName("a file that the server may not read: 403")
    void unreadable() throws IOException {
        Path file = Files.writeString(root.resolve("locked.txt"), "secret");
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        } catch (UnsupportedOperationException e) {
            abort("this system has no such permissions");
        }
        assumeTrue(!Files.isReadable(file), "who may do everything (root) may read this, too");
        assertThat(status("locked.txt")).isEqualTo("403");
    }

    @Test
    @DisplayName("no file stays open, whatever the answer was")
    void closesFiles() throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open), "this system does not show which files are open");
        for (int i = 0; i < 20; i++) {
            ask("GET", "file.txt");
            ask("HEAD", "file.txt");
            ask("GET", "file.txt", "Range: bytes=1-2");
            ask("GET", "file.txt", "Range: bytes=10-");
            ask("GET", "file.txt", "If-None-Match: *");
            ask("GET", "file.txt", "If-Match: \"other\"");
        }
        await().untilAsserted(() -> {
            try (Stream<Path> descriptors = Files.list(open)) {
                assertThat(descriptors.filter(this::isOurs)).isEmpty();
            }
        });
    }

    private boolean isOurs(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(root.toRealPath());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Test
    @DisplayName("ten megabytes arrive whole at a client that reads slowly")
    void slowReader() throws Exception {
        byte[] bytes = new byte[10_000_000];
        new Random(1).nextBytes(bytes);
        Files.write(root.resolve("big.bin"), bytes);
        try (HttpServer other = EnginesIT.start(Site.routes(root), Limits.DEFAULT, engine.get(), AccessLog.NONE);
                Client client = new Client(other, 8192).send(request("GET", "big.bin"))) {
            assertThat(client.head()).contains("\r\nContent-Length: 10000000\r\n");
            for (int from = 0; from < bytes.length; from += 100_000) {
                Thread.sleep(2); // the slowness
                assertThat(client.read(100_000)).isEqualTo(Arrays.copyOfRange(bytes, from, from + 100_000));
            }
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @DisplayName("a file that shrinks while it is sent: the connection ends short")
    void shrinkingFile() throws Exception {
        Path file = Files.write(root.resolve("big.bin"), new byte[40_000_000]);
        try (HttpServer other = EnginesIT.start(Site.routes(root), Limits.DEFAULT, engine.get(), AccessLog.NONE);
                Client client = new Client(other, 8192).send("GET /files/big.bin HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(client.head()).contains("\r\nContent-Length: 40000000\r\n");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(1000);
            }
            assertThat(client.rest()).hasSizeLessThan(40_000_000);
        }
    }

    @Test
    @DisplayName("a file that grows while it is sent: not a byte more than Content-Length, and the connection goes on")
    void growingFile() throws Exception {
        Path file = Files.write(root.resolve("big.bin"), new byte[10_000_000]);
        try (HttpServer other = EnginesIT.start(Site.routes(root), Limits.DEFAULT, engine.get(), AccessLog.NONE);
                Client client = new Client(other, 8192).send("GET /files/big.bin HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(client.head()).contains("\r\nContent-Length: 10000000\r\n");
            Files.write(file, new byte[1_000_000], StandardOpenOption.APPEND);
            assertThat(client.read(10_000_000)).hasSize(10_000_000);
            assertThat(client.send(request("GET", "file.txt")).rest())
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("0123456789");
        }
    }

    @Test
    @DisplayName("a file that is replaced again and again: each answer is one version, with its own length and tag")
    void replacedFile() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int version = 1; !enough.get(); version++) {
                try {
                    String text = String.valueOf(version % 10).repeat(1 + version % 1000);
                    Path next = Files.writeString(root.resolve("next.tmp"), text);
                    Files.move(next, root.resolve("live.txt"), StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    return;
                }
            }
        });
        Files.writeString(root.resolve("live.txt"), "0");
        writer.start();
        try {
            for (int i = 0; i < 200; i++) {
                String answer = ask("GET", "live.txt");
                assertThat(answer).matches(a -> a.startsWith("HTTP/1.1 200 ") || a.startsWith("HTTP/1.1 503 "));
                if (answer.startsWith("HTTP/1.1 200 ")) {
                    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
                    assertThat(answer).contains("\r\nContent-Length: " + body.length() + "\r\n");
                    assertThat(body.getBytes(ISO_8859_1)).containsOnly(body.charAt(0));
                }
            }
        } finally {
            enough.set(true);
            writer.join(30_000);
        }
    }
}
