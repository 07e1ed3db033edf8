package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
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

/**
 * Stage 5: RFC 959 has a client say ABOR behind Telnet's IP and Synch, and Synch is TCP's urgent data. Clients do not agree
 * on which byte is urgent; whichever it is, the command has to be understood, and no byte be lost.
 */
@Stage(value = 5, name = "resume, abort, commands during a transfer")
@DisplayName("Stage 5: urgent data")
final class Stage5UrgentIT {
    private static final int LARGE = 16 << 20;
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private ServedFolder folder;
    private Ftp ftp;

    @BeforeEach
    void enter(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("big", folder.random(LARGE));
        folder.write("a.txt", "hello");
        ftp = folder.enter().binary();
    }

    /** Some bytes, one that is urgent, and others; all as hex. */
    private void send(String before, int urgent, String after) {
        if (!before.isEmpty()) {
            ftp.sendRaw(HexFormat.of().parseHex(before));
        }
        ftp.wire().sendUrgently(urgent);
        ftp.sendRaw(HexFormat.of().parseHex(after));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void sendSynch(String command) {
        send("fff4ff", 0xf2, hex(command + "\r\n"));
    }

    private DataWire begin() {
        DataWire data = ftp.data().connectSlowly(ftp.data().pasvPort());
        ftp.begin("RETR big");
        data.sip(1000);
        ftp.expectSilence(A_WHILE); // until the server has to wait
        return data;
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @CsvSource({
        "'IAC IP IAC, urgent DM, ABOR (lftp)', fff4ff, f2, 41424f520d0a",
        "'IAC IP, urgent IAC, DM ABOR (BSD)', fff4, ff, f241424f520d0a",
        "'ABOR, urgent LF (Python)', 41424f520d, 0a, ''",
        "'urgent A of ABOR', '', 41, 424f520d0a"
    })
    @DisplayName("ABOR with an urgent byte ends a transfer: 426, then 226 (cases 16, 16b, 47)")
    @Rfc("RFC 959 section 4.1.3, RFC 854")
    void abort(String who, String before, String urgent, String after) {
        try (DataWire data = begin()) {
            long start = System.nanoTime();
            send(before, Integer.parseInt(urgent, 16), after);
            ftp.next().expect(426);
            ftp.next().expect(226);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("how long that took")
                    .isLessThan(AT_ONCE);
            assertThat(data.wire().position()).as("what has been read").isEqualTo(1000);
        }
        ftp.expectAlive();
        assertThat(ftp.retrieve("a.txt")).as("what RETR a.txt sent after that").hasSize(5);
    }

    @Test
    @Order(2)
    @DisplayName("the same with nothing to end is 225, and twice is twice (case 16)")
    @Rfc("RFC 959 section 4.1.3, RFC 854")
    void idle() {
        sendSynch("ABOR");
        ftp.next().expect(225, 226);
        sendSynch("ABOR");
        sendSynch("ABOR");
        ftp.next().expect(225, 226);
        ftp.next().expect(225, 226);
        ftp.expectAlive();
    }

    @Test
    @Order(3)
    @DisplayName("STAT and NOOP may come like that, too, and the transfer goes on")
    @Rfc("RFC 959 section 4.1.3, RFC 854")
    void others() {
        DataWire data = begin();
        sendSynch("STAT");
        ftp.next().expect(211);
        sendSynch("NOOP");
        ftp.next().expect(200);
        assertThat(data.wire().gulp().readToEnd(LARGE, "the rest of the file")).hasSize(LARGE - 1000);
        ftp.end();
        ftp.expectAlive();
    }
}
