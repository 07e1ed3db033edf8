package netlessons.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import java.util.function.Predicate;
import netlessons.ftp.folder.Found;
import netlessons.ftp.folder.Root;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.user.Right;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactTest {
    private final TimeZone zone = TimeZone.getDefault();

    @TempDir
    Path dir;

    private Root root;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "hello");
        Files.createDirectory(dir.resolve("sub"));
        root = Root.open(dir);
    }

    @AfterEach
    void restore() {
        TimeZone.setDefault(zone);
    }

    private Found find(String path) throws IOException {
        return root.find(VirtualPath.ROOT.resolve(path));
    }

    private static Predicate<Right> user(String rights) {
        return Right.parse(rights)::contains;
    }

    @ParameterizedTest(name = "with {0}: of a file {1}, of a folder {2}")
    @CsvSource({
        "elradfmwMT, radfw, eldpfmc",
        "elr,        r,     el",
        "e,          '',    e",
        "l,          '',    l",
        "a,          a,     ''",
        "d,          d,     dp",
        "f,          f,     f",
        "m,          '',    m",
        "w,          w,     c",
        "MT,         '',    ''",
        "'',         '',    ''"
    })
    @DisplayName("perm tells what this user may do (RFC 3659 section 7.5.5)")
    void perm(String rights, String file, String folder) throws IOException {
        assertThat(sorted(Fact.PERM.value(find("a.txt"), user(rights)))).isEqualTo(sorted(file));
        assertThat(sorted(Fact.PERM.value(find("sub"), user(rights)))).isEqualTo(sorted(folder));
    }

    private static List<String> sorted(String letters) {
        return letters.chars().sorted().mapToObj(Character::toString).toList();
    }

    @Test
    @DisplayName("type, size, and the time in UTC wherever the machine is")
    void plain() throws IOException {
        TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
        Files.setLastModifiedTime(dir.resolve("a.txt"), FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z")));
        assertThat(Fact.time(find("a.txt"))).isEqualTo("20010203040506");
        assertThat(Fact.all(find("a.txt"), user("elr"), List.of(Fact.SIZE, Fact.TYPE, Fact.MODIFY)))
                .isEqualTo("size=5;type=file;modify=20010203040506;");
        assertThat(Fact.TYPE.value(find("sub"), user("elr"))).isEqualTo("dir");
    }

    @Test
    @DisplayName(
            "unique is one for two names of a file, and another one for another file, without a character of its own")
    void unique() throws IOException {
        assumeThat(find("a.txt").attributes().fileKey()).isNotNull();
        Files.createLink(dir.resolve("same"), dir.resolve("a.txt"));
        Files.writeString(dir.resolve("other"), "hello");
        String unique = Fact.UNIQUE.value(find("a.txt"), user("elr"));
        assertThat(unique).matches("[0-9a-f]+g[0-9a-f]+").isEqualTo(Fact.UNIQUE.value(find("same"), user("elr")));
        assertThat(unique).isNotEqualTo(Fact.UNIQUE.value(find("other"), user("elr")));
    }

    @Test
    @DisplayName("unix.mode is octal")
    void mode() throws IOException {
        assumeThat(dir.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Files.setPosixFilePermissions(dir.resolve("a.txt"), PosixFilePermissions.fromString("rwxr-x--x"));
        assertThat(Fact.UNIX_MODE.value(find("a.txt"), user("elr"))).isEqualTo("0751");
        Files.setPosixFilePermissions(dir.resolve("a.txt"), PosixFilePermissions.fromString("---------"));
        assertThat(Fact.UNIX_MODE.value(find("a.txt"), user("elr"))).isEqualTo("0000");
    }

    @Test
    @DisplayName("what is not known is not told, but for perm, which may be nothing")
    void empty() throws IOException {
        assertThat(Fact.all(find("a.txt"), user(""), List.of(Fact.PERM))).isEqualTo("perm=;");
        assertThat(Fact.all(find("a.txt"), user(""), List.of())).isEmpty();
    }

    @Test
    @DisplayName("facts are found by their names in any case")
    void names() {
        assertThat(Fact.of("UNIX.Mode")).contains(Fact.UNIX_MODE);
        assertThat(Fact.of("perm")).contains(Fact.PERM);
        assertThat(Fact.of("")).isEmpty();
        assertThat(Fact.of("UNIX_MODE")).isEmpty();
    }
}
