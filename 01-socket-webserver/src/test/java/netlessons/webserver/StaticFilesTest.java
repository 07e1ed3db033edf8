package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are kept in memory: nobody must be able to tell, but by the clock. */
class StaticFilesTest {
    private static final FileTime TIME = FileTime.fromMillis(981_173_106_000L);

    private static Request request(String method, String path, String... fields) {
        String head = method + " /files/" + path + " HTTP/1.1\r\nHost: a\r\n"
                + String.join(
                        "", Arrays.stream(fields).map(field -> field + "\r\n").toList())
                + "\r\n";
        RequestHead parsed =
                new HeadParser(Limits.DEFAULT).parse(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
        return new Request(
                parsed.method(), parsed.target(), parsed.headers(), Map.of(), new ByteArrayInputStream(new byte[0]));
    }

    private static String text(Response response) {
        return new String(((Content.Bytes) response.content()).bytes(), StandardCharsets.UTF_8);
    }

    private static void write(Path file, String text) throws IOException {
        Files.setLastModifiedTime(Files.writeString(file, text), TIME);
    }

    /** Asks until the file is old enough to be kept. */
    private static void keep(StaticFiles files, String... paths) {
        assumeFalse(FileCache.identity(Path.of(".")).isEmpty(), "this system has no ctime, so nothing is kept");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    boolean kept = true;
                    for (String path : paths) {
                        files.handle(request("GET", path));
                        kept &= !files.mayBlock(request("GET", path));
                    }
                    return kept;
                });
    }

    @Test
    void aKeptFileIsLikeAnyOther(@TempDir Path folder) throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path outside = Files.writeString(folder.resolve("outside.txt"), "secret txt");
        Files.createDirectory(root.resolve("sub"));
        String[] paths = {"same.txt", "bytes.txt", "link.txt", "gone.txt", "sub/index.html", "turned.txt"};
        for (String path : paths) {
            write(root.resolve(path), "0123456789");
        }
        StaticFiles files = new StaticFiles(root, 1, new FileCache(1 << 20, Duration.ofHours(1)));
        assertThat(files.mayBlock(request("GET", "same.txt"))).as("at first").isTrue();
        Response before = files.handle(request("GET", "same.txt"));
        keep(files, paths);

        Response after = files.handle(request("GET", "same.txt"));
        assertThat(after.headers()).asString().isEqualTo(before.headers().toString());
        assertThat(text(after)).isEqualTo("0123456789");
        assertThat(files.mayBlock(request("GET", "sub/"))).as("an index page").isFalse();
        assertThat(text(files.handle(request("GET", "sub/")))).isEqualTo("0123456789");
        Response part = files.handle(request("GET", "same.txt", "Range: bytes=3-5"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(text(part)).isEqualTo("345");
        String etag = after.headers().first("ETag").orElseThrow();
        assertThat(files.handle(request("GET", "same.txt", "If-None-Match: " + etag))
                        .status())
                .isEqualTo(304);
        assertThat(files.handle(request("GET", "same.txt", "If-Match: \"other\""))
                        .status())
                .isEqualTo(412);
        assertThat(files.handle(request("GET", "same.txt", "Range: bytes=10-")).status())
                .isEqualTo(416);

        write(root.resolve("bytes.txt"), "abcdefghij"); // as long as before, and of the same time
        assertThat(text(files.handle(request("GET", "bytes.txt")))).isEqualTo("abcdefghij");

        Files.delete(root.resolve("link.txt"));
        Files.createSymbolicLink(root.resolve("link.txt"), outside);
        assertThat(files.handle(request("GET", "link.txt")).status()).isEqualTo(404);

        assertThat(files.mayBlock(request("GET", "link.txt"))).as("forgotten").isTrue();

        Files.delete(root.resolve("gone.txt"));
        assertThat(files.handle(request("GET", "gone.txt")).status()).isEqualTo(404);

        Files.delete(root.resolve("turned.txt"));
        Files.createDirectory(root.resolve("turned.txt"));
        assertThat(files.handle(request("GET", "turned.txt")).status()).isEqualTo(301);
    }

    @Test
    void aFolderThatIsSwitchedIsTheOneOrTheOther(@TempDir Path root) throws Exception {
        int count = 200;
        List<String> folders = List.of("old", "new");
        StaticFiles judge = new StaticFiles(root, 1, new FileCache(0, Duration.ZERO));
        StaticFiles files = new StaticFiles(root, 1, new FileCache(1 << 20, Duration.ofHours(1)));
        for (String folder : folders) {
            Files.createDirectory(root.resolve(folder));
            for (int i = 0; i < count; i++) {
                write(root.resolve(folder).resolve("" + i), folder);
            }
        }
        keep(files, "new/" + (count - 1)); // the last one: from now on all can be kept
        for (int round = 0; round < 10; round++) {
            point(root, "old");
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> switching = CompletableFuture.runAsync(() -> {
                for (int i = 1; !enough.get(); i++) {
                    point(root, folders.get(i % 2));
                }
            });
            try {
                for (int i = 0; i < 2 * count; i++) {
                    Response seen = files.handle(request("GET", "link/" + i % count));
                    Response same = judge.handle(request("GET", text(seen) + "/" + i % count));
                    assertThat(seen.headers().first("ETag"))
                            .isEqualTo(same.headers().first("ETag"));
                }
            } finally {
                enough.set(true);
                switching.get(60, TimeUnit.SECONDS);
            }
            for (String folder : folders) {
                point(root, folder);
                for (int i = 0; i < count; i++) {
                    assertThat(text(files.handle(request("GET", "link/" + i)))).isEqualTo(folder);
                }
            }
        }
    }

    /** Lets the link lead to the folder; at no time is there none. */
    private static void point(Path root, String folder) {
        try {
            Path next = Files.createSymbolicLink(root.resolve("next"), Path.of(folder));
            Files.move(next, root.resolve("link"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsTooLargeOrAbsentMayBlock(@TempDir Path root) throws IOException {
        Files.write(root.resolve("large.bin"), new byte[100_000]);
        StaticFiles files = new StaticFiles(root, 1);
        for (String path : new String[] {"large.bin", "absent.txt", ""}) {
            try (Content content = files.handle(request("GET", path)).content()) {
                assertThat(content.length()).isPositive();
            }
            assertThat(files.mayBlock(request("GET", path))).as(path).isTrue();
        }
    }
}
