package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import netlessons.testkit.ftp.FtpReply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 2: how commands look, which there are, and what the server tells of itself. */
@Stage(value = 2, name = "look around")
@DisplayName("Stage 2: commands")
final class Stage2CommandsIT {
    private ServedFolder folder;
    private Ftp ftp;

    @BeforeEach
    void enter(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
        folder.makeFolder("d");
        folder.write("d/b.txt", "");
        ftp = folder.enter();
    }

    @Test
    @Order(1)
    @DisplayName("NOOP does nothing, and small letters are as good as capitals (case 12)")
    @Rfc("RFC 959 section 5.3")
    void noop() {
        ftp.say("NOOP").expect(200);
        ftp.say("noop").expect(200);
        ftp.say("nOoP").expect(200);
        ftp.say("type i").expect(200);
    }

    @Test
    @Order(2)
    @DisplayName("three commands in one write: three replies, in order (case 18)")
    @Rfc("RFC 959 section 5.4")
    void together() {
        ftp.send("NOOP", "PWD", "SYST");
        ftp.next().expect(200);
        ftp.next().expect(257);
        ftp.next().expect(215);
    }

    @ParameterizedTest(name = "{0}")
    @Order(3)
    @ValueSource(strings = {"XYZZY", "XNOOP", "X", "NOOPX", "NOO", "PWD/", "LIST2", "\"PWD\"", "é"})
    @DisplayName("what is no command is answered with 500, and with one line (case 58)")
    @Rfc("RFC 959 section 4.2")
    void unknown(String command) {
        ftp.say(command).expect(500).expectOneLine();
        ftp.expectAlive();
    }

    @ParameterizedTest(name = "{0}")
    @Order(4)
    @ValueSource(strings = {"NOOP", "PWD", "PASV", "SYST", "CDUP", "FEAT", "ABOR", "REIN", "QUIT", "XPWD", "XCUP"})
    @DisplayName("a command that takes no argument refuses one with 501, and is not carried out (case 59)")
    @Rfc("RFC 959 section 5.3.1")
    void surplus(String command) {
        ftp.say(command + " x").expect(501);
        ftp.expectAlive();
        ftp.say("PWD").expectPath(folder.path(""));
    }

    @ParameterizedTest(name = "{0}")
    @Order(5)
    @ValueSource(
            strings = {
                "TYPE",
                "STRU",
                "MODE",
                "RETR",
                "STOR",
                "APPE",
                "DELE",
                "RMD",
                "MKD",
                "RNFR",
                "SIZE",
                "PORT",
                "EPRT",
                "REST",
                "OPTS",
                "SITE",
                "MFMT",
                "SITE CHMOD"
            })
    @DisplayName("a command that needs an argument refuses to go without with 501 (cases 06, 36c, 52, 53)")
    @Rfc("RFC 959 section 5.3.1")
    void missing(String command) {
        ftp.say(command).expect(501);
        ftp.expectAlive();
    }

    @Test
    @Order(6)
    @DisplayName("USER without a name is refused with 501 (case 06)")
    @Rfc("RFC 959 section 5.3.1")
    void nobody(Target target) {
        Ftp.connect(target).say("USER").expect(501);
    }

    @Test
    @Order(7)
    @DisplayName("TYPE: ASCII and binary; no EBCDIC, and nothing else (case 19)")
    @Rfc("RFC 959 sections 4.1.2 and 5.1")
    void type() {
        ftp.say("TYPE A").expect(200);
        ftp.say("TYPE A N").expect(200);
        ftp.say("TYPE I").expect(200);
        ftp.say("TYPE L 8").expect(200);
        ftp.say("TYPE A T").expect(504);
        ftp.say("TYPE E").expect(504);
        ftp.say("TYPE X").expect(504);
    }

    @Test
    @Order(8)
    @DisplayName("MODE S, STRU F, and no others (case 19b)")
    @Rfc("RFC 959 sections 3.4, 3.1.2 and 5.1")
    void modeAndStructure() {
        ftp.say("MODE S").expect(200);
        ftp.say("MODE B").expect(504);
        ftp.say("MODE X").expect(504);
        ftp.say("STRU F").expect(200);
        ftp.say("STRU R").expect(504);
        ftp.say("STRU X").expect(504);
    }

    @Test
    @Order(9)
    @DisplayName("HELP tells which commands there are, and of one how it is said; SYST what lists look like (case 51)")
    @Rfc("RFC 959 section 4.1.3")
    void help() {
        FtpReply all = ftp.say("HELP").expect(214);
        for (String command : new String[] {"USER", "RETR", "MLSD", "EPSV"}) {
            all.expectText(command);
        }
        ftp.say("HELP RETR").expect(214).expectText("RETR");
        ftp.say("help retr").expect(214);
        ftp.say("HELP XYZZY").expect(501, 502, 504);
        ftp.say("SYST").expect(215).expectLine("215 UNIX.*");
    }

