package netlessons.share.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.share.folder.Found;
import netlessons.share.folder.Root;
import netlessons.share.http.Content;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Requests;
import netlessons.share.http.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHandlerTest {
    private static final FileTime TIME = FileTime.fromMillis(981_173_106_000L);
    private static final String DATE = "Sat, 03 Feb 2001 04:05:06 GMT";

    @TempDir
    Path folder;

    private Path dir;
    private Root root;
    private FileHandler files;

    @BeforeEach
    void files() throws IOException {
        dir = Files.createDirectory(folder.resolve("shared"));
        root = Root.open(dir, false);
        files = new FileHandler(root, new FileCache(1 << 20, Duration.ofHours(1)));
        write("a.txt", "0123456789");
        Files.write(dir.resolve("large.bin"), large());
    }

    private static byte[] large() {
        byte[] large = new byte[100_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i / 1000);
        }
        return large;
    }

    private void write(String path, String text) throws IOException {
        Files.setLastModifiedTime(Files.writeString(dir.resolve(path), text), TIME);
    }

    /** As Routes asks. */
    private Response ask(Request request) throws IOException {
        Optional<Response> known = files.fromMemory(request);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Found> found = root.find(request.target().names()).filter(file -> !file.isFolder());
        return files.handle(request, found.orElseThrow(() -> new HttpError(404, "absent")));
    }

    private Response get(String target, String... fields) throws IOException {
        return ask(Requests.get(target, fields));
    }

    private static byte[] bytes(Response response) throws IOException {
        try (Content content = response.content()) {
            if (content instanceof Content.Bytes memory) {
                return memory.bytes();
            }
            Content.FileParts file = (Content.FileParts) content;
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < file.parts().size(); i++) {
                all.writeBytes(file.between().get(i));
                ByteBuffer part = ByteBuffer.allocate((int) file.parts().get(i).length());
                assertThat(file.file().read(part, file.parts().get(i).position()))
                        .isEqualTo(part.capacity());
                all.writeBytes(part.array());
            }
            all.writeBytes(file.between().get(file.parts().size()));
            assertThat(all.size()).isEqualTo((int) content.length());
            return all.toByteArray();
        }
    }

    private static String text(Response response) throws IOException {
        return new String(bytes(response), StandardCharsets.ISO_8859_1);
    }

    private static String field(Response response, String name) {
        return response.fields().first(name).orElse("none");
    }

    @Test
    @DisplayName(
            "whole: with all that a client needs to come back, and nothing that lets a page of others act (attack 32)")
    void whole() throws IOException {
        Response response = get("/a.txt");
        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("0123456789");
        assertThat(field(response, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(field(response, "ETag")).matches("\".+\"");
        assertThat(field(response, "Last-Modified")).isEqualTo(DATE);
        assertThat(field(response, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(field(response, "Cache-Control")).isEqualTo("no-cache");
        assertThat(field(response, "Content-Disposition")).isEqualTo("inline; filename=\"a.txt\"");
        assertThat(field(response, "Content-Security-Policy"))
                .contains("sandbox")
                .contains("default-src 'none'");
        assertThat(response.download()).isTrue();
        assertThat(field(get("/a.txt?download"), "Content-Disposition")).isEqualTo("attachment; filename=\"a.txt\"");
        write("film.mp4", "");
        assertThat(field(get("/film.mp4"), "Content-Security-Policy"))
                .as("a player asks for its film once more; from a sandbox that would be another site's request")
                .doesNotContain("sandbox")
                .contains("default-src 'none'", "media-src 'self'", "frame-ancestors 'none'");
        write("paper.pdf", "%PDF");
        assertThat(field(get("/paper.pdf"), "Content-Disposition"))
                .as("no browser shows one in a sandbox")
                .isEqualTo("attachment; filename=\"paper.pdf\"");
        assertThat(bytes(get("/large.bin"))).isEqualTo(large());
    }

    @Test
    void anEmptyFile() throws IOException {
        write("empty", "");
        assertThat(bytes(get("/empty"))).isEmpty();
        assertThat(get("/empty", "Range: bytes=0-").status()).isEqualTo(416);
        assertThat(field(get("/empty", "Range: bytes=0-"), "Content-Range")).isEqualTo("bytes */0");
    }

    @Test
    @DisplayName("one part, of the bytes that were asked for (attack 44)")
    void onePart() throws IOException {
        Response part = get("/a.txt", "Range: bytes=3-5");
        assertThat(part.status()).isEqualTo(206);
        assertThat(text(part)).isEqualTo("345");
        assertThat(field(part, "Content-Range")).isEqualTo("bytes 3-5/10");
        assertThat(field(part, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(field(part, "ETag")).isEqualTo(field(get("/a.txt"), "ETag"));
        assertThat(part.download()).isFalse();
        assertThat(text(get("/a.txt", "Range: bytes=-3"))).isEqualTo("789");
        assertThat(text(get("/a.txt", "Range: bytes=8-99"))).isEqualTo("89");
        Response all = get("/a.txt", "Range: bytes=0-");
        assertThat(all.status()).isEqualTo(206);
        assertThat(all.download()).as("who has all bytes has the file").isTrue();
        bytes(all);
    }

    @Test
    @DisplayName("several parts, byte for byte (RFC 9110 section 14.6)")
    void severalParts() throws IOException {
        Response parts = get("/large.bin", "Range: bytes=99999-,0-1,50000-50002");
        assertThat(parts.status()).isEqualTo(206);
        assertThat(parts.fields().has("Content-Range")).isFalse();
        assertThat(parts.fields().all("Content-Type")).hasSize(1);
        assertThat(parts.download()).isFalse();
        String type = field(parts, "Content-Type");
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        assertThat(boundary).matches("[0-9a-f-]{20,70}");
        assertThat(text(parts))
                .isEqualTo(
                        "--B\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes 99999-99999/100000\r\n\r\nc"
                                        .replace("--B", "--" + boundary)
                                + "\r\n--B\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes 0-1/100000\r\n\r\n\0\0"
                                        .replace("--B", "--" + boundary)
                                + "\r\n--B\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes 50000-50002/100000\r\n\r\n222"
                                        .replace("--B", "--" + boundary)
                                + "\r\n--" + boundary + "--\r\n");
        assertThat(field(get("/large.bin", "Range: bytes=0-1,500-501"), "Content-Type"))
                .as("a boundary that nobody knows beforehand")
                .isNotEqualTo(type);
    }

    @Test
    void noPartAtAll() throws IOException {
        Response none = get("/a.txt", "Range: bytes=10-");
        assertThat(none.status()).isEqualTo(416);
        assertThat(field(none, "Content-Range")).isEqualTo("bytes */10");
        assertThat(none.download()).isFalse();
        assertThat(get("/a.txt", "Range: bytes=5-2").status()).isEqualTo(200);
        assertThat(ask(Requests.of("HEAD", "/a.txt", "Range: bytes=0-1")).status())
                .as("ranges are for GET")
                .isEqualTo(200);
        Response large = ask(Requests.of("HEAD", "/large.bin", "Range: bytes=0-1"));
        assertThat(large.content().length()).isEqualTo(100_000);
        large.content().close();
    }

    @Test
    @DisplayName("a part only of the version that the client has begun with (attack 44)")
    void ifRange() throws IOException {
        String etag = field(get("/a.txt"), "ETag");
        assertThat(get("/a.txt", "Range: bytes=0-1", "If-Range: " + etag).status())
                .isEqualTo(206);
        assertThat(get("/a.txt", "Range: bytes=0-1", "If-Range: " + DATE).status())
                .isEqualTo(206);
        for (String stale : List.of("\"stale\"", "W/" + etag, "Sat, 03 Feb 2001 04:05:05 GMT")) {
            Response whole = get("/a.txt", "Range: bytes=0-1", "If-Range: " + stale);
            assertThat(whole.status()).isEqualTo(200);
            assertThat(text(whole)).isEqualTo("0123456789");
        }
    }

    @Test
    @DisplayName("304 repeats what a cache needs, and 412 sends nothing (attack 45)")
    void conditions() throws IOException {
        Response whole = get("/a.txt");
        String etag = field(whole, "ETag");
        for (String condition : List.of(
                "If-None-Match: " + etag,
                "If-None-Match: *",
                "If-None-Match: W/" + etag,
                "If-Modified-Since: " + DATE)) {
            Response response = get("/a.txt", condition);
            assertThat(response.status()).as(condition).isEqualTo(304);
            for (String name : List.of("ETag", "Last-Modified", "Cache-Control")) {
                assertThat(field(response, name)).isEqualTo(field(whole, name));
            }
            assertThat(response.content().length()).isZero();
            assertThat(response.download()).isFalse();
        }
        for (String condition : List.of(
                "If-Match: \"other\"", "If-Match: W/" + etag, "If-Unmodified-Since: Sat, 03 Feb 2001 04:05:05 GMT")) {
            assertThatExceptionOfType(HttpError.class)
                    .as(condition)
                    .isThrownBy(() -> get("/a.txt", condition, "Range: bytes=0-1"))
                    .satisfies(error -> assertThat(error.status()).isEqualTo(412));
        }
        assertThat(get("/a.txt", "If-None-Match: " + etag, "Range: bytes=99-").status())
                .as("conditions come before ranges (section 13.2.2)")
                .isEqualTo(304);
    }

    /** Asks until the file is old enough to be kept. */
    private void keep(String... targets) {
        assumeFalse(FileCache.identity(dir).isEmpty(), "this system has no ctime, so nothing is kept");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    boolean kept = true;
                    for (String target : targets) {
                        bytes(get(target));
                        kept &= isKept(target);
                    }
                    return kept;
                });
    }

    private boolean isKept(String target) {
        return files.fromMemory(Requests.get(target)).isPresent();
    }

    @Test
    @DisplayName("a file in memory is like any other: nobody must be able to tell, but by the clock")
    void fromMemory() throws IOException {
        Response before = get("/a.txt");
        assertThat(isKept("/a.txt")).as("fresh").isFalse();
        keep("/a.txt");
        Response after = get("/a.txt");
        assertThat(after.fields()).asString().isEqualTo(before.fields().toString());
        assertThat(text(after)).isEqualTo("0123456789");
        assertThat(after.download()).isTrue();
        Response saved = get("/a.txt?download");
        assertThat(field(saved, "Content-Disposition")).isEqualTo("attachment; filename=\"a.txt\"");
        assertThat(saved.fields().stream().count())
                .isEqualTo(after.fields().stream().count());
        assertThat(text(saved)).isEqualTo("0123456789");
        assertThat(saved.download()).isTrue();
        conditions();
        onePart();
        ifRange();
        assertThat(isKept("/a.txt/")).isFalse();
    }

    @Test
    void whatIsLargeOrAbsentIsNotKept() throws IOException {
        keep("/a.txt");
        bytes(get("/large.bin"));
        assertThat(isKept("/large.bin")).isFalse();
        assertThat(isKept("/absent")).isFalse();
        assertThat(isKept("/")).isFalse();
        assertThat(isKept("/a.txt/..")).isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("a file in memory that has changed, gone, or become another thing is looked for again")
    void changed() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.txt"), "secret txt");
        String[] targets = {"/bytes.txt", "/link.txt", "/gone.txt", "/turned.txt", "/closed.txt"};
        for (String target : targets) {
            write(target.substring(1), "0123456789");
        }
        keep(targets);
        write("bytes.txt", "abcdefghij"); // as long as before, and of the same time
        assertThat(text(get("/bytes.txt"))).isEqualTo("abcdefghij");
        for (String name : List.of("link.txt", "gone.txt", "turned.txt")) {
            Files.delete(dir.resolve(name));
        }
        Files.createSymbolicLink(dir.resolve("link.txt"), outside);
        Files.createDirectory(dir.resolve("turned.txt"));
        for (String target : List.of("/link.txt", "/gone.txt", "/turned.txt")) {
            assertThatExceptionOfType(HttpError.class).as(target).isThrownBy(() -> get(target));
        }
        Files.setPosixFilePermissions(dir.resolve("closed.txt"), java.util.Set.of());
        assertThat(isKept("/closed.txt")).as("nobody may read it any more").isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40_000})
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("a file that is replaced all the time is the one or the other, never absent, never mixed (attack 44)")
    void replaced(int length) throws Exception {
        List<String> texts = List.of("a".repeat(length), "b".repeat(length + 1));
        replace(texts.get(0));
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Void> replacing = CompletableFuture.runAsync(() -> {
            for (int i = 0; !enough.get(); i++) {
                int before = asked.get();
                replace(texts.get(i % 2));
                do { // one for each look at it, however slow: what changes faster is refused
                    pause();
                } while (asked.get() == before && !enough.get());
            }
        });
        try {
            for (int i = 0; i < 2000; i++) {
                asked.incrementAndGet();
                Response response = get("/switched");
                String text = text(response);
                assertThat(texts.contains(text)).isTrue();
                assertThat(field(response, "ETag")).contains("-" + Integer.toHexString(text.length()) + "-");
            }
        } finally {
            enough.set(true);
            replacing.get(30, TimeUnit.SECONDS);
        }
    }

    private void replace(String text) {
        try {
            Path next = Files.writeString(folder.resolve("next"), text);
            Files.move(next, dir.resolve("switched"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1); // two in a hundred microseconds are no fair game
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("a download that has begun goes on with the old file when a new one takes its name")
    void replacedWhileOpen() throws IOException {
        Response response = get("/large.bin");
        Path next = Files.writeString(folder.resolve("next"), "new");
        Files.move(next, dir.resolve("large.bin"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(bytes(response)).isEqualTo(large());
        assertThat(text(get("/large.bin"))).isEqualTo("new");
    }
}
