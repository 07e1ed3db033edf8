package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 5: the server is killed, or told to stop, while files are on their way. What has its name is whole, whatever
 * happens; what is not whole can be resumed. Each test has a server of its own, in the same folder.
 */
@Stage(value = 5, name = "resume, abort, commands during a transfer")
@DisplayName("Stage 5: killed and stopped")
final class Stage5KilledIT {
    private static final Duration A_MOMENT = Duration.ofMillis(300);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);
    private static final int ROUNDS = 4;

    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("old", "hello\nworld\n");
    }

    private Ftp enter(FreshTarget server) {
        return folder.enter(Ftp.connect(server), FtpLesson.USER, FtpLesson.PASSWORD)
                .binary();
    }

    @Test
    @Order(1)
    @DisplayName(
            "killed (kill -9) again and again: what was there stays, what was 226 is there, and the rest is resumed")
    @Rfc("RFC 3659 section 5")
    void killed(Target target) throws IOException {
        byte[] bytes = folder.random(1 << 20);
        FreshTarget server = target.freshProgram();
        int there = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String name = "round" + round;
            enter(server).store(name, "whole " + round);
            Ftp ftp = enter(server);
            if (round > 0) {
                int size = Integer.parseInt(ftp.say("SIZE new").expect(213).text());
                assertThat(size).as("how much of the file is there").isBetween(there, there + bytes.length / 8);
                there = size;
                ftp.say("REST " + there).expect(350);
            }
            DataWire data = ftp.pasv();
            ftp.begin("STOR new");
            data.send(Arrays.copyOfRange(bytes, there, there + bytes.length / 8));
            Ftp replacing = enter(server);
            DataWire replacement = replacing.pasv();
            replacing.begin("STOR old");
            replacement.send("new but not");
            ftp.expectSilence(A_MOMENT);
            server.kill();
            folder.expectContent("old", "hello\nworld\n");
            folder.expectContent(name, "whole " + round);
            server = server.expectAnotherInItsPlace();
        }
        Ftp ftp = enter(server);
        int size = Integer.parseInt(ftp.say("SIZE new").expect(213).text());
        assertThat(size).as("how much of the file is there").isBetween(there, bytes.length / 2);
        ftp.say("REST " + size).expect(350);
        ftp.store("new", Arrays.copyOfRange(bytes, size, bytes.length));
        folder.expectContent("new", bytes);
        ftp.store("old", "new");
        folder.expectContent("old", "new");
        List<String> names = ftp.nlst("");
        assertThat(names).as("the names in the folder").hasSize(2 + ROUNDS);
    }

    @Test
    @Order(2)
    @DisplayName("killed straight after 226: the file is there, whole")
    @Rfc("RFC 959 section 5.4")
    void killedAfterwards(Target target) throws IOException {
        byte[] bytes = folder.random(3 << 20);
        FreshTarget server = target.freshProgram();
        enter(server).store("new", bytes);
        server.kill();
        folder.expectContent("new", bytes);
    }

    @Test
    @Order(3)
    @DisplayName("told to stop (SIGTERM): who rests hears 421 or is let go, an upload that ends soon comes to its end")
    @Rfc("RFC 959 section 5.4")
    void stopped(Target target) throws IOException {
        FreshTarget server = target.freshProgram();
        Ftp resting = enter(server);
        Ftp ftp = enter(server);
        DataWire data = ftp.pasv();
        ftp.begin("STOR new");
        data.send("one ");
        ftp.expectSilence(A_MOMENT);
        server.stop();
        if (resting.wire().awaitMore("421, or the end")) {
            resting.next().expect(421);
        }
        resting.expectClosed();
        ftp.say("NOOP").expect(200, 421);
        data.send("two").close();
        if (ftp.wire().awaitMore("226, or 426 or 421, or the end")
                && ftp.next().expect(226, 426, 421).code() == 226) {
            folder.expectContent("new", "one two");
        } else {
            folder.expectNone("new");
        }
        server.expectEndInOrder(LONGEST_STOP);
        assertThat(Files.readString(folder.file("old"))).isEqualTo("hello\nworld\n");
        enter(server.expectAnotherInItsPlace()).expectAlive();
    }

    @Test
    @Order(4)
    @DisplayName("told to stop while a client does not read: it ends in time all the same")
    @Rfc("RFC 959 section 5.4")
    void stoppedStalled(Target target) throws IOException {
        folder.write("big", folder.random(16 << 20));
        FreshTarget server = target.freshProgram();
        Ftp ftp = enter(server);
        DataWire data = ftp.data().connectSlowly(ftp.data().pasvPort());
        ftp.begin("RETR big");
        data.sip(1000);
        ftp.expectSilence(A_MOMENT);
        server.interrupt();
        server.expectEndInOrder(LONGEST_STOP);
        enter(server.expectAnotherInItsPlace()).expectAlive();
    }
}
