package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 7: nobody on the way can read along, or say something in the client's name. */
@Stage(value = 7, name = "TLS")
@DisplayName("Stage 7: TLS")
final class Stage7TlsIT extends SecureStage {
    /** RFC 2228, command-reply sequences, has all of them for AUTH but 503, which RFC 959 has for a wrong sequence of commands. */
    private static final int[] NOT_AGAIN = {500, 502, 503, 504, 534};

    @Test
    @Order(1)
    @DisplayName("a server without a certificate refuses AUTH, PBSZ and PROT, and goes on in the clear (case 56)")
    @Rfc("RFC 4217 section 4")
    void noTls() {
        Ftp ftp = Ftp.connect(target);
        for (String command : List.of("AUTH TLS", "PBSZ 0", "PROT P")) {
            ftp.say(command).expect(500, 502, 503, 530);
        }
        ftp.login(FtpLesson.USER, FtpLesson.PASSWORD).expectAlive();
    }

    @Test
    @Order(2)
    @DisplayName("AUTH TLS is answered with 234; what follows is under TLS: logging in, and all else")
    @Rfc("RFC 4217 section 4")
    void auth() throws IOException {
        try (SecureFtp ftp = SecureFtp.secure(server())) {
            ftp.login();
            ftp.say("PWD", 257);
            assertThat(ftp.say("FEAT", 211))
                    .contains("AUTH TLS")
                    .contains("PBSZ")
                    .contains("PROT");
            ftp.say("QUIT", 221);
            assertThat(ftp.control().getInputStream().read())
                    .as("the end, in order")
                    .isEqualTo(-1);
        }
    }

    @Test
    @Order(3)
    @DisplayName("AUTH with another name is refused, and small letters will do (case 56)")
    @Rfc("RFC 4217 section 12.1")
    void authNames() throws IOException {
        try (SecureFtp ftp = SecureFtp.plain(server())) {
            ftp.say("AUTH", 501, 504);
            ftp.say("AUTH KERBEROS_V4", 504, 502);
            ftp.say("AUTH TLS x", 504, 502, 501);
            ftp.say("auth tls", 234);
            ftp.handshake().login();
            ftp.say("AUTH TLS", NOT_AGAIN);
            ftp.say("PWD", 257);
        }
    }

    @Test
    @Order(4)
    @DisplayName("PBSZ and PROT have to wait for AUTH, PROT for PBSZ; of its levels there are C and P (case 56)")
    @Rfc("RFC 4217 section 9")
    void order() throws IOException {
        FreshTarget server = server();
        try (SecureFtp ftp = SecureFtp.plain(server).login()) {
            ftp.say("PBSZ 0", 503);
            ftp.say("PROT P", 503);
        }
        try (SecureFtp ftp = SecureFtp.secure(server).login()) {
            ftp.say("PROT P", 503);
            ftp.say("PBSZ 0", 200);
            ftp.say("PROT S", 536, 504, 521);
            ftp.say("PROT E", 536, 504, 521);
            ftp.say("PROT X", 504, 502, 501);
            ftp.say("PROT", 501);
            ftp.say("PROT P", 200);
            ftp.say("PROT C", 200);
            ftp.say("CCC", 500, 502, 533, 534);
            ftp.say("PWD", 257);
        }
    }

    @Test
    @Order(5)
    @DisplayName("commands that came in the clear behind AUTH are not carried out under TLS")
    @Rfc("RFC 4217 section 4")
    void pipelined() throws IOException {
        try (SecureFtp ftp = SecureFtp.plain(server())) {
            String login = "USER " + FtpLesson.USER + "\r\nPASS " + FtpLesson.PASSWORD + "\r\n";
            ftp.sendRaw("AUTH TLS\r\n" + login + "MKD " + folder.path("made") + "\r\n");
            ftp.expect(234);
            try {
                ftp.handshake();
            } catch (SSLException | SocketException e) {
                return; // it took them for a handshake, and closed
            } finally {
                folder.expectNone("made");
            }
            ftp.say("NOOP", 200, 530);
            ftp.say("PWD", 530);
        }
    }