    @ParameterizedTest(name = "{0}")
    @Order(10)
    @ValueSource(strings = {"EPRT", "EPSV", "MDTM", "MFMT", "MLST .*", "REST STREAM", "SIZE", "TVFS", "UTF8"})
    @DisplayName("FEAT names what RFC 959 has not, a line each, behind one blank (case 51)")
    @Rfc("RFC 2389 section 3.2")
    void features(String feature) {
        ftp.say("FEAT").expect(211).expectLine(" (?i:" + feature + ")");
    }

    @Test
    @Order(11)
    @DisplayName("OPTS UTF8 ON is taken, since it is; an option that nobody knows is refused (case 52)")
    @Rfc("RFC 2389 section 4")
    void options() {
        ftp.say("OPTS UTF8 ON").expect(200);
        ftp.say("opts utf8 on").expect(200);
        ftp.say("OPTS UTF8 OFF").expect(200, 501);
        ftp.say("OPTS XX").expect(501);
        ftp.expectAlive();
    }

    @Test
    @Order(12)
    @DisplayName("STAT tells how things are; with a path, what is there, without a data connection (case 50)")
    @Rfc("RFC 959 section 4.1.3")
    void stat() {
        ftp.say("STAT").expect(211);
        ftp.say("STAT a.txt").expect(213).expectText("a.txt");
        ftp.say("STAT d").expect(213, 212).expectText("b.txt");
        ftp.say("STAT nope").expect(550);
        ftp.say("STAT *").expect(550);
    }

    @Test
    @Order(13)
    @DisplayName("no line of a STAT looks like its last one, whatever the files are called")
    @Rfc("RFC 959 section 4.2")
    void deceptive() throws IOException {
        folder.write("d/213 End of status.", "");
        ftp.say("STAT d").expect(213, 212).expectText("b.txt").expectText("213 End of status.");
        ftp.expectAlive();
    }

    @Test
    @Order(14)
    @DisplayName("SITE HELP, SITE CHMOD; of others it is told that there are none (case 53)")
    @Rfc("RFC 959 section 4.1.3")
    void site() throws IOException {
        ftp.say("SITE XX").expect(500);
        ftp.say("SITE HELP").expect(214).expectText("CHMOD");
        ftp.say("SITE CHMOD 777 nope").expect(550);
        ftp.say("SITE CHMOD 999 a.txt").expect(501);
        ftp.say("SITE CHMOD 600 a.txt").expect(200);
        assertThat(Files.getPosixFilePermissions(folder.file("a.txt")))
                .as("who may do what with a.txt")
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    @Order(15)
    @DisplayName("ALLO is not needed; neither are ACCT and SMNT (case 55)")
    @Rfc("RFC 959 section 4.1.3")
    void notNeeded() {
        ftp.say("ALLO 100").expect(202, 200);
        ftp.say("ACCT x").expect(502, 500, 202);
        ftp.say("SMNT x").expect(502, 500, 202);
    }

    @ParameterizedTest(name = "{0}")
    @Order(16)
    @ValueSource(strings = {"HOST localhost", "CLNT x", "LANG en"})
    @DisplayName("a command of later years is carried out, or refused politely (case 57)")
    @Rfc("RFC 1123 section 4.1.3.1")
    void later(String command) {
        ftp.say(command).expect(500, 502, 503, 504, 200, 220);
        ftp.expectAlive();
    }

    @Test
    @Order(17)
    @DisplayName("QUIT is answered with 221, and then the server closes (case 10)")
    @Rfc("RFC 959 section 4.1.1")
    void quit() {
        ftp.send("QUIT", "NOOP");
        ftp.next().expect(221);
        ftp.expectClosed();
    }

    @Test
    @Order(18)
    @DisplayName("all that is asked in small letters is answered in the same way")
    @Rfc("RFC 959 section 5.3")
    void smallLetters() {
        for (String command : new String[] {"SYST", "FEAT", "PWD", "STAT", "HELP"}) {
            int code = ftp.say(command).code();
            ftp.say(command.toLowerCase(Locale.ROOT)).expect(code);
        }
    }

    @Test
    @Order(19)
    @DisplayName("a client may go in the middle of a line, which is none then")
    @Rfc("RFC 959 section 5.3")
    void half() {
        folder.enter()
                .sendRaw(("MKD " + folder.path("half")).getBytes(StandardCharsets.US_ASCII))
                .close();
        Ftp finished = folder.enter();
        finished.sendRaw(("MKD " + folder.path("half")).getBytes(StandardCharsets.US_ASCII));
        finished.wire().finish().expectClosed();
        folder.expectNone("half");
        folder.enter().expectAlive();
    }
}
