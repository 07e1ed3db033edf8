package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import netlessons.testkit.FreshTarget;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 8: clients that want no files. Whatever they send, everybody else is served. */
@Stage(value = 8, name = "hostile input")
@DisplayName("Stage 8: hostile clients")
final class Stage8HostileIT {
    private static final int MIB = 1 << 20;
    private static final String USER = "user:12345:elradfmwMT";

    private ServedFolder folder;
    private Target target;

    @BeforeEach
    void make(Target target) throws IOException {
        this.target = target;
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello");
    }

    private void expectServed() {
        assertThat(folder.enter().binary().retrieve("a.txt")).asString().isEqualTo("hello");
    }

    /** Sends what has no end of line; it may be refused at any time, or be swallowed. */
    private void endless(Ftp ftp) {
        byte[] piece = "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 64; i++) {
            ftp.sendRaw(piece);
        }
        ftp.send("", "NOOP");
        int replies = 0;
        while (ftp.wire().awaitMore("a reply, or the end") && replies < 2) {
            if (ftp.next().expect(500, 501, 421, 200, 530).code() == 200) {
                break;
            }
            replies++;
        }
        assertThat(replies).as("replies to one line").isLessThanOrEqualTo(2);
    }

    @Test
    @Order(1)
    @DisplayName("4 MB without an end of line: 500 and swallowed, or closed (case 14c)")
    @Rfc("RFC 2577 section 1")
    void endlessLine() {
        endless(folder.enter());
        expectServed();
    }

    @Test
    @Order(2)
    @DisplayName("the same before the login (case 14d)")
    @Rfc("RFC 2577 section 1")
    void endlessLineOfNobody() {
        endless(Ftp.connect(target));
        expectServed();
    }

    @ParameterizedTest(name = "{0}")
    @Order(3)
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "POST /x HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "PROPFIND / HTTP/1.0",
                "HEAD /<script>alert(1)</script> HTTP/1.1",
                "get / http/1.1 HTTP/1.1"
            })
    @DisplayName("who speaks HTTP is hung up on: a browser was led here, and what it sends further is not carried out")
    @Rfc("RFC 2577 section 1")
    void browser(String line) {
        Ftp ftp = Ftp.connect(target);
        ftp.send(
                line,
                "Host: localhost",
                "<script>alert(1)</script>: x",
                "",
                "USER " + FtpLesson.USER,
                "PASS " + FtpLesson.PASSWORD,
                "MKD " + folder.path("made"));
        if (ftp.wire().awaitMore("a 4xx or 5xx reply, or the end")) {
            ftp.next().expect(500, 501, 502, 530, 421);
        }
        ftp.expectClosed();
        folder.expectNone("made");
        expectServed();
    }

    @Test
    @Order(4)
    @DisplayName("a greeting of TLS, of SSH, of SMB is no reason to end the server")
    @Rfc("RFC 2577 section 1")
    void otherProtocols() {
        for (String greeting : List.of(
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "\u0000\u0000\u0000\u0085\u00ffSMBr\u0000",
                "EHLO localhost\r\nMAIL FROM:<a@b>\r\n",
                "\u0004\u0001\u0000\u0050\u007f\u0000\u0000\u0001\u0000")) {
            Ftp ftp = Ftp.connect(target);
            ftp.sendRaw(greeting.getBytes(StandardCharsets.ISO_8859_1));
            ftp.wire().finish();
            while (ftp.wire().awaitMore("a reply, or the end")) {
                ftp.next().expect(500, 501, 502, 503, 530, 421);
            }
        }
        expectServed();
    }

    @Test
    @Order(5)
    @DisplayName("10000 commands in one write are answered one by one, in order")
    @Rfc("RFC 959 section 5.4")
    void pipeline() {
        Ftp ftp = folder.enter();
        ftp.sendRaw("NOOP\r\nPWD\r\n".repeat(5_000).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 5_000; i++) {
            ftp.next().expect(200);
            ftp.next().expect(257);
        }
        ftp.expectAlive();
    }

    /** Commands without end, whose replies nobody reads, until the server cannot send any more. */
    private static void clog(Ftp ftp) {
        byte[] piece = "HELP\r\n".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        ftp.wire().sip(0, "nothing");
        for (int i = 0; i < 40; i++) {
            try {
                ftp.sendRaw(piece);
            } catch (AssertionError e) {
                return; // it takes no more
            }
        }
    }

    @Test
    @Order(6)
    @DisplayName("who asks and asks, and never reads an answer, does not keep the server from stopping")
    @Rfc("RFC 2577 section 1")
    void stopsAllTheSame() {
        FreshTarget server = target.fresh("--user", USER, "--control-timeout", "60");
        Ftp ftp = Ftp.connect(server).login(FtpLesson.USER, FtpLesson.PASSWORD);
        clog(ftp);
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        server.stop().expectEnd(Duration.ofSeconds(20));
    }

    @Test
    @Order(7)
    @DisplayName("and is cut off when the time-out of the control connection is over: there is room for others again")
    @Rfc("RFC 2577 section 1")
    void neverReads() {
        FreshTarget server = target.fresh("--user", USER, "--control-timeout", "2", "--max-connections", "2");
        List<Ftp> clogged = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Ftp ftp = Stage6LimitsIT.awaitRoom(server).login(FtpLesson.USER, FtpLesson.PASSWORD);
            clog(ftp);
            clogged.add(ftp);
        }
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (true) {
            Ftp ftp = Ftp.on(server.connect());
            if (ftp.next().expect(220, 421).code() == 220) {
                ftp.login(FtpLesson.USER, FtpLesson.PASSWORD).expectAlive();
                return;
            }
            assertThat(System.nanoTime()).as("time, until there is room again").isLessThan(end);
            ftp.close();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    @Order(8)
    @DisplayName("PORT closes the port that PASV has opened (case 41)")
    @Rfc("RFC 959 section 4.1.2")
    void passivePort() {
        Ftp ftp = folder.enter();
        AtomicReference<DataPort> mine = new AtomicReference<>();
        ClosedPort.expect(ftp, () -> {
            int port = ftp.data().pasvPort();
            mine.set(ftp.port());
            return port;
        });
        ftp.begin("RETR a.txt");
        assertThat(mine.get().accept().readAll()).asString().isEqualTo("hello");
        ftp.end();
    }

    @Test
    @Order(9)
    @DisplayName("200 clients that go in the middle of something leave nothing behind")
    @Rfc("RFC 959 section 2.3")
    void gone() throws IOException {
        folder.write("big", new byte[8 * MIB]);
        for (int i = 0; i < 50; i++) {
            Ftp ftp = folder.enter();
            DataWire data = ftp.pasv();
            ftp.send("RETR big");
            if (i % 2 == 0) {
                data.reset();
            }
            ftp.wire().reset();
            Ftp other = folder.enter();
            other.send("PASV", "LIST", "PASV");
            other.close();
            Ftp third = folder.enter();
            third.data().pasvPort();
            third.send("STOR new" + i);
            third.wire().reset();
            Ftp.connect(target).wire().reset();
        }
        expectServed();
    }

    @Test
    @Order(10)
    @DisplayName("USER in the middle of a transfer does not change what is transferred")
    @Rfc("RFC 959 section 4.1.1")
    void userDuringTransfer() throws IOException {
        byte[] bytes = folder.random(8 * MIB);
        folder.write("big", bytes);
        Ftp ftp = folder.enter().binary();
        DataWire data = ftp.data().connectSlowly(ftp.data().pasvPort());
        ftp.begin("RETR big");
        data.sip(1000);
        ftp.say("USER ../../../etc/passwd").expect(331, 503, 530);
        ftp.say("RETR /etc/passwd").expect(530, 503, 450);
        byte[] rest = data.wire().gulp().readToEnd(bytes.length, "the rest");
        assertThat(rest).hasSize(bytes.length - 1000);
    }
}
