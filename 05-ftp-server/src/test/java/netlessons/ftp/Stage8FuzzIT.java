package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;

/** Stage 8: whatever comes, and nobody has thought of. The seed is told with a failure. */
@Stage(value = 8, name = "hostile input")
@DisplayName("Stage 8: at random")
final class Stage8FuzzIT {
    private ServedFolder folder;
    private Target target;

    @BeforeEach
    void make(Target target) throws IOException {
        this.target = target;
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello");
    }

    @RepeatedTest(4)
    @Order(1)
    @DisplayName("2000 random commands: each has its reply, and the session goes on or is closed with a word")
    @Rfc("RFC 959 section 4.2")
    void fuzz() throws IOException {
        folder.makeFolder("d");
        Fuzzer fuzzer = new Fuzzer(target.random());
        FreshTarget server = target.fresh("--user", "user:12345:elradfmwMT:" + folder.dir());
        Ftp ftp = Ftp.connect(server).login(FtpLesson.USER, FtpLesson.PASSWORD);
        for (int i = 0; i < 500; i++) {
            byte[] line = fuzzer.line();
            int code = ftp.say(line).code();
            assertThat(code).as("the code of a reply").isBetween(100, 599);
            if (code < 200 || code == 221) { // a transfer has begun, or three random bytes have made a QUIT
                ftp.close();
                ftp = Ftp.connect(server).login(FtpLesson.USER, FtpLesson.PASSWORD);
            }
        }
        ftp.close();
        folder.write("for all others.txt", "hello"); // a name that no random command has
        ftp = Ftp.connect(server).login(FtpLesson.USER, FtpLesson.PASSWORD).binary();
        assertThat(ftp.retrieve("for all others.txt")).asString().isEqualTo("hello");
    }

    @RepeatedTest(2)
    @Order(2)
    @DisplayName("1 MB of random bytes: no reply is malformed, and everybody else is served")
    @Rfc("RFC 959 section 4.2")
    void noise() {
        Random random = target.random();
        byte[] bytes = new byte[64 << 10];
        Ftp ftp = folder.enter();
        for (int i = 0; i < 16; i++) {
            random.nextBytes(bytes);
            ftp.sendRaw(bytes);
            ftp.send("");
        }
        ftp.wire().finish();
        while (ftp.wire().awaitMore("a reply, or the end")) {
            ftp.next().expect(500, 501, 502, 503, 421);
        }
        assertThat(folder.enter().binary().retrieve("a.txt")).asString().isEqualTo("hello");
    }
}
