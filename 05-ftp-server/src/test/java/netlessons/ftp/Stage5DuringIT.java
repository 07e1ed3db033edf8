package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataPort;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 5: the control connection is there for commands, also while a file is on its way. Most tests get a file that no
 * buffer of the system can swallow, and do not read it yet.
 */
@Stage(value = 5, name = "resume, abort, commands during a transfer")
@DisplayName("Stage 5: commands during a transfer")
final class Stage5DuringIT {
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private static final Duration A_WHILE = Duration.ofMillis(500);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

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
    @DisplayName("NOOP is answered while a file is sent, and the file comes whole (case 48)")
    @Rfc("RFC 959 section 4.1.3")
    void noop() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        ftp.say("NOOP").expect(200);
        ftp.say("NOOP").expect(200);
        ftp.expectSilence(A_MOMENT);
        big.expectRest(data);
        ftp.end();
        ftp.expectAlive();
    }

    @Test
    @Order(2)
    @DisplayName("STAT tells with 211 how things are (case 48b)")
    @Rfc("RFC 959 section 4.1.3")
    void stat() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        ftp.say("STAT").expect(211);
        big.expectRest(data);
        ftp.end();
    }

    @Test
    @Order(3)
    @DisplayName("so are commands that ask, and those that change something: the file on its way stays the same")
    @Rfc("RFC 959 section 4.1.3")
    void others() throws IOException {
        folder.makeFolder("d");
        folder.write("d/big", "another one");
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        ftp.say("SIZE a.txt").expect(213).expectLine("213 12");
        ftp.say("CWD d").expect(250);
        ftp.say("PWD").expectPath(folder.path("d"));
        ftp.say("TYPE A").expect(200);
        ftp.say("XYZZY").expect(500);
        big.expectRest(data);
        ftp.end();
    }

    @Test
    @Order(4)
    @DisplayName("while a file is taken, too")
    @Rfc("RFC 959 section 4.1.3")
    void duringStore() throws IOException {
        Ftp ftp = enter();
        DataWire data = ftp.pasv();
        ftp.begin("STOR new");
        data.send("one ");
        ftp.say("NOOP").expect(200);
        ftp.say("STAT").expect(211);
        ftp.expectSilence(A_MOMENT);
        data.send("two").close();
        ftp.end();
        folder.expectContent("new", "one two");
    }

    @Test
    @Order(5)
    @DisplayName("ABOR ends a transfer at once: 426 for that, then 226, and the session goes on (case 47)")
    @Rfc("RFC 959 section 4.1.3")
    void abort() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        ftp.expectSilence(A_WHILE); // until the server has to wait
        long start = System.nanoTime();
        ftp.say("ABOR").expect(426);
        ftp.next().expect(226);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("how long ABOR took")
                .isLessThan(AT_ONCE);
        data.close();
        ftp.expectAlive();
        assertThat(ftp.retrieve("a.txt")).as("what RETR a.txt sent after that").hasSize(12);
    }

    @Test
    @Order(6)
    @DisplayName("also with Telnet's interrupt and synch before it, as RFC 959 wants it (cases 16, 16b)")
    @Rfc("RFC 959 section 4.1.3")
    void abortWithTelnet() {
        Ftp ftp = enter();
        byte[] interrupt = {(byte) 255, (byte) 244, (byte) 255, (byte) 242};
        byte[] abor = "ABOR".getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(interrupt, interrupt.length + abor.length);
        System.arraycopy(abor, 0, line, interrupt.length, abor.length);
        ftp.say(line).expect(225, 226);
        DataWire data = big.begin(ftp);
        ftp.say(line).expect(426);
        ftp.next().expect(226);
        data.close();
        ftp.expectAlive();
    }

    @Test
    @Order(7)
    @DisplayName("ABOR of a transfer to whose data port nobody has come yet: 426, and 226")
    @Rfc("RFC 959 section 4.1.3")
    void abortEarly() {
        Ftp ftp = enter();
        ClosedPort.expect(ftp, () -> {
            int port = ftp.data().pasvPort();
            ftp.begin("RETR a.txt");
            ftp.say("ABOR").expect(426);
            ftp.next().expect(226);
            return port;
        });
        ftp.expectAlive();
    }

    @Test
    @Order(8)
    @DisplayName("ABOR with nothing to end is 225 (case 46)")
    @Rfc("RFC 959 section 5.4")
    void abortNothing() {
        Ftp ftp = enter();
        ftp.say("ABOR").expect(225, 226);
        ftp.retrieve("a.txt");
        ftp.say("ABOR").expect(225, 226);
        ftp.expectAlive();
    }

    @Test
    @Order(9)
    @DisplayName("ABOR after PASV closes the data port: 225 (case 46b)")
    @Rfc("RFC 959 section 5.4")
    void abortPort() {
        Ftp ftp = enter();
        ClosedPort.expect(ftp, () -> {
            int port = ftp.data().pasvPort();
            ftp.say("ABOR").expect(225, 226);
            return port;
        });
        DataWire open = ftp.pasv();
        ftp.say("ABOR").expect(225, 226);
        open.expectClosed();
        ftp.say("RETR a.txt").expect(425);
    }

    @Test
    @Order(10)
    @DisplayName("a second transfer has to wait, or is refused with 450 or 425; the first one goes on (case 48d)")
    @Rfc("RFC 959 section 5.4")
    void second() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        ftp.say("RETR a.txt").expect(450, 425);
        ftp.say("NLST").expect(450, 425);
        big.expectRest(data);
        ftp.end();
        assertThat(ftp.retrieve("a.txt")).as("what RETR a.txt sent after that").hasSize(12);
    }

    @Test
    @Order(11)
    @DisplayName("PASV during a transfer is for the next one: ABOR still ends this one, and a second one still waits")
    @Rfc("RFC 959 section 4.1.2")
    void pasvDuring() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        ftp.data().pasvPort();
        ftp.say("RETR a.txt").expect(450, 425);
        DataWire next = ftp.pasv();
        ftp.say("ABOR").expect(426);
        ftp.next().expect(226);
        data.close();
        next.close();
        ftp.expectAlive();
        assertThat(ftp.retrieve("a.txt")).as("what RETR a.txt sent after that").hasSize(12);
    }

    @Test
    @Order(12)
    @DisplayName("and when this one is over, the next one uses it")
    @Rfc("RFC 959 section 4.1.2")
    void pasvForNext() {
        Ftp ftp = enter();
        DataWire data = big.begin(ftp);
        DataWire next = ftp.pasv();
        big.expectRest(data);
        ftp.end();
        ftp.begin("RETR a.txt");
        assertThat(next.readAll()).as("what RETR a.txt sent").hasSize(12);
        ftp.end();
    }

    @Test
    @Order(13)
    @DisplayName("two transfers that were asked for together, each with a port of its own, are told of in order")
    @Rfc("RFC 959 section 5.4")
    void pipelined() {
        Ftp ftp = enter();
        DataPort one = ftp.data().listen();
        DataPort two = ftp.data().listen();
        ftp.send(ftp.data().portCommand(one), "RETR a.txt", ftp.data().portCommand(two), "RETR a.txt", "NOOP");
        ftp.next().expect(200);
        ftp.next().expect(150, 125);
        assertThat(one.accept().readAll()).as("what the first one sent").hasSize(12);
        boolean ended = false;
        boolean refused = false;
        for (int open = 4; open > 0; open--) { // 226, 200 of PORT, 150 and 226 (or 450), 200 of NOOP
            int code = ftp.next().expect(226, 200, 150, 125, 450, 425).code();
            assertThat(code < 200 && !ended)
                    .as("a 150 before the 226 of the transfer before")
                    .isFalse();
            ended |= code == 226;
            refused |= code >= 400;
            open += code < 200 ? 1 : 0;
        }
        if (!refused) {
            assertThat(two.accept().readAll()).as("what the second one sent").hasSize(12);
        }
        ftp.expectAlive();
    }
}