    @Test
    @Order(6)
    @DisplayName("who speaks on in the clear after AUTH gets no reply in the clear")
    @Rfc("RFC 4217 section 4")
    void clear() throws IOException {
        FreshTarget server = server();
        for (String garbage :
                List.of("USER user\r\nPASS 12345\r\n", "\u0016\u0003\u0001\u0000\u0005hello", "\u0000".repeat(600))) {
            try (SecureFtp ftp = SecureFtp.plain(server)) {
                ftp.say("AUTH TLS", 234);
                ftp.sendRaw(garbage);
                ftp.socket().shutdownOutput();
                assertThat(rest(ftp.socket()))
                        .doesNotContain("331")
                        .doesNotContain("230")
                        .doesNotContain("500 ");
            }
        }
        try (SecureFtp ftp = SecureFtp.secure(server).login()) {
            ftp.say("PWD", 257);
        }
    }

    @Test
    @Order(7)
    @DisplayName("whoever had logged in in the clear has to log in again under TLS")
    @Rfc("RFC 4217 section 4")
    void again() throws IOException {
        try (SecureFtp ftp = SecureFtp.plain(server()).login()) {
            if (ftp.say("AUTH TLS", 234, 503, 534, 500, 502).startsWith("234")) {
                ftp.handshake().say("PWD", 530);
                ftp.login().say("PWD", 257);
            }
        }
    }

    @ParameterizedTest(name = "a byte every {0} ms")
    @Order(8)
    @ValueSource(ints = {0, 100})
    @DisplayName("who says AUTH and does not get on is cut off when the time-out is over")
    @Rfc("RFC 4217 section 4")
    void slow(int pause) throws IOException {
        try (SecureFtp ftp = SecureFtp.plain(server("--control-timeout", "2"))) {
            ftp.say("AUTH TLS", 234);
            byte[] hello = ("\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u0000\u0003\u0003" + "x".repeat(240))
                    .getBytes(StandardCharsets.ISO_8859_1);
            long start = System.nanoTime();
            assertThatExceptionOfType(IOException.class)
                    .as("the server to close")
                    .isThrownBy(() -> {
                        for (int i = 0; pause > 0 && i < 150; i++) {
                            ftp.socket().getOutputStream().write(hello[i]);
                            LockSupport.parkNanos(Duration.ofMillis(pause).toNanos());
                        }
                        if (rest(ftp.socket()).length() >= 0) {
                            throw new IOException("it has closed");
                        }
                    })
                    .isNotInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    @Order(9)
    @DisplayName("--tls-implicit: TLS comes first, then the greeting; who speaks in the clear gets no word")
    @Rfc("RFC 4217 section 1")
    void implicit() throws IOException {
        FreshTarget server = server("--tls-implicit");
        try (SecureFtp ftp = SecureFtp.implicit(server).login().covered()) {
            ftp.say("AUTH TLS", NOT_AGAIN);
            ftp.say("CWD " + folder.path(""), 250);
            assertThat(ftp.retrieve("RETR a.txt")).asString().isEqualTo(SECRET);
        }
        try (Socket plain = new Socket("127.0.0.1", server.port())) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write("USER user\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.shutdownOutput();
            assertThat(rest(plain)).doesNotContain("220").doesNotContain("331");
        }
    }

    @Test
    @Order(10)
    @DisplayName("where TLS is required, nobody logs in without it, and nothing is transferred in the clear")
    @Rfc("RFC 4217 section 10")
    void required() throws IOException {
        FreshTarget server = server("--tls-required");
        try (SecureFtp ftp = SecureFtp.plain(server)) {
            ftp.say("USER " + FtpLesson.USER, 530);
            ftp.say("PASS " + FtpLesson.PASSWORD, 530);
            ftp.say("USER anonymous", 530);
            ftp.say("FEAT", 211);
        }
        try (SecureFtp ftp = SecureFtp.secure(server).login()) {
            ftp.say("CWD " + folder.path(""), 250);
            ftp.say("PASV", 227);
            ftp.say("RETR a.txt", 521);
            ftp.say("LIST", 521);
            ftp.say("STOR b.txt", 521);
            ftp.covered();
            ftp.say("PROT C", 200);
            ftp.say("PASV", 227);
            ftp.say("RETR a.txt", 521);
        }
    }

    @Test
    @Order(11)
    @DisplayName("REIN ends TLS, or does not work under TLS")
    @Rfc("RFC 4217 section 13")
    void reinitialize() throws IOException {
        try (SecureFtp ftp = covered(server())) {
            if (ftp.say("REIN", 220, 502, 500, 504, 534).startsWith("220")) {
                assertThat(ftp.control().getInputStream().read())
                        .as("what comes under TLS")
                        .isEqualTo(-1);
            } else {
                ftp.say("NOOP", 200);
            }
        }
    }
}
