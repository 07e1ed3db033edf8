package netlessons.ftp;

import java.nio.charset.StandardCharsets;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 1: somebody connects, says who he is, asks where he is, and goes. Whether he is who he says is asked in stage 4. One
 * client at a time, so that a server which serves one after the other can pass.
 */
@Stage(value = 1, name = "log in")
@DisplayName("Stage 1: log in")
final class Stage1LogInIT {
    private static Ftp loggedIn(Target target) {
        return Ftp.connect(target).login(FtpLesson.USER, FtpLesson.PASSWORD);
    }

    @Test
    @Order(1)
    @DisplayName("the server speaks first: 220 (case 00)")
    @Rfc("RFC 959 section 5.4")
    void greeting(Target target) {
        Ftp.connect(target);
    }

    @Test
    @Order(2)
    @DisplayName("USER is asked for a password with 331, and the right one is answered with 230")
    @Rfc("RFC 959 section 5.4")
    void login(Target target) {
        Ftp ftp = Ftp.connect(target);
        ftp.say("USER " + FtpLesson.USER).expect(331);
        ftp.say("PASS " + FtpLesson.PASSWORD).expect(230);
    }

    @Test
    @Order(3)
    @DisplayName("guests are called anonymous, and may give any password")
    @Rfc("RFC 1635 section 2.1")
    void anonymous(Target target) {
        Ftp.connect(target).loginAnonymously().close();
        Ftp.connect(target).login("anonymous", "x");
    }

    @Test
    @Order(4)
    @DisplayName("PWD tells where one is, in quotation marks: after the login that is \"/\"")
    @Rfc("RFC 959 appendix II")
    void where(Target target) {
        loggedIn(target).say("PWD").expect(257).expectPath("/");
    }

    @Test
    @Order(5)
    @DisplayName("what is no command is answered with 500, before the login and after it (case 03)")
    @Rfc("RFC 959 section 4.2")
    void unknown(Target target) {
        Ftp ftp = Ftp.connect(target);
        ftp.say("XYZZY").expect(500, 530);
        ftp.login(FtpLesson.USER, FtpLesson.PASSWORD);
        ftp.say("XYZZY").expect(500);
        ftp.say("PWD").expect(257);
    }

    @Test
    @Order(6)
    @DisplayName("an empty line, too, and a line that begins with a blank; the session goes on (cases 11, 12)")
    @Rfc("RFC 959 section 5.3")
    void empty(Target target) {
        Ftp ftp = loggedIn(target);
        ftp.say("").expect(500);
        ftp.say(" PWD").expect(500);
        ftp.say("PWD").expect(257);
    }

    @Test
    @Order(7)
    @DisplayName("commands that come together are answered one by one, in order (case 18)")
    @Rfc("RFC 959 section 5.4")
    void together(Target target) {
        Ftp ftp = Ftp.connect(target);
        ftp.send("USER " + FtpLesson.USER, "PASS " + FtpLesson.PASSWORD, "PWD", "TYPE I");
        ftp.next().expect(331);
        ftp.next().expect(230);
        ftp.next().expect(257);
        ftp.next().expect(200);
    }

    @Test
    @Order(8)
    @DisplayName("a line may come byte by byte, and ends with CR LF only")
    @Rfc("RFC 959 section 5.3.1")
    void pieces(Target target) {
        Ftp ftp = Ftp.connect(target);
        ftp.wire().sendByteByByte(("USER " + FtpLesson.USER + "\r\n").getBytes(StandardCharsets.US_ASCII));
        ftp.next().expect(331);
        ftp.wire().sendEach(("PASS " + FtpLesson.PASSWORD + "\r\nPWD\r\n").getBytes(StandardCharsets.US_ASCII), 3, 13);
        ftp.next().expect(230);
        ftp.next().expect(257);
    }

    @Test
    @Order(9)
    @DisplayName("QUIT is answered with 221, and the next client is welcome")
    @Rfc("RFC 959 section 4.1.1")
    void quit(Target target) {
        for (int i = 0; i < 3; i++) {
            try (Ftp ftp = loggedIn(target)) {
                ftp.say("QUIT").expect(221);
            }
        }
    }

    @Test
    @Order(10)
    @DisplayName("a client that just goes disturbs nobody, whether it had said something or not")
    @Rfc("RFC 959 section 2.3")
    void gone(Target target) {
        Ftp.connect(target).close();
        loggedIn(target).close();
        loggedIn(target).say("PWD").expect(257);
    }
}
