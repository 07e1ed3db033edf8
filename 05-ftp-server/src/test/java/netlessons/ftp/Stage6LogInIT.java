package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: whoever tries all passwords has to wait, and to come again and again. */
@Stage(value = 6, name = "limits, time-outs, NAT")
@DisplayName("Stage 6: guessing passwords")
final class Stage6LogInIT {
    private static final Duration DELAY = Duration.ofMillis(300);
    private static final String USER = "user:12345:elr";

    private static FreshTarget slow(Target target, String delay) {
        return target.fresh("--user", USER, "--login-delay", delay);
    }

    @Test
    @Order(1)
    @DisplayName("after the third wrong password the server closes (case 99)")
    @Rfc("RFC 2577 section 5")
    void threeTimes(Target target) {
        Ftp ftp = Ftp.connect(target);
        for (int i = 1; i <= 3; i++) {
            ftp.say("USER " + FtpLesson.USER).expect(331);
            ftp.say("PASS wrong" + i).expect(i < 3 ? new int[] {530} : new int[] {530, 421});
        }
        ftp.expectClosed();
    }

    @Test
    @Order(2)
    @DisplayName("other names, and PASS alone, do not give more attempts")
    @Rfc("RFC 2577 section 5")
    void otherNames(Target target) {
        Ftp ftp = Ftp.connect(target);
        ftp.say("USER " + FtpLesson.USER).expect(331);
        ftp.say("PASS wrong").expect(530);
        ftp.say("USER nobody").expect(331);
        ftp.say("PASS wrong").expect(530);
        ftp.say("USER " + FtpLesson.READER).expect(331);
        ftp.say("PASS wrong").expect(530, 421);
        ftp.expectClosed();
    }

    @Test
    @Order(3)
    @DisplayName("nor does it to get in as somebody else between them")
    @Rfc("RFC 2577 section 5")
    void guestBetween(Target target) {
        Ftp ftp = Ftp.connect(target.fresh("--user", USER, "--login-delay", "0"));
        for (int i = 1; i <= 3; i++) {
            ftp.say("USER user").expect(331);
            ftp.say("PASS wrong" + i).expect(i < 3 ? new int[] {530} : new int[] {530, 421});
            if (i < 3) {
                ftp.say("USER anonymous").expect(331);
                ftp.say("PASS guest@").expect(230);
            }
        }
        ftp.expectClosed();
    }

    @Test
    @Order(3)
    @DisplayName("how many attempts there are is an option")
    @Rfc("RFC 2577 section 5")
    void once(Target target) {
        Ftp ftp = Ftp.connect(target.fresh("--user", USER, "--login-attempts", "1", "--login-delay", "0"));
        ftp.say("USER user").expect(331);
        ftp.say("PASS wrong").expect(530, 421);
        ftp.expectClosed();
    }

    @ParameterizedTest(name = "USER {0}")
    @Order(4)
    @ValueSource(strings = {"user", "nobody"})
    @DisplayName("a wrong password is answered late, whether there is such a user or not (case 05)")
    @Rfc("RFC 2577 section 5")
    void late(String name, Target target) {
        Ftp ftp = Ftp.connect(slow(target, "0.3"));
        ftp.say("USER " + name).expect(331);
        long start = System.nanoTime();
        ftp.say("PASS wrong").expect(530);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("how long the answer took")
                .isBetween(DELAY, DELAY.plusSeconds(5));
    }

    @Test
    @Order(5)
    @DisplayName("while one who guesses waits, others get in")
    @Rfc("RFC 2577 section 5")
    void others(Target target) {
        FreshTarget server = slow(target, "6");
        Ftp guessing = Ftp.connect(server);
        guessing.say("USER user").expect(331);
        guessing.send("PASS wrong");
        Ftp.connect(server).login("user", "12345").say("PWD").expect(257);
        guessing.expectSilence(Duration.ofMillis(100));
    }
}
