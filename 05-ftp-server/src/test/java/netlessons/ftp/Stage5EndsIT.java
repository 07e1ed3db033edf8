package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 5: somebody goes while a file is on its way: the user, the session, or one of the two connections. */
@Stage(value = 5, name = "resume, abort, commands during a transfer")
@DisplayName("Stage 5: ends")
final class Stage5EndsIT {
    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private ServedFolder folder;
    private LargeFile big;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        big = LargeFile.in(folder);
        folder.write("a.txt", "hello\nworld\n");
    }

    private Ftp enter() {
        return folder.enter().binary();
    }

    @Test
    @Order(1)
    @DisplayName(
            "QUIT is answered with 221; the transfer goes on to its end, 226, and then the session ends (case 48c)")
    @Rfc("RFC 959 section 4.1.1")
    void quit() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        ftp.say("QUIT").expect(221);
        ftp.expectSilence(A_MOMENT);
        big.expectRest(data);
        ftp.end();
        ftp.expectClosed();
    }

    @Test
    @Order(2)
    @DisplayName("the same with a file that the client sends")
    @Rfc("RFC 959 section 4.1.1")
    void quitDuringStore() throws IOException {
        Ftp ftp = enter();
        DataWire data = ftp.pasv();
        ftp.begin("STOR new");
        data.send("one ");
        ftp.say("QUIT").expect(221);
        ftp.expectSilence(A_MOMENT);
        data.send("two").close();
        ftp.end();
        ftp.expectClosed();
        folder.expectContent("new", "one two");
    }

    @Test
    @Order(3)
    @DisplayName("QUIT with a data port that nobody uses ends the session at once")
    @Rfc("RFC 959 section 4.1.1")
    void quitAfterPasv() {
        ClosedPort.expect(enter(), () -> {
            Ftp ftp = enter();
            int port = ftp.data().pasvPort();
            ftp.say("QUIT").expect(221);
            ftp.expectClosed();
            return port;
        });
        Ftp open = enter();
        DataWire data = open.pasv();
        open.say("QUIT").expect(221);
        open.expectClosed();
        data.expectClosed();
    }

    @Test
    @Order(4)
    @DisplayName("REIN logs out at once, and what is under way comes to its end")
    @Rfc("RFC 959 section 4.1.1")
    void rein() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        ftp.say("REIN").expect(220);
        ftp.say("PWD").expect(530);
        big.expectRest(data);
        ftp.end();
        ftp.login(FtpLesson.READER, FtpLesson.READER_PASSWORD).say("PWD").expectPath("/");
    }

    @Test
    @Order(5)
    @DisplayName("USER during a transfer: the file comes with the rights, and from the place, of before")
    @Rfc("RFC 959 section 4.1.1")
    void user() throws IOException {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        ftp.say("USER " + FtpLesson.READER).expect(331);
        ftp.say("SIZE big").expect(530);
        ftp.say("PASS " + FtpLesson.READER_PASSWORD).expect(230);
        ftp.say("PWD").expectPath("/");
        big.expectRest(data);
        ftp.end();
        ftp.say("CWD " + folder.path("")).expect(250);
        ftp.refused("STOR new", 550);
        folder.expectNone("new");
    }

    @Test
    @Order(6)
    @DisplayName("USER during an upload: it is stored where it was asked for")
    @Rfc("RFC 959 section 4.1.1")
    void userDuringStore() throws IOException {
        Ftp ftp = enter();
        DataWire data = ftp.pasv();
        ftp.begin("STOR new");
        data.send("one ");
        ftp.say("USER " + FtpLesson.READER).expect(331);
        ftp.say("PASS " + FtpLesson.READER_PASSWORD).expect(230);
        data.send("two").close();
        ftp.end();
        folder.expectContent("new", "one two");
    }

    @Test
    @Order(7)
    @DisplayName("a client that resets the data connection of RETR hears 426, and goes on (case 49)")
    @Rfc("RFC 959 section 5.4")
    void resetRetrieve() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        data.reset();
        ftp.next().expect(426);
        ftp.expectAlive();
        assertThat(ftp.retrieve("a.txt")).as("what RETR a.txt sent after that").hasSize(12);
    }

    @Test
    @Order(8)
    @DisplayName("one that closes it in the middle, too")
    @Rfc("RFC 959 section 5.4")
    void closeRetrieve() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        data.close();
        ftp.next().expect(426);
        ftp.expectAlive();
    }

    @Test
    @Order(9)
    @DisplayName("one that resets that of STOR, too: a part of a file is never a success (case 49b)")
    @Rfc("RFC 959 section 5.4")
    void resetStore() throws IOException {
        Ftp ftp = enter();
        DataWire data = ftp.pasv();
        ftp.begin("STOR a.txt");
        data.send("new but not");
        ftp.expectSilence(A_MOMENT);
        data.reset();
        ftp.next().expect(426);
        folder.expectContent("a.txt", "hello\nworld\n");
        assertThat(ftp.nlst("")).as("the names in the folder").containsExactlyInAnyOrder("a.txt", "big");
        ftp.expectAlive();
    }

    @Test
    @Order(10)
    @DisplayName("who closes the control connection takes the transfer with it, and what was there stays")
    @Rfc("RFC 959 section 3.2")
    void gone() throws IOException {
        Ftp ftp = enter();
        DataWire down = big.begin(ftp);
        ftp.close();
        byte[] rest = down.wire().gulp().hasWord(Duration.ofSeconds(5)) ? restOf(down) : new byte[0];
        assertThat(rest.length).as("how much of the rest came").isLessThan(LargeFile.SIZE);
        Ftp other = enter();
        DataWire up = other.pasv();
        other.begin("STOR a.txt");
        up.send("new but not");
        other.expectSilence(A_MOMENT);
        other.close();
        up.expectClosed();
        folder.expectContent("a.txt", "hello\nworld\n");
    }

    private static byte[] restOf(DataWire data) {
        try {
            return data.wire().readToEnd(LargeFile.SIZE, "what was on its way, and the end");
        } catch (AssertionError e) {
            return new byte[0]; // a reset
        }
    }
}
