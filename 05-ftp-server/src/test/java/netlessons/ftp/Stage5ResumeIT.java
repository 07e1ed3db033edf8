package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
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

/** Stage 5: REST says where in a file the next transfer begins. */
@Stage(value = 5, name = "resume, abort, commands during a transfer")
@DisplayName("Stage 5: resume")
final class Stage5ResumeIT {
    private static final String REST = "RFC 3659 section 5";
    private static final Duration A_MOMENT = Duration.ofMillis(500);

    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
    }

    private Ftp enter() {
        return folder.enter().binary();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "REST {0}")
    @Order(1)
    @ValueSource(strings = {"0", "1", "00012", "4294967296", "9223372036854775807"})
    @DisplayName("REST takes any number that a file can have bytes (case 34)")
    @Rfc(REST)
    void numbers(String number) {
        enter().say("REST " + number).expect(350);
    }

    @ParameterizedTest(name = "REST {0}")
    @Order(2)
    @ValueSource(
            strings = {
                "-1",
                "x",
                "1x",
                "1 2",
                "+1",
                "1.5",
                "0x10",
                "9223372036854775808",
                "99999999999999999999999",
                "١"
            })
    @DisplayName("and nothing else: 501 (case 34)")
    @Rfc(REST)
    void noNumbers(String number) {
        Ftp ftp = enter();
        ftp.say("REST " + number).expect(501);
        assertThat(text(ftp.retrieve("a.txt"))).as("what RETR sent").isEqualTo("hello\nworld\n");
    }

    @Test
    @Order(3)
    @DisplayName(
            "REST without a number is 501, and REST of a text (TYPE A) too, since nobody could count there (case 34b)")
    @Rfc(REST)
    void text() {
        Ftp ftp = enter();
        ftp.say("REST").expect(501);
        ftp.say("TYPE A").expect(200);
        ftp.say("REST 3").expect(501);
    }

    @ParameterizedTest(name = "REST {0}")
    @Order(4)
    @ValueSource(ints = {0, 1, 3, 11, 12})
    @DisplayName("RETR begins there (case 34c)")
    @Rfc(REST)
    void retrieve(int start) {
        Ftp ftp = enter();
        ftp.say("REST " + start).expect(350);
        assertThat(text(ftp.retrieve("a.txt"))).as("what RETR sent").isEqualTo("hello\nworld\n".substring(start));
    }

    @Test
    @Order(5)
    @DisplayName("REST is for one transfer: the next one begins at the beginning")
    @Rfc(REST)
    void once() {
        Ftp ftp = enter();
        ftp.say("REST 6").expect(350);
        assertThat(text(ftp.retrieve("a.txt"))).as("what RETR sent").isEqualTo("world\n");
        assertThat(text(ftp.retrieve("a.txt"))).as("what the next RETR sent").isEqualTo("hello\nworld\n");
        ftp.say("REST 6").expect(350);
        ftp.say("REST 0").expect(350);
        assertThat(text(ftp.retrieve("a.txt")))
                .as("what RETR sent after REST 0")
                .isEqualTo("hello\nworld\n");
    }

    @Test
    @Order(6)
    @DisplayName("beyond the end of the file there is nothing to send: 554, and REST is over (case 34d)")
    @Rfc(REST)
    void beyond() {
        Ftp ftp = enter();
        ftp.say("REST 13").expect(350);
        ftp.refused("RETR a.txt", 554);
        assertThat(text(ftp.retrieve("a.txt"))).as("what RETR sent after that").isEqualTo("hello\nworld\n");
        ftp.say("REST 9223372036854775807").expect(350);
        ftp.refused("RETR a.txt", 554);
    }

    @Test
    @Order(7)
    @DisplayName("commands between REST and the transfer do not change it (case 34g)")
    @Rfc(REST)
    void between() {
        Ftp ftp = enter();
        ftp.say("REST 3").expect(350);
        ftp.say("NOOP").expect(200);
        assertThat(text(ftp.retrieve("a.txt"))).as("what RETR sent").isEqualTo("lo\nworld\n");
    }

    @Test
    @Order(8)
    @DisplayName("REST and STOR write into a file from there, and leave what comes behind (case 34e)")
    @Rfc(REST)
    void store() throws IOException {
        folder.write("digits", "0123456789");
        Ftp ftp = enter();
        ftp.say("REST 4").expect(350);
        ftp.store("digits", "ab");
        folder.expectContent("digits", "0123ab6789");
        ftp.say("REST 10").expect(350);
        ftp.store("digits", "end");
        folder.expectContent("digits", "0123ab6789end");
    }

    @Test
    @Order(9)
    @DisplayName("but not beyond its end: 554, and the file stays as it is (case 34f)")
    @Rfc(REST)
    void storeBeyond() throws IOException {
        Ftp ftp = enter();
        ftp.say("REST 13").expect(350);
        ftp.refused("STOR a.txt", 554);
        folder.expectContent("a.txt", "hello\nworld\n");
        ftp.say("REST 1").expect(350);
        ftp.refused("STOR new", 554, 550);
        folder.expectNone("new");
        ftp.store("a.txt", "x");
        folder.expectContent("a.txt", "x");
    }

    @Test
    @Order(10)
    @DisplayName(
            "REST and APPE contradict each other, and so do REST and STOU: refused, and nothing changes (case 35b)")
    @Rfc(REST)
    void append() throws IOException {
        Ftp ftp = enter();
        ftp.say("REST 3").expect(350);
        ftp.refused("APPE a.txt", 450, 550);
        folder.expectContent("a.txt", "hello\nworld\n");
        ftp.say("REST 3").expect(350);
        ftp.refused("STOU", 450, 550, 554);
        ftp.append("a.txt", "!");
        folder.expectContent("a.txt", "hello\nworld\n!");
    }

    @Test
    @Order(11)
    @DisplayName("a download that broke off is had whole with REST")
    @Rfc(REST)
    void download() throws IOException {
        byte[] bytes = folder.random(16 << 20);
        folder.write("big", bytes);
        Ftp ftp = enter();
        DataWire data = ftp.data().connectSlowly(ftp.data().pasvPort());
        ftp.begin("RETR big");
        byte[] first = data.sip(100_000);
        data.reset();
        ftp.next().expect(426);
        ftp.say("REST " + first.length).expect(350);
        byte[] rest = ftp.retrieve("big");
        assertThat(first).as("what came at first").isEqualTo(Arrays.copyOf(bytes, first.length));
        assertThat(rest).as("the rest").isEqualTo(Arrays.copyOfRange(bytes, first.length, bytes.length));
    }

    @Test
    @Order(12)
    @DisplayName("an upload that broke off: SIZE tells how much is there, and REST and STOR send the rest")
    @Rfc(REST)
    void upload() throws IOException {
        byte[] bytes = folder.random(1 << 20);
        int there = breakOff(bytes);
        Ftp ftp = enter();
        ftp.say("REST " + there).expect(350);
        ftp.store("new", Arrays.copyOfRange(bytes, there, bytes.length));
        folder.expectContent("new", bytes);
    }

    @Test
    @Order(13)
    @DisplayName("or APPE does")
    @Rfc(REST)
    void uploadWithAppend() throws IOException {
        byte[] bytes = folder.random(1 << 20);
        int there = breakOff(bytes);
        enter().put("APPE new", Arrays.copyOfRange(bytes, there, bytes.length));
        folder.expectContent("new", bytes);
    }

    @Test
    @Order(14)
    @DisplayName("or all is sent once more: nothing is left of what was there")
    @Rfc("RFC 959 section 4.1.3")
    void uploadAgain() throws IOException {
        breakOff(folder.random(1 << 20));
        enter().store("new", "short");
        folder.expectContent("new", "short");
        assertThat(folder.dir()).as("the folder").isDirectoryNotContaining("glob:**part*");
    }

    /** Sends half of it, and is gone; tells what SIZE says of that. */
    private int breakOff(byte[] bytes) {
        Ftp ftp = enter();
        DataWire data = ftp.pasv();
        ftp.begin("STOR new");
        data.send(Arrays.copyOf(bytes, bytes.length / 2));
        ftp.expectSilence(A_MOMENT);
        data.reset();
        ftp.next().expect(426);
        int there = Integer.parseInt(ftp.say("SIZE new").expect(213).text());
        assertThat(there).as("how much is there").isBetween(1, bytes.length / 2);
        return there;
    }
}
