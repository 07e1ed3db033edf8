package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 3: files come and go, byte for byte, each on a data connection that the client has made. */
@Stage(value = 3, name = "transfer, passive and active")
@DisplayName("Stage 3: transfer files")
final class Stage3TransferIT {
    private static final int LARGE = 16 << 20;

    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
        folder.makeFolder("d");
    }

    private Ftp enter() {
        return folder.enter().binary();
    }

    @Test
    @Order(1)
    @DisplayName("RETR sends a file: 150 or 125, its bytes, the end of the data connection, and 226")
    @Rfc("RFC 959 sections 4.1.3, 5.4")
    void retrieve() {
        assertThat(enter().retrieve("a.txt"))
                .as("what RETR a.txt sent")
                .asString()
                .isEqualTo("hello\nworld\n");
    }

    @Test
    @Order(2)
    @DisplayName("STOR takes one: the end of the data connection is the end of the file (case 60)")
    @Rfc("RFC 959 section 3.4.1")
    void store() throws IOException {
        Ftp ftp = enter();
        ftp.store("new.txt", "some text\n");
        folder.expectContent("new.txt", "some text\n");
        DataWire half = ftp.pasv();
        ftp.begin("STOR half.txt");
        half.send("only this side ends").finish();
        ftp.end();
        folder.expectContent("half.txt", "only this side ends");
    }

    @ParameterizedTest(name = "{0} bytes")
    @Order(3)
    @ValueSource(ints = {0, 1, 1460, 65_536, 65_537, 1_000_003, LARGE})
    @DisplayName("files of any size, with any bytes, go and come as they are")
    @Rfc("RFC 959 section 3.1.1.3")
    void sizes(int size) throws IOException {
        byte[] bytes = folder.random(size);
        Ftp ftp = enter();
        ftp.store("d/file", bytes);
        folder.expectContent("d/file", bytes);
        assertThat(ftp.retrieve("d/file")).as("what RETR d/file sent").isEqualTo(bytes);
    }

    @Test
    @Order(4)
    @DisplayName("bytes that mean something on the control connection (IAC, CR, NUL, .) are only bytes here")
    @Rfc("RFC 959 section 3.1.1.3")
    void allBytes() throws IOException {
        byte[] bytes = new byte[3 * 256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i < 256 ? i : i < 512 ? 255 - i : 255);
        }
        Ftp ftp = enter();
        ftp.store("bytes", bytes);
        folder.expectContent("bytes", bytes);
        assertThat(ftp.retrieve("bytes")).as("what RETR bytes sent").isEqualTo(bytes);
    }

    @Test
    @Order(5)
    @DisplayName("one session can transfer one file after the other, each on a data connection of its own")
    @Rfc("RFC 959 section 3.2")
    void many() throws IOException {
        Ftp ftp = enter();
        for (int i = 0; i < 50; i++) {
            ftp.store("d/" + i, "number " + i);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(ftp.retrieve("d/" + i))
                    .as("what RETR d/%d sent", i)
                    .asString()
                    .isEqualTo("number " + i);
        }
    }

    @Test
    @Order(6)
    @DisplayName("a path may lead through .. as long as it stays inside (case 26c)")
    @Rfc("RFC 3659 section 6")
    void around() throws IOException {
        Ftp ftp = enter();
        assertThat(ftp.retrieve("d/../a.txt")).as("what RETR d/../a.txt sent").hasSize(12);
        assertThat(ftp.retrieve("./" + "a.txt")).as("what RETR ./a.txt sent").hasSize(12);
        assertThat(ftp.retrieve(folder.path("a.txt")))
                .as("what RETR with the whole path sent")
                .hasSize(12);
        ftp.store("d/../d/b.txt", "b");
        folder.expectContent("d/b.txt", "b");
    }

    @Test
    @Order(7)
    @DisplayName("what is not there is 550, and the data connection is closed without a byte (case 21)")
    @Rfc("RFC 959 section 5.4")
    void missing() {
        Ftp ftp = enter();
        try (DataWire data = ftp.pasv()) {
            ftp.say("RETR nope").expect(550);
            data.expectClosed();
        }
        ftp.refused("RETR nope/nope", 550);
        ftp.refused("RETR a.txt/nope", 550);
        assertThat(ftp.retrieve("a.txt")).as("what RETR a.txt sent").hasSize(12);
    }

    @Test
    @Order(8)
    @DisplayName("that is said at once, if nobody has come to the data port (case 21b)")
    @Rfc("RFC 959 section 5.4")
    void missingAtOnce() {
        Ftp ftp = enter();
        ftp.data().pasvPort();
        ftp.say("RETR nope").expect(550);
        ftp.expectAlive();
    }

    @Test
    @Order(9)
    @DisplayName("a folder cannot be retrieved: 550 (case 22)")
    @Rfc("RFC 959 section 5.4")
    void folder() {
        Ftp ftp = enter();
        ftp.refused("RETR d", 550);
        ftp.refused("RETR /", 550);
        ftp.expectAlive();
    }

    @Test
    @Order(10)
    @DisplayName("nor a file that the server must not read: 550 (case 23)")
    @Rfc("RFC 959 section 5.4")
    void unreadable(Target target) throws IOException {
        Path secret = folder.write("secret", "x");
        assumeTrue(
                folder.dir().getFileSystem().supportedFileAttributeViews().contains("posix"),
                "files have no such rights here");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        Ftp ftp = Files.isReadable(secret) ? underPrivileged(target) : enter();
        ftp.refused("RETR secret", 550);
        ftp.expectAlive();
    }

    /** Root reads everything, unless it has given that away. */
    private Ftp underPrivileged(Target target) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "this user may read everything");
        String without = "-dac_override,-dac_read_search";
        FreshTarget server =
                target.freshProgram("exec setpriv --bounding-set=" + without + " --inh-caps=" + without + " -- \"$@\"");
        return folder.enter(Ftp.connect(server), FtpLesson.USER, FtpLesson.PASSWORD)
                .binary();
    }

    @Test
    @Order(11)
    @DisplayName(
            "STOR into a folder that is not there, or onto a folder, is refused before a byte is sent (cases 36, 36b)")
    @Rfc("RFC 959 section 5.4")
    void nowhere() {
        Ftp ftp = enter();
        ftp.refused("STOR nope/a.txt", 553, 550);
        ftp.refused("STOR a.txt/b.txt", 553, 550);
        ftp.refused("STOR d", 553, 550);
        ftp.refused("STOR /", 553, 550);
        ftp.refused("APPE d", 553, 550);
        folder.expectNone("nope");
        assertThat(folder.file("d")).as("the folder d").isEmptyDirectory();
        ftp.expectAlive();
    }

    @Test
    @Order(12)
    @DisplayName("without a name: 501 (case 36c)")
    @Rfc("RFC 959 section 5.3.1")
    void noName() {
        Ftp ftp = enter();
        for (String command : new String[] {"RETR", "STOR", "APPE"}) {
            ftp.say(command).expect(501);
            ftp.say(command + " ").expect(501);
        }
        ftp.expectAlive();
    }

    @Test
    @Order(13)
    @DisplayName("a command that transfers, and no data connection asked for: 425 at once (case 20)")
    @Rfc("RFC 959 section 5.4")
    void noConnection() throws IOException {
        Ftp ftp = enter();
        ftp.say("RETR a.txt").expect(425);
        ftp.say("STOR b.txt").expect(425);
        ftp.retrieve("a.txt");
        ftp.say("RETR a.txt").expect(425);
        folder.expectNone("b.txt");
        ftp.expectAlive();
    }
}
