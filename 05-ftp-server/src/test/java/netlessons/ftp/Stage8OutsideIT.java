package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 8: no path leads out of the served folder, and none is a pattern, or anything but a file or a folder. */
@Stage(value = 8, name = "hostile input")
@DisplayName("Stage 8: outside")
final class Stage8OutsideIT {
    private ServedFolder folder;
    private Ftp ftp;

    @BeforeEach
    void enter(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello");
        folder.makeFolder("d");
        ftp = folder.enter();
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "../../../../../../../../etc/passwd",
                "//etc/passwd",
                "/../etc/passwd",
                "/etc/passwd",
                "d/../../../etc/passwd",
                "d/./.././../..//etc/passwd",
                "..\\..\\etc\\passwd",
                "\\etc\\passwd",
                "d\\..\\..\\..\\etc\\passwd",
                "%2e%2e/%2e%2e/etc/passwd",
                "..%2f..%2fetc/passwd",
                "..%c0%af..%c0%afetc/passwd",
                "~root/../etc/passwd",
                "file:///etc/passwd",
                "....//....//etc/passwd",
                "/proc/self/root/etc/passwd",
                "|cat /etc/passwd",
                "C:/Windows/win.ini"
            })
    @DisplayName("no path leads out: 550, by every command that takes one (cases 25b, 26, 26b, 26d)")
    @Rfc("RFC 959 section 4.1.3")
    void paths(String path) throws IOException {
        ftp.refused("RETR " + path, 550);
        for (String command : List.of("CWD", "SIZE", "MDTM", "DELE", "RMD", "RNFR", "MLST", "SITE CHMOD 777")) {
            ftp.say(command + " " + path).expect(550);
        }
        ftp.say("STAT " + path).expect(550);
        ftp.refused("LIST " + path, 550);
        append(path);
        ftp.say("PWD").expectPath(folder.path(""));
        ftp.expectAlive();
    }

    /** A backslash may be a letter like any other: then there can be such a file, but it is here. */
    private void append(String path) throws IOException {
        try (DataWire data = ftp.pasv()) {
            if (ftp.say("APPE " + path)
                            .expect(path.contains("\\") ? new int[] {150, 125, 550, 553} : new int[] {550, 553})
                            .code()
                    < 200) {
                data.send("here").finish();
                ftp.end();
                folder.expectContent(path, "here");
            }
        }
    }

    @Test
    @Order(2)
    @DisplayName("\"..\" at the root stays there: what is stored in ../../x is in /x")
    @Rfc("RFC 959 section 4.1.1")
    void above() throws IOException {
        String name = folder.dir().getFileName() + "/up.txt";
        ftp.store("../../../" + name, "up");
        folder.expectContent("up.txt", "up");
        ftp.say("CWD /..").expect(250, 550);
        ftp.say("PWD").expect(257);
        ftp.say("CWD " + folder.path("")).expect(250);
        assertThat(ftp.retrieve("/../" + name)).asString().isEqualTo("up");
    }

    @Test
    @Order(3)
    @DisplayName("a pipe, or a device, is no file: 550 at once, and lists do not wait for it")
    @Rfc("RFC 959 section 4.1.3")
    void pipes() throws Exception {
        Path pipe = folder.file("pipe");
        try {
            Assumptions.assumeTrue(
                    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "mkfifo failed");
        } catch (IOException e) {
            Assumptions.abort("this system has no mkfifo");
        }
        ftp.refused("RETR pipe", 550);
        ftp.refused("STOR pipe", 550, 553);
        ftp.refused("APPE pipe", 550, 553);
        ftp.say("SIZE pipe").expect(550);
        ftp.list("");
        ftp.mlsd("");
        ftp.expectAlive();
    }

    @ParameterizedTest(name = "LIST {0}")
    @Order(4)
    @ValueSource(
            strings = {
                "*",
                "*/*",
                "?.txt",
                "[a-z].txt",
                "{a,b}.txt",
                "{{{{{{{{{{{{{{{{{{{{{{{a",
                "*/../*/../*/../*/../*/../*/../*/../*"
            })
    @DisplayName("what a shell would make many names of is one name, and not there (cases 44c, 44f)")
    @Rfc("RFC 959 section 4.1.3")
    void globs(String pattern) {
        long start = System.nanoTime();
        ftp.refused("LIST " + pattern, 550);
        ftp.refused("NLST " + pattern, 550);
        ftp.say("STAT " + pattern).expect(550);
        ftp.say("DELE " + pattern).expect(550);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("how long that took")
                .isLessThan(Duration.ofSeconds(8));
        assertThat(folder.file("a.txt")).exists();
    }
}
