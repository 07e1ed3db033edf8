package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 7: what is on data connections is as secret, and as surely whole. */
@Stage(value = 7, name = "TLS")
@DisplayName("Stage 7: data under TLS")
final class Stage7DataIT extends SecureStage {
    @ParameterizedTest(name = "{0}")
    @Order(1)
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @DisplayName("with PROT P, files come and go under TLS, whole and with its farewell; so do lists")
    @Rfc("RFC 4217 section 9")
    void data(String protocol) throws IOException {
        byte[] bytes = folder.random(3 * MIB);
        folder.write("big", bytes);
        try (SecureFtp ftp = covered(server(), protocol)) {
            assertThat(ftp.retrieve("RETR big")).isEqualTo(bytes);
            ftp.store("STOR copy", bytes);
            folder.expectContent("copy", bytes);
            ftp.store("APPE copy", new byte[] {1});
            ftp.store("STOR empty", new byte[0]);
            folder.expectContent("empty", "");
            assertThat(ftp.retrieve("RETR empty")).isEmpty();
            assertThat(new String(ftp.retrieve("NLST"), StandardCharsets.UTF_8).lines())
                    .containsExactlyInAnyOrder("a.txt", "big", "copy", "empty");
            ftp.say("REST " + (bytes.length - 3), 350);
            assertThat(ftp.retrieve("RETR big")).hasSize(3);
            ftp.say("TYPE A", 200);
            ftp.store("STOR lines", "a\r\nb\r\n".getBytes(StandardCharsets.US_ASCII));
            folder.expectContent("lines", "a\nb\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(2)
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @DisplayName("a data connection may take up the TLS session of the control connection again")
    @Rfc("RFC 4217 section 10.2")
    void sessions(String protocol) throws IOException {
        try (SecureFtp ftp = covered(server(), protocol)) {
            long start = ftp.control().getSession().getCreationTime();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            Socket data = ftp.pasv();
            ftp.say("RETR a.txt", 150, 125);
            try (SSLSocket secure = ftp.secure(data)) {
                assertThat(secure.getSession().getCreationTime())
                        .as("when the session of the data connection began")
                        .isEqualTo(start);
                assertThat(secure.getInputStream().readAllBytes()).asString().isEqualTo(SECRET);
            }
            ftp.expect(226);
        }
    }

    @Test
    @Order(3)
    @DisplayName("in active mode, too, the client is the one who begins with TLS")
    @Rfc("RFC 4217 section 7")
    void active() throws IOException {
        try (SecureFtp ftp = covered(server())) {
            Socket data = ftp.port("RETR a.txt");
            try (SSLSocket secure = ftp.secure(data)) {
                assertThat(secure.getInputStream().readAllBytes()).asString().isEqualTo(SECRET);
            }
            ftp.expect(226);
        }
    }

    @Test
    @Order(4)
    @DisplayName("after PROT P, who comes to the data port without TLS gets nothing")
    @Rfc("RFC 4217 section 9")
    void noDowngrade() throws IOException {
        try (SecureFtp ftp = covered(server())) {
            Socket data = ftp.pasv();
            ftp.say("RETR a.txt", 150, 125);
            data.shutdownOutput();
            assertThat(rest(data)).doesNotContain(SECRET);
            ftp.expect(425, 426, 421, 522);
            try (Socket upload = ftp.pasv()) {
                ftp.say("STOR forged.txt", 150, 125);
                upload.getOutputStream().write("forged\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
                upload.shutdownOutput();
                ftp.expect(425, 426, 421, 522);
            }
            folder.expectNone("forged.txt");
            assertThat(ftp.retrieve("RETR a.txt")).asString().isEqualTo(SECRET);
        }
    }

    @Test
    @Order(5)
    @DisplayName("a data port that was opened before PROT P, or before AUTH, does not give a file away in the clear")
    @Rfc("RFC 4217 section 9")
    void portOfBefore() throws IOException {
        try (SecureFtp ftp = SecureFtp.plain(server()).login()) {
            Socket before = ftp.pasv();
            if (!ftp.say("AUTH TLS", 234, 503, 534, 500, 502).startsWith("234")) {
                return; // who has logged in stays in the clear
            }
            ftp.handshake().login().say("PBSZ 0", 200);
            Socket data = ftp.pasv();
            ftp.say("PROT P", 200);
            ftp.say("CWD " + folder.path(""), 250);
            if (ftp.say("RETR a.txt", 150, 125, 425, 503).startsWith("1")) {
                data.shutdownOutput();
                before.shutdownOutput();
            }
            assertThat(rest(data)).doesNotContain(SECRET);
            assertThat(rest(before)).doesNotContain(SECRET);
        }
    }

    @Test
    @Order(6)
    @DisplayName("PROT C brings files in the clear again, under the eyes of a control connection that is not")
    @Rfc("RFC 4217 section 9")
    void clearData() throws IOException {
        try (SecureFtp ftp = covered(server())) {
            if (ftp.say("PROT C", 200, 534).startsWith("200")) {
                Socket data = ftp.pasv();
                ftp.say("RETR a.txt", 150, 125);
                assertThat(rest(data)).isEqualTo(SECRET);
                ftp.expect(226);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(7)
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @DisplayName("an upload that somebody cuts off, without the farewell of TLS, is not whole: no 226")
    @Rfc("RFC 4217 section 12.4")
    void cutOff(String protocol) throws IOException {
        try (SecureFtp ftp = covered(server(), protocol)) {
            Socket data = ftp.pasv();
            ftp.say("STOR half.txt", 150, 125);
            SSLSocket secure = ftp.secure(data);
            secure.getOutputStream().write(folder.random(100_000));
            data.shutdownOutput();
            ftp.expect(426, 451, 425);
            folder.expectNone("half.txt");
            ftp.say("NOOP", 200);
        }
    }

    @Test
    @Order(8)
    @DisplayName("ABOR ends a data connection that does not get on with TLS, at once")
    @Rfc("RFC 4217 section 9")
    void abort() throws IOException {
        try (SecureFtp ftp = covered(server())) {
            ftp.pasv();
            ftp.say("RETR a.txt", 150, 125);
            long start = System.nanoTime();
            if (ftp.say("ABOR", 426, 425, 226, 225).startsWith("4")) {
                ftp.expect(226, 225);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            ftp.say("NOOP", 200);
            assertThat(ftp.retrieve("RETR a.txt")).asString().isEqualTo(SECRET);
        }
    }

    @Test
    @Order(9)
    @DisplayName("a data connection that does not get on with TLS is given up when its time-out is over")
    @Rfc("RFC 4217 section 9")
    void slowData() throws IOException {
        try (SecureFtp ftp = covered(server("--data-timeout", "2"))) {
            try (Socket data = ftp.pasv()) {
                ftp.say("RETR a.txt", 150, 125);
                ftp.expect(425, 426, 421);
                assertThat(rest(data)).doesNotContain(SECRET);
            }
        }
    }

    @Test
    @Order(10)
    @DisplayName("NOOP is answered while a file is on its way under TLS, and ABOR ends it")
    @Rfc("RFC 4217 section 9")
    void during() throws IOException {
        byte[] bytes = new byte[16 * MIB];
        Arrays.fill(bytes, (byte) 'x');
        folder.write("big", bytes);
        try (SecureFtp ftp = covered(server())) {
            Socket data = ftp.pasv();
            ftp.say("RETR big", 150, 125);
            SSLSocket secure = ftp.secure(data);
            assertThat(secure.getInputStream().readNBytes(1000)).hasSize(1000);
            ftp.say("NOOP", 200);
            ftp.say("ABOR", 426);
            ftp.expect(226);
            ftp.say("NOOP", 200);
            data.close();
        }
    }
}
