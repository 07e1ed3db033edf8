package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import netlessons.testkit.ftp.FtpReply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 3: files that are there already, other ways to send one, and text. */
@Stage(value = 3, name = "transfer, passive and active")
@DisplayName("Stage 3: replace, append, text")
final class Stage3StoreIT {
    private static final int LARGE = 16 << 20;
    private static final Pattern FILE = Pattern.compile("FILE: (\\S+)");

    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
    }

    private Ftp enter() {
        return folder.enter().binary();
    }

    @Test
    @Order(1)
    @DisplayName("STOR takes the place of a file that is there; a shorter one leaves nothing of it")
    @Rfc("RFC 959 section 4.1.3")
    void replace() throws IOException {
        Ftp ftp = enter();
        ftp.store("a.txt", "short");
        folder.expectContent("a.txt", "short");
        ftp.store("a.txt", "");
        folder.expectContent("a.txt", "");
    }

    @Test
    @Order(2)
    @DisplayName("until the new one is whole, others get the old one")
    @Rfc("RFC 959 section 4.1.3")
    void wholeOrNot() throws IOException {
        Ftp ftp = enter();
        DataWire data = ftp.pasv();
        ftp.begin("STOR a.txt");
        data.send("new but not");
        assertThat(enter().retrieve("a.txt")).as("what others get").asString().isEqualTo("hello\nworld\n");
        data.send(" yet whole").close();
        ftp.end();
        folder.expectContent("a.txt", "new but not yet whole");
        assertThat(enter().nlst("")).as("the names in the folder").containsExactly("a.txt");
    }

    @Test
    @Order(3)
    @DisplayName("226 comes when the file is there under its name: whoever asks next gets all of it")
    @Rfc("RFC 959 section 5.4")
    void thenThere() {
        Ftp ftp = enter();
        for (int i = 1; i <= 20; i++) {
            byte[] bytes = folder.random(i * 1000);
            ftp.store("file", bytes);
            assertThat(folder.file("file")).as("the file after 226").hasBinaryContent(bytes);
        }
    }

    @Test
    @Order(4)
    @DisplayName("two who send one name at the same time: one of the two files is there in the end, whole")
    @Rfc("RFC 959 section 4.1.3")
    void two() throws IOException {
        byte[] ones = new byte[3_000_000];
        Arrays.fill(ones, (byte) '1');
        byte[] twos = new byte[2_000_000];
        Arrays.fill(twos, (byte) '2');
        Ftp first = enter();
        Ftp second = enter();
        DataWire one = first.pasv();
        DataWire two = second.pasv();
        first.begin("STOR both");
        one.send(Arrays.copyOf(ones, 1_500_000));
        if (second.say("STOR both").expect(150, 125, 450, 550).code() < 200) { // who comes second may be refused
            two.send(twos).close();
            second.end();
        }
        one.send(Arrays.copyOfRange(ones, 1_500_000, ones.length)).close();
        first.end();
        assertThat(Files.readAllBytes(folder.file("both")))
                .as("the file, which is one of the two that were sent")
                .satisfiesAnyOf(
                        bytes -> assertThat(bytes).isEqualTo(ones),
                        bytes -> assertThat(bytes).isEqualTo(twos));
        assertThat(first.nlst("")).as("the names in the folder").containsExactlyInAnyOrder("a.txt", "both");
    }

    @Test
    @Order(5)
    @DisplayName("a file that is deleted while somebody gets it: he gets all of it, or hears that he does not")
    @Rfc("RFC 959 section 5.4")
    void deleted() throws IOException {
        byte[] bytes = folder.random(LARGE);
        folder.write("big", bytes);
        Ftp ftp = enter();
        DataWire data = ftp.data().connectSlowly(ftp.data().pasvPort());
        ftp.begin("RETR big");
        byte[] first = data.sip(1000);
        if (enter().say("DELE big").expect(250, 450, 550).code() == 250) {
            folder.expectNone("big");
        }
        byte[] rest = data.wire().gulp().readToEnd(LARGE, "the rest");
        if (ftp.next().expect(226, 250, 426, 451).code() < 300) {
            assertThat(rest).isEqualTo(Arrays.copyOfRange(bytes, first.length, bytes.length));
        }
    }

    @Test
    @Order(6)
    @DisplayName("one that somebody appends to while it is got comes as it was, with none or some of that at its end")
    @Rfc("RFC 959 section 4.1.3")
    void appended() throws IOException {
        byte[] bytes = folder.random(LARGE);
        folder.write("big", bytes);
        Ftp ftp = enter();
        DataWire data = ftp.data().connectSlowly(ftp.data().pasvPort());
        ftp.begin("RETR big");
        data.sip(1000);
        try (Ftp other = enter();
                DataWire more = other.pasv()) {
            if (other.say("APPE big").expect(150, 125, 450, 550).code() < 200) {
                more.send("more").close();
                other.end();
            }
        }
        byte[] rest = data.wire().gulp().readToEnd(LARGE + 4, "the rest");
        ftp.end();
        assertThat(rest).startsWith(Arrays.copyOfRange(bytes, 1000, LARGE)).hasSizeBetween(LARGE - 1000, LARGE - 996);
    }

    @Test
    @Order(7)
    @DisplayName("APPE writes at the end of a file, and makes one that is not there (case 35)")
    @Rfc("RFC 959 section 4.1.3")
    void append() throws IOException {
        Ftp ftp = enter();
        ftp.append("a.txt", "and more\n");
        folder.expectContent("a.txt", "hello\nworld\nand more\n");
        ftp.append("new.txt", "1");
        ftp.append("new.txt", "2");
        ftp.say("SIZE new.txt").expect(213).expectLine("213 2");
        folder.expectContent("new.txt", "12");
        ftp.append("new.txt", "");
        folder.expectContent("new.txt", "12");
    }

    @Test
    @Order(8)
    @DisplayName("STOU stores under a name that the server chooses, and tells with 150 FILE: name (case 37)")
    @Rfc("RFC 1123 section 4.1.2.9")
    void unique() throws IOException {
        Ftp ftp = enter();
        List<String> names = Stream.of("one", "two", "three")
                .map(text -> {
                    try (DataWire data = ftp.pasv()) {
                        FtpReply reply = ftp.say("STOU").expect(150, 125);
                        data.send(text);
                        return reply.find(FILE, "150 FILE: and the name").group(1);
                    } finally {
                        ftp.end();
                    }
                })
                .toList();
        assertThat(names).as("the names that STOU told").doesNotHaveDuplicates().doesNotContain("a.txt");
        folder.expectContent(names.get(0), "one");
        folder.expectContent(names.get(1), "two");
        folder.expectContent(names.get(2), "three");
        folder.expectContent("a.txt", "hello\nworld\n");
    }

    @Test
    @Order(9)
    @DisplayName("as text (TYPE A) lines end in CR LF on the way, and as the system has it in the file (case 61)")
    @Rfc("RFC 959 section 3.1.1.1")
    void text() throws IOException {
        Ftp ftp = enter();
        ftp.say("TYPE A").expect(200);
        ftp.store("text", "a\r\nb\r\n");
        folder.expectContent("text", "a" + System.lineSeparator() + "b" + System.lineSeparator());
        assertThat(ftp.retrieve("text")).as("what RETR sent as text").asString().isEqualTo("a\r\nb\r\n");
        assertThat(ftp.retrieve("a.txt"))
                .as("what RETR sent as text")
                .asString()
                .isEqualTo("hello\r\nworld\r\n");
        ftp.binary();
        assertThat(ftp.retrieve("a.txt"))
                .as("what RETR sent as it is")
                .asString()
                .isEqualTo("hello\nworld\n");
    }

    @Test
    @Order(11)
    @DisplayName("lines that end in CR LF in the file come as they are, and not with two CRs")
    @Rfc("RFC 959 section 3.1.1.1")
    void textOfWindows() throws IOException {
        folder.write("dos", "a\r\nb\r\n\r\nc");
        Ftp ftp = enter();
        ftp.say("TYPE A").expect(200);
        assertThat(ftp.retrieve("dos")).as("what RETR sent as text").asString().isEqualTo("a\r\nb\r\n\r\nc");
    }

    @Test
    @Order(12)
    @DisplayName("STOU tells the name before anybody has come to the data port")
    @Rfc("RFC 1123 section 4.1.2.9")
    void uniqueEarly() throws IOException {
        Ftp ftp = enter();
        int port = ftp.data().pasvPort();
        String name =
                ftp.say("STOU").expect(150).find(FILE, "150 FILE: and the name").group(1);
        try (DataWire data = ftp.data().connect(port)) {
            data.send("late");
        }
        ftp.end();
        folder.expectContent(name, "late");
    }

    @Test
    @Order(10)
    @DisplayName("also where CR and LF come apart, and in a long text; CR alone stays what it is")
    @Rfc("RFC 959 section 3.1.1.1")
    void textInPieces() throws IOException {
        String unix = ("a line of text\n\ntwo\n".repeat(20_000) + "no end");
        Ftp ftp = enter();
        ftp.say("TYPE A").expect(200);
        ftp.store("long", unix.replace("\n", "\r\n"));
        folder.expectContent("long", unix.replace("\n", System.lineSeparator()));
        assertThat(ftp.retrieve("long")).as("what RETR sent").asString().isEqualTo(unix.replace("\n", "\r\n"));
        DataWire data = ftp.pasv();
        ftp.begin("STOR apart");
        data.send("a\r");
        ftp.expectSilence(Duration.ofMillis(100));
        data.send("\nb\rc\r\r").close();
        ftp.end();
        folder.expectContent("apart", "a" + System.lineSeparator() + "b\rc\r\r");
    }
}
