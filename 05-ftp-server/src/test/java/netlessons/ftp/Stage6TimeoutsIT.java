package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Data;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: nobody is waited for without an end, and nobody is cut off who gets on. */
@Stage(value = 6, name = "limits, time-outs, NAT")
@DisplayName("Stage 6: time-outs")
final class Stage6TimeoutsIT {
    private static final int LARGE = 8 << 20;

    private Target target;
    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target given) {
        target = given;
        folder = new ServedFolder(given);
    }

    private FreshTarget server(String option, String seconds) {
        return target.fresh("--user", "user:12345:elradfmwMT", option, seconds);
    }

    private Ftp enter(FreshTarget server) {
        return folder.enter(Ftp.connect(server), "user", "12345").binary();
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    @Order(1)
    @DisplayName("who says nothing for too long is told so with 421, and the connection is closed (case 'idle')")
    @Rfc("RFC 959 section 4.1.3, RFC 1123 section 4.1.3.2")
    void idle() {
        FreshTarget server = server("--control-timeout", "2");
        long start = System.nanoTime();
        Ftp ftp = enter(server);
        ftp.next().expect(421);
        assertThat(since(start)).as("how long it took").isGreaterThan(Duration.ofMillis(1900));
        ftp.expectClosed();
    }

    @Test
    @Order(2)
    @DisplayName("who says something now and then stays")
    @Rfc("RFC 1123 section 4.1.3.2")
    void active() {
        Ftp ftp = enter(server("--control-timeout", "2"));
        for (int i = 0; i < 5; i++) {
            pause(500);
            ftp.expectAlive();
        }
    }

    @Test
    @Order(3)
    @DisplayName("before the login that is all the time there is, whatever one says")
    @Rfc("RFC 2577 section 5")
    void neverLogsIn() {
        Ftp ftp = Ftp.connect(server("--control-timeout", "2"));
        pause(300);
        ftp.say("USER user").expect(331);
        ftp.next().expect(421);
        ftp.expectClosed();
    }

    @ParameterizedTest(name = "{0}")
    @Order(4)
    @ValueSource(strings = {"USER user", "REIN"})
    @DisplayName("who logs in once more has as much time for it as the first time")
    @Rfc("RFC 959 section 4.1.1")
    void logsInLate(String command) {
        Ftp ftp = enter(server("--control-timeout", "2"));
        for (int i = 0; i < 5; i++) {
            pause(500);
            ftp.expectAlive();
        }
        ftp.say(command).expect(331, 220);
        pause(300);
        ftp.login("user", "12345");
        ftp.say("PWD").expectPath("/");
    }

    @Test
    @Order(5)
    @DisplayName("a login byte by byte is one, however slow the line (case 'slow login')")
    @Rfc("RFC 959 section 2.3")
    void slowLogin() {
        Ftp ftp = Ftp.connect(target);
        for (byte one : "USER user\r\nPASS 12345\r\nPWD\r\n".getBytes(StandardCharsets.US_ASCII)) {
            ftp.sendRaw(new byte[] {one});
            pause(30);
        }
        ftp.next().expect(331);
        ftp.next().expect(230);
        ftp.next().expectPath("/");
    }

    @Test
    @Order(6)
    @DisplayName("a line that never ends does not keep the connection, though a byte comes now and then")
    @Rfc("RFC 2577 section 5")
    void endlessLine() {
        Ftp ftp = enter(server("--control-timeout", "2"));
        long start = System.nanoTime();
        ftp.sendRaw(new byte[] {'N'});
        while (!ftp.wire().hasWord(Duration.ofMillis(100))) {
            assertThat(since(start)).as("how long the line has been coming").isLessThan(Duration.ofSeconds(8));
            ftp.sendRaw(new byte[] {'O'});
        }
        ftp.next().expect(421);
    }

    @Test
    @Order(7)
    @DisplayName("who waits for a file is not idle, and has time after it")
    @Rfc("RFC 1123 section 4.1.3.2")
    void transferIsNoSilence() throws IOException {
        folder.write("a", folder.random(250 << 10));
        FreshTarget server =
                target.fresh("--user", "user:12345:elr", "--control-timeout", "2", "--download-rate", "100K");
        Ftp ftp = enter(server);
        assertThat(ftp.retrieve("a")).hasSize(250 << 10);
        pause(300);
        ftp.expectAlive();
    }

    @Test
    @Order(8)
    @DisplayName("nobody comes after 150: 425 when the time is over, and the session goes on (case 43)")
    @Rfc("RFC 959 section 5.4")
    void nobodyComes() throws IOException {
        folder.write("a.txt", "hello");
        Ftp ftp = enter(server("--passive-timeout", "2"));
        ClosedPort.expect(ftp, () -> {
            int port = ftp.data().pasvPort();
            ftp.say("RETR a.txt").expect(150);
            ftp.next().expect(425);
            return port;
        });
        assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello");
    }

    @Test
    @Order(9)
    @DisplayName("a port that nobody comes to, and where nothing was asked for, is closed; the session goes on")
    @Rfc("RFC 959 section 3.2")
    void unusedPort() throws IOException {
        folder.write("a.txt", "hello");
        Ftp ftp = enter(server("--passive-timeout", "2"));
        ClosedPort.expect(ftp, () -> {
            int port = ftp.data().pasvPort();
            if (ftp.wire().hasWord(Duration.ofSeconds(4))) {
                ftp.next().expect(421);
            }
            return port;
        });
        assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello");
    }

    @Test
    @Order(10)
    @DisplayName("who comes in time, just, is served")
    @Rfc("RFC 959 section 3.2")
    void comesLate() throws IOException {
        folder.write("a.txt", "hello");
        Ftp ftp = enter(server("--passive-timeout", "3"));
        int port = ftp.data().pasvPort();
        ftp.say("RETR a.txt").expect(150);
        pause(500);
        assertThat(ftp.data().connect(port).readAll()).asString().isEqualTo("hello");
        ftp.end();
    }

    @Test
    @Order(11)
    @DisplayName("who takes nothing of a file any more is cut off with 421 or 426")
    @Rfc("RFC 959 section 5.4")
    void stalledReader() throws IOException {
        folder.write("big", folder.random(LARGE));
        Ftp ftp = enter(server("--data-timeout", "0.5"));
        int port = ftp.data().pasvPort();
        ftp.begin("RETR big"); // first: whoever is there must not rest either
        try (DataWire data = ftp.data().connectSlowly(port)) {
            data.sip(1);
            ftp.next().expect(421, 426);
        }
    }

    @Test
    @Order(12)
    @DisplayName("who sends nothing of a file any more is cut off, and it does not count as whole")
    @Rfc("RFC 959 section 5.4")
    void stalledWriter() throws IOException {
        folder.write("a.txt", "before");
        Ftp ftp = enter(server("--data-timeout", "0.5"));
        int port = ftp.data().pasvPort();
        ftp.begin("STOR a.txt");
        try (DataWire data = ftp.data().connect(port)) {
            data.send("the first half");
            ftp.next().expect(421, 426);
        }
        folder.expectContent("a.txt", "before");
    }

    @Test
    @Order(13)
    @DisplayName("who connects and asks for nothing is cut off")
    @Rfc("RFC 959 section 5.4")
    void silentData() {
        Ftp ftp = enter(server("--data-timeout", "0.5"));
        try (DataWire data = ftp.pasv()) {
            ftp.next().expect(421);
            data.expectClosed();
        }
    }

    @Test
    @Order(14)
    @DisplayName("who is slow and gets on is not cut off, either way")
    @Rfc("RFC 959 section 5.4")
    void slow() throws IOException {
        byte[] bytes = folder.random(40);
        Ftp ftp = enter(server("--data-timeout", "2"));
        try (DataWire data = ftp.pasv()) {
            ftp.begin("STOR a");
            for (int i = 0; i < 10; i++) {
                data.send(Arrays.copyOfRange(bytes, i * 4, i * 4 + 4));
                pause(250);
            }
        }
        ftp.end();
        folder.expectContent("a", bytes);
    }

    @Test
    @Order(15)
    @DisplayName("a client that cannot be reached is given up, and the session goes on")
    @Rfc("RFC 959 section 5.4")
    void unreachable() throws IOException {
        folder.write("a.txt", "hello");
        Ftp ftp = enter(server("--active-timeout", "0.5"));
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress("127.0.0.1", 0)); // so that nobody else has the port
            int code = ftp.say(Data.portCommand("127.0.0.1", deaf.getLocalPort()))
                    .expect(425, 200)
                    .code();
            if (code == 200) {
                ftp.say("RETR a.txt").expect(425, 150);
            }
        }
        ftp.expectAlive();
        assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello");
    }
}
