package netlessons.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;
import netlessons.ftp.folder.Root;
import netlessons.ftp.folder.VirtualPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongFormatTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneOffset.UTC);

    private final TimeZone zone = TimeZone.getDefault();
    private final Locale locale = Locale.getDefault();

    @TempDir
    Path dir;

    @AfterEach
    void restore() {
        TimeZone.setDefault(zone);
        Locale.setDefault(locale);
    }

    private String line(String name, String mode, String modified) throws IOException {
        Path file = dir.resolve(name);
        assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(modified)));
        return new LongFormat(NOW).line(Root.open(dir).find(VirtualPath.ROOT.child(name)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2026-07-01T11:59:59Z, Jul 01 11:59",
        "2026-01-03T12:00:00Z, Jan 03 12:00",
        "2026-01-02T12:00:00Z, Jan 02  2026",
        "2025-12-31T23:59:59Z, Dec 31  2025",
        "1999-05-09T01:02:03Z, May 09  1999",
        "1970-01-01T00:00:00Z, Jan 01  1970",
        "2026-07-02T11:00:00Z, Jul 02 11:00",
        "2026-07-03T11:00:00Z, Jul 03  2026",
        "2030-02-28T00:00:00Z, Feb 28  2030"
    })
    @DisplayName("half a year ago and older, or in the future, has the year in place of the hour")
    void time(String modified, String expected) throws IOException {
        Files.writeString(dir.resolve("a.txt"), "hello");
        assertThat(line("a.txt", "rw-r-----", modified))
                .isEqualTo("-rw-r-----   1 ftp      ftp             5 " + expected + " a.txt");
    }

    @Test
    @DisplayName("in English and in UTC, whatever the machine speaks")
    void abroad() throws IOException {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        Files.writeString(dir.resolve("a"), "hello");
        assertThat(line("a", "rwxr-x--x", "2026-05-09T01:02:03Z"))
                .isEqualTo("-rwxr-x--x   1 ftp      ftp             5 May 09 01:02 a");
    }

    @Test
    @DisplayName("folders have a d; names are as they are; large numbers do not run into others")
    void shapes() throws IOException {
        Files.createDirectory(dir.resolve("ü \"x\" -> y"));
        assertThat(line("ü \"x\" -> y", "rwxr-xr-x", "2026-06-01T00:00:00Z"))
                .matches("drwxr-xr-x   1 ftp      ftp      +\\d+ Jun 01 00:00 ü \"x\" -> y");
        try (var file = new java.io.RandomAccessFile(dir.resolve("big").toFile(), "rw")) {
            file.setLength(123_456_789_012L);
        }
        assertThat(line("big", "rw-------", "2026-06-01T00:00:00Z"))
                .isEqualTo("-rw-------   1 ftp      ftp      123456789012 Jun 01 00:00 big");
    }
}
