package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileVersionTest {
    private static final Instant TIME = Instant.parse("2001-02-03T04:05:06.789Z");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() throws IOException {
        file = Files.writeString(folder.resolve("a"), "one");
        Files.setLastModifiedTime(file, FileTime.from(TIME));
    }

    private FileVersion version() throws IOException {
        return FileVersion.of(Files.readAttributes(file, BasicFileAttributes.class));
    }

    @Test
    void isAStrongTagAndADateInWholeSeconds() throws IOException {
        FileVersion version = version();
        assertThat(version.length()).isEqualTo(3);
        assertThat(version.etag()).matches("\"[!#-~]+\"");
        assertThat(version.lastModified()).isEqualTo("2001-02-03T04:05:06Z");
        assertThat(version()).isEqualTo(version);
        assertThat(version.isStill(Files.readAttributes(file, BasicFileAttributes.class)))
                .isTrue();
    }

    @Test
    @DisplayName("another time, if only by a millisecond, or another length is another version")
    void changes() throws IOException {
        FileVersion before = version();
        Files.setLastModifiedTime(file, FileTime.from(TIME.plusMillis(1)));
        assertThat(version().etag()).isNotEqualTo(before.etag());
        assertThat(version().lastModified()).isEqualTo(before.lastModified());
        Files.writeString(file, "longer");
        Files.setLastModifiedTime(file, FileTime.from(TIME));
        assertThat(version().etag()).isNotEqualTo(before.etag());
        assertThat(before.isStill(Files.readAttributes(file, BasicFileAttributes.class)))
                .isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("another file of the same time and length is another version")
    void anotherFile() throws IOException {
        FileVersion before = version();
        Path other = Files.writeString(folder.resolve("b"), "two");
        Files.setLastModifiedTime(other, FileTime.from(TIME));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(version().etag()).isNotEqualTo(before.etag());
    }

    @Test
    @DisplayName("a file from the future was last modified now (RFC 9110 section 8.8.2.1)")
    void future() throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(100))));
        assertThat(version().lastModified()).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void variantsAndFields() throws IOException {
        FileVersion version = version();
        FileVersion small = version.variant("10x10", 7);
        assertThat(small.length()).isEqualTo(7);
        assertThat(small.etag()).matches("\"[!#-~]+-10x10\"").isNotEqualTo(version.etag());
        Fields fields = version.validated(Response.of(304)).fields();
        assertThat(fields.first("ETag")).contains(version.etag());
        assertThat(fields.first("Last-Modified")).contains("Sat, 03 Feb 2001 04:05:06 GMT");
    }
}
