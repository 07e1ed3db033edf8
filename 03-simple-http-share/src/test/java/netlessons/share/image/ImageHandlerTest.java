package netlessons.share.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import netlessons.share.Pictures;
import netlessons.share.folder.Found;
import netlessons.share.folder.Root;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.http.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered, without a server. */
class ImageHandlerTest {
    private static final ImageLimits LIMITS = ImageLimits.DEFAULT;

    @TempDir
    private Path dir;

    private Root root;

    @BeforeEach
    void open() throws IOException {
        root = Root.open(dir, false);
    }

    private static Request request(String method, InputStream body, long length, Field... fields) {
        return new Request(
                method,
                Target.parse("/pic.png", ""),
                "localhost",
                new Fields(List.of(fields)),
                body,
                length,
                InetAddress.getLoopbackAddress(),
                false);
    }

    private Response get(ImageHandler handler, String name, Field... fields) throws IOException {
        Found file = root.find(List.of(name)).orElseThrow();
        return handler.get(request("GET", InputStream.nullInputStream(), 0, fields), file, new Box(20, 20));
    }

    @Test
    void oneThatIsBrokenIsNeverNotModified() throws IOException {
        Files.writeString(dir.resolve("pic.png"), "text");
        ImageHandler handler = new ImageHandler(root, LIMITS);
        for (Field field : List.of(
                new Field("If-None-Match", "*"),
                new Field("If-Modified-Since", "Fri, 31 Dec 2077 00:00:00 GMT"),
                new Field("If-Match", "\"other\""))) {
            assertThatThrownBy(() -> get(handler, "pic.png", field))
                    .isInstanceOf(HttpError.class)
                    .extracting(e -> ((HttpError) e).status())
                    .isEqualTo(415);
        }
    }

    @Test
    void whatWasMadeOnceIsKeptUntilTheFileChanges() throws IOException {
        Files.write(dir.resolve("pic.png"), Pictures.png(100, 100));
        ImageHandler handler = new ImageHandler(root, LIMITS);
        Response first = get(handler, "pic.png");
        assertThat(get(handler, "pic.png").content()).isEqualTo(first.content());
        // Of another length: it may come within the same tick of the file system's clock.
        Files.write(dir.resolve("pic.png"), Pictures.png(200, 100));
        assertThat(get(handler, "pic.png").content()).isNotEqualTo(first.content());
        assertThat(get(handler, "pic.png").fields().first("ETag"))
                .isNotEqualTo(first.fields().first("ETag"));
    }

    @Test
    @DisplayName("who sends a picture slowly holds memory: only so many may, the others get 503 (attack 41)")
    void senders() throws Exception {
        ImageLimits two = new ImageLimits(
                LIMITS.pixels(),
                LIMITS.bytes(),
                Integer.MAX_VALUE,
                LIMITS.memory(),
                2,
                1,
                Duration.ofMillis(1),
                LIMITS.time());
        ImageHandler handler = new ImageHandler(root, two);
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<?>[] slow = new CompletableFuture<?>[2];
        for (int i = 0; i < 2; i++) {
            slow[i] = CompletableFuture.runAsync(
                    () -> {
                        try {
                            handler.preview(request("POST", new Slow(begun, goOn), -1), new Box(10, 10));
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> new Thread(task).start());
        }
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        byte[] png = Pictures.png(100, 100);
        Response busy = handler.preview(request("POST", new ByteArrayInputStream(png), png.length), new Box(10, 10));
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.fields().has("Retry-After")).isTrue();
        goOn.countDown();
        CompletableFuture.allOf(slow).get(60, TimeUnit.SECONDS);
        assertThat(handler.preview(request("POST", new ByteArrayInputStream(png), png.length), new Box(10, 10))
                        .status())
                .isEqualTo(200);
    }

    /** A picture, which comes when somebody says so. */
    private static final class Slow extends ByteArrayInputStream {
        private final CountDownLatch begun;
        private final CountDownLatch goOn;
        private boolean first = true;

        Slow(CountDownLatch begun, CountDownLatch goOn) {
            super(Pictures.png(100, 100));
            this.begun = begun;
            this.goOn = goOn;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            if (first) {
                first = false;
                begun.countDown();
                try {
                    goOn.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return super.read(bytes, offset, length);
        }
    }

    @Test
    @DisplayName("a form that has too much beside its file is refused before it is read to its end (attack 22)")
    void largeForm() {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(
                "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(new byte[3 << 20]);
        ByteArrayInputStream body = new ByteArrayInputStream(form.toByteArray());
        Field type = new Field("Content-Type", "multipart/form-data; boundary=b");
        assertThatThrownBy(
                        () -> new ImageHandler(root, LIMITS).preview(request("POST", body, -1, type), new Box(10, 10)))
                .isInstanceOf(HttpError.class)
                .extracting(e -> ((HttpError) e).status())
                .isEqualTo(413);
    }
}
