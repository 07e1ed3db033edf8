package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 8: what no name can hold, where a line ends and where it does not, and what Telnet has to do with it. */
@Stage(value = 8, name = "hostile input")
@DisplayName("Stage 8: names and lines")
final class Stage8NamesIT {
    private static final HexFormat HEX = HexFormat.of();

    private ServedFolder folder;
    private Ftp ftp;

    @BeforeEach
    void enter(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello");
        ftp = folder.enter();
    }

    private static byte[] bytes(String command, String hex) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(command.getBytes(StandardCharsets.US_ASCII));
        line.writeBytes(HEX.parseHex(hex));
        return line.toByteArray();
    }

    private void expectOnly(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder.dir())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("what lies in the folder")
                    .containsExactlyInAnyOrder(names);
        }
    }

    @ParameterizedTest(name = "{1} as hex")
    @Order(1)
    @CsvSource({
        "15, 610062",
        "15, 612e74787400",
        "17d, 610d62",
        "17d, 0d",
        "17e, 610d0062",
        "17f, 610a62",
        "17f, 0a62",
        "17, 61ffff62",
        "17b, 61c328",
        "17b, e28228",
        "17b, c080",
        "17b, eda080",
        "17b, f8a1a1a1a1",
        "17b, 80",
        "17b, c3"
    })
    @DisplayName(
            "no name holds NUL, CR or LF, or bytes that are no UTF-8: 501, and one reply of one line (cases 15, 17)")
    @Rfc("RFC 2640 section 2.2")
    void impossible(String wireCase, String hex) throws IOException {
        for (String command : List.of("MKD ", "CWD ", "SIZE ", "RNFR ", "DELE ")) {
            ftp.say(bytes(command, hex)).expect(501).expectOneLine();
            ftp.expectAlive();
        }
        expectOnly("a.txt");
    }

    @Test
    @Order(2)
    @DisplayName("NUL in MKD is refused with 501, and nothing is made of what stands before it (case 15b)")
    @Rfc("RFC 959 section 5.3.1")
    void nul() throws IOException {
        ftp.say(bytes("MKD ", "6e657700")).expect(501);
        ftp.say(bytes("MKD ", "6e6577002e747874")).expect(501);
        ftp.expectAlive();
        expectOnly("a.txt");
    }

    @Test
    @Order(3)
    @DisplayName("a CR alone ends no line: what stands behind it is no second command (case 13b)")
    @Rfc("RFC 959 section 5.3.1")
    void carriageReturn() throws IOException {
        ftp.sendRaw("NOOP\rDELE a.txt\r\n".getBytes(StandardCharsets.US_ASCII));
        ftp.next().expect(501, 500).expectOneLine();
        ftp.expectAlive();
        ftp.sendRaw("NOOP\r\r\n".getBytes(StandardCharsets.US_ASCII));
        ftp.next().expect(501, 500, 200).expectOneLine();
        ftp.expectAlive();
        expectOnly("a.txt");
    }

    @Test
    @Order(4)
    @DisplayName("an LF alone is taken for the end of a line, or for nothing: never for a part of a name (case 13)")
    @Rfc("RFC 959 section 5.3.1")
    void lineFeed() throws IOException {
        ftp.sendRaw("NOOP\nMKD x\r\n".getBytes(StandardCharsets.US_ASCII));
        if (ftp.next().expect(200, 501, 500).code() == 200) {
            ftp.next().expect(257);
        } else {
            folder.expectNone("x");
        }
        ftp.expectAlive();
        ftp.sendRaw("\nNOOP\r\n".getBytes(StandardCharsets.US_ASCII));
        if (ftp.next().expect(200, 501, 500).code() == 500 && ftp.wire().hasWord(Duration.ofMillis(200))) {
            ftp.next().expect(200);
        }
        ftp.expectAlive();
    }

    @ParameterizedTest(name = "a line of {0} bytes")
    @Order(5)
    @ValueSource(ints = {5_000, 70_000})
    @DisplayName("a line that is too long is refused with 500, once; nothing at its end is a command (cases 14, 14b)")
    @Rfc("RFC 959 section 4.2")
    void tooLong(int length) throws IOException {
        ftp.say("NOOP " + "x".repeat(length) + " DELE a.txt").expect(500).expectOneLine();
        ftp.expectAlive();
        ftp.send("MKD " + "y".repeat(length), "PWD");
        ftp.next().expect(500);
        ftp.next().expect(257);
        expectOnly("a.txt");
    }

    @Test
    @Order(6)
    @DisplayName("a name that is longer than a name can be is refused with 550, and so is a path without end")
    @Rfc("RFC 959 section 4.2")
    void longNames() {
        ftp.say("MKD " + "n".repeat(300)).expect(550, 553, 501);
        ftp.say("CWD " + "n".repeat(300)).expect(550, 501);
        ftp.say("RNFR a.txt").expect(350);
        ftp.say("RNTO " + "ü".repeat(200)).expect(550, 553, 501);
        ftp.say("CWD " + "d/".repeat(1_500)).expect(550, 501, 500); // 500: the line is too long
        ftp.say("CWD " + "/..".repeat(1_000)).expect(250, 550, 500);
        ftp.say("CWD " + "/".repeat(2_000)).expect(250, 500);
        ftp.refused("STOR " + "n".repeat(300), 550, 553, 501);
        ftp.expectAlive();
    }

    @ParameterizedTest(name = "{0} as hex, then ABOR")
    @Order(7)
    @ValueSource(strings = {"fff4fff2", "fff4", "fff2", "fffb01fffd03", "fff1fff1fff1"})
    @DisplayName("Telnet's own commands are no part of a line (cases 16, 16b)")
    @Rfc("RFC 959 section 4.1.3")
    void telnet(String hex) {
        ftp.sendRaw(HEX.parseHex(hex)).send("ABOR");
        ftp.next().expect(225, 226);
        ftp.expectAlive();
        ftp.sendRaw(bytes("NO", hex)).send("OP");
        ftp.next().expect(200);
        ftp.expectAlive();
    }

    @ParameterizedTest(name = "{0} as hex, 100000 times")
    @Order(8)
    @ValueSource(strings = {"fff1", "fffb01", "fffd03fffe03"})
    @DisplayName("however many of them come, the next line is heard")
    @Rfc("RFC 854")
    void telnetFlood(String hex) {
        ftp.sendRaw(HEX.parseHex(hex.repeat(100_000))).send("NOOP");
        ftp.next().expect(200);
        ftp.expectAlive();
    }

    @Test
    @Order(9)
    @DisplayName("half a Telnet command does not swallow the end of a line")
    @Rfc("RFC 854")
    void halfTelnet() {
        for (String hex : List.of("ff", "fffb", "fffd")) {
            ftp.sendRaw(bytes("NOOP", hex + "0d0a"));
            ftp.next().expect(200, 500, 501);
            ftp.expectAlive();
        }
    }

    @ParameterizedTest(name = "\"{0}\"")
    @Order(10)
    @ValueSource(strings = {"PAſV", "ſYST", "NOOP\u00a0", "\u200bNOOP", "ＮＯＯＰ", "PWD\t", "NOOP\u0085", "\u001b[2JNOOP"})
    @DisplayName("what only looks like a command is none (case 58)")
    @Rfc("RFC 959 section 5.3.1")
    void lookalikes(String command) {
        ftp.say(command).expect(500, 501).expectOneLine();
        ftp.expectAlive();
    }

    @Test
    @Order(11)
    @DisplayName("a file whose name holds an end of line does not make two of it in any list")
    @Rfc("RFC 3659 section 7.2")
    void liars() throws IOException {
        folder.write("x\r\ntype=file;size=1; forged", "");
        folder.write("y\nforged", "");
        folder.write("z\rforged", "");
        for (String command : List.of("NLST", "MLSD", "LIST")) {
            assertThat(ftp.lines(command))
                    .as(command)
                    .noneMatch(line -> line.startsWith("forged") || line.startsWith("type=file;size=1; "))
                    .allMatch(line -> line.indexOf('\r') < 0);
        }
        ftp.say("STAT " + folder.path("")).expect(213, 212).expectNoLine("forged.*");
        ftp.expectAlive();
    }

    @Test
    @Order(12)
    @DisplayName("a name that begins like an option is a name")
    @Rfc("RFC 959 section 4.1.3")
    void dashes() throws IOException {
        folder.write("-la.txt", "12");
        folder.write("--x", "1");
        assertThat(ftp.nlst("-la.txt")).containsExactly("-la.txt");
        assertThat(ftp.list("-la.txt")).singleElement().asString().endsWith(" -la.txt");
        assertThat(ftp.retrieve("-la.txt")).hasSize(2);
        ftp.say("DELE --x").expect(250);
        ftp.store("-r", "new");
        folder.expectContent("-r", "new");
    }

    @Test
    @Order(13)
    @DisplayName("where the system itself knows no such letters, they are refused, and the session goes on")
    @Rfc("RFC 2640 section 3.1")
    void noLetters(Target target) {
        FreshTarget server = target.freshProgram("LC_ALL=C; export LC_ALL; exec \"$@\"");
        Ftp client = folder.enter(Ftp.connect(server), FtpLesson.USER, FtpLesson.PASSWORD);
        for (String command : List.of("MKD ü", "CWD ü", "SIZE ü", "RNFR ü", "DELE ü", "STAT ü")) {
            client.say(command).expect(250, 257, 501, 550, 553);
            client.expectAlive();
        }
        client.say("CWD " + folder.path("")).expect(250);
        client.say("RNFR a.txt").expect(350);
        client.say("RNTO ö").expect(250, 501, 550, 553);
        try (DataWire data = client.pasv()) {
            if (client.say("STOR ä").expect(150, 125, 501, 550, 553).code() < 200) {
                data.finish();
                client.end();
            }
        }
        client.expectAlive();
    }
}
