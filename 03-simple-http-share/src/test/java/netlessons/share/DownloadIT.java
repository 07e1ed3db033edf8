package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import netlessons.testkit.Lesson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are sent. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there an open file can be neither cut nor replaced")
class DownloadIT {
    /** More than all buffers between the disk and the client hold. */
    private static final int SIZE = 64 << 20;

    @TempDir
    Path folder;

    private Lesson.Running server;

    @BeforeEach
    void start() throws IOException {
        server = new ShareLesson().start(folder, List.of());
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
            file.setLength(SIZE);
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Download get(String target, String... fields) throws IOException {
        return new Download(server.address(), target, fields);
    }

    private void cut() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
            file.setLength(1000);
        }
    }

    @Test
    @DisplayName("a file that is cut while it is sent ends early, and the client can tell: no padding (attack 44)")
    void cutWhole() throws IOException {
        try (Download download = get("/big")) {
            assertThat(download.field("Content-Length")).isEqualTo(Integer.toString(SIZE));
            assertThat(download.read(10)).hasSize(10);
            cut();
            assertThat(download.rest()).isLessThan(SIZE - 10);
        }
    }

    @Test
    void cutParts() throws IOException {
        try (Download download = get("/big", "Range: bytes=0-50000000,60000000-60000010")) {
            assertThat(download.status()).isEqualTo(206);
            long length = Long.parseLong(download.field("Content-Length"));
            assertThat(download.read(10)).hasSize(10);
            cut();
            assertThat(download.rest()).isLessThan(length - 10);
        }
    }

    @Test
    @DisplayName("a file that is replaced while it is sent comes as it was, to its end (attack 44)")
    void replaced() throws IOException {
        try (Download download = get("/big")) {
            assertThat(download.read(10)).hasSize(10);
            Path next = Files.writeString(folder.resolve("next"), "new");
            Files.move(next, folder.resolve("big"), StandardCopyOption.ATOMIC_MOVE);
            assertThat(download.rest()).isEqualTo(SIZE - 10);
        }
        try (Download download = get("/big")) {
            assertThat(download.text()).isEqualTo("new");
        }
    }

    @Test
    void deleted() throws IOException {
        try (Download download = get("/big")) {
            assertThat(download.read(10)).hasSize(10);
            Files.delete(folder.resolve("big"));
            assertThat(download.rest()).isEqualTo(SIZE - 10);
        }
        try (Download download = get("/big")) {
            assertThat(download.status()).isEqualTo(404);
        }
    }

    @Test
    @DisplayName("several parts come over the wire as they are announced, byte for byte")
    void parts() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "0123456789".repeat(100));
        try (Download download = get("/a.txt", "Range: bytes=0-4,500-504,-5")) {
            String boundary = download.field("Content-Type").replace("multipart/byteranges; boundary=", "");
            long length = Long.parseLong(download.field("Content-Length"));
            String text = download.text();
            assertThat(text).hasSize((int) length);
            assertThat(text.split("--" + boundary))
                    .containsExactly(
                            "",
                            "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes 0-4/1000\r\n\r\n01234\r\n",
                            "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes 500-504/1000\r\n\r\n01234\r\n",
                            "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes 995-999/1000\r\n\r\n56789\r\n",
                            "--\r\n");
        }
    }

    @Test
    @DisplayName(
            "an address without its last slash leads into the folder, with its query, and to no other host (attack 8)")
    void intoTheFolder() throws IOException {
        Files.createDirectories(folder.resolve("ü \"x/evil.com"));
        for (String fields : List.of("X: y", "Host: evil.com", "X-Forwarded-Host: evil.com")) {
            try (Download download = get("/%C3%BC%20%22x?zip&a=%20b", fields)) {
                if (download.status() == 301) {
                    assertThat(download.field("Location")).isEqualTo("/%C3%BC%20%22x/?zip&a=%20b");
                } else {
                    assertThat(download.field("Location")).isEmpty();
                }
            }
        }
        for (String target : List.of("//evil.com", "//evil.com/..", "/\\evil.com", "/%5Cevil.com", "/%2Fevil.com")) {
            try (Download download = get(target)) {
                assertThat(download.status()).as(target).isIn(400, 404);
                assertThat(download.field("Location")).isEmpty();
            }
        }
    }
}
