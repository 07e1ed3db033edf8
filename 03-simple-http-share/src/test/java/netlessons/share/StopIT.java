package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.Reply;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The end: what is under way comes to its end within the time of grace, or is cut; never is there half a file. */
@DisplayName("stopping")
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class StopIT {
    private static final String GET = "GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** More than all buffers between two programs hold. */
    private static final int BIG = 64 << 20;

    @TempDir
    Path temp;

    private Path dir;

    @BeforeEach
    void makeFolder() throws IOException {
        dir = Files.createDirectory(temp.resolve("shared"));
        byte[] bytes = new byte[BIG];
        Arrays.fill(bytes, (byte) 'x');
        Files.write(dir.resolve("big"), bytes);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisplayName("who is fetching a file gets it whole, nobody new gets in, and the status is 0")
    void whole() throws Exception {
        try (ShareProgram program = ShareProgram.listening(dir, "--port=0", "--grace=60")) {
            Wire wire = program.target().connect().send(GET).awaitAnswer();
            program.signal("TERM");
            await().atMost(Duration.ofSeconds(30)).until(() -> refuses(program));
            Reply reply = wire.reply().expectStatus(200);
            assertThat(reply.body()).hasSize(BIG);
            assertThat(program.status()).isZero();
            assertThat(program.lines()).endsWith("Stopped.");
        }
    }

    private static boolean refuses(ShareProgram program) throws IOException {
        try (Wire wire = program.target().connect()) {
            return wire.send(GET.replace("/big", "/none"))
                    .replyIfAny()
                    .filter(reply -> reply.status() != 503)
                    .isEmpty();
        } catch (AssertionError e) {
            return true; // no connection
        }
    }

    @Test
    @DisplayName("who takes longer than --grace is cut; an upload leaves nothing")
    void cut() throws Exception {
        try (ShareProgram program = ShareProgram.listening(dir, "--port=0", "--grace=0.5", "--upload")) {
            Wire reader = program.target().connect().send(GET).awaitAnswer();
            Wire sender = program.target()
                    .connect()
                    .send("PUT /new HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
                    .send("y".repeat(500_000));
            await().atMost(Duration.ofSeconds(30)).until(() -> files().size() == 2); // it has begun
            program.signal("TERM");
            assertThat(program.status()).isZero();
            assertThat(files()).containsExactly("big");
            assertThat(program.output()).doesNotContain("Exception", "SEVERE", "not stop");
            assertThat(reader.hasWord(Duration.ZERO)).isTrue();
            sender.close();
        }
    }

    @Test
    @DisplayName("a connection at rest keeps nobody waiting")
    void resting() throws Exception {
        try (ShareProgram program = ShareProgram.listening(dir, "--port=0", "--grace=1h", "--idle-timeout=1h")) {
            Wire resting = program.target().connect().send(GET.replace("/big", "/none"));
            resting.reply().expectStatus(404);
            program.target().connect();
            program.signal("TERM");
            assertThat(program.status()).isZero(); // within a minute
        }
    }

    @Test
    @DisplayName("nor do many of them, when all places are taken: that one becomes free is nothing to the others")
    void crowded() throws Exception {
        int places = 100;
        try (ShareProgram program = ShareProgram.listening(
                dir, "--port=0", "--grace=1h", "--idle-timeout=1h", "--max-connections=" + places)) {
            List<Wire> resting = new ArrayList<>();
            for (int i = 0; i < places; i++) {
                resting.add(program.target().connect().send(GET.replace("/big", "/none")));
                resting.get(i).reply().expectStatus(404);
            }
            program.signal("TERM");
            assertThat(program.status()).isZero(); // within a minute
            resting.forEach(Wire::close);
        }
    }

    @Test
    @DisplayName("after the last of --downloads it ends, and whoever got it got all of it")
    void lastDownload() throws Exception {
        try (ShareProgram program = ShareProgram.listening(dir, "--port=0", "--downloads=1")) {
            Http http = program.http();
            http.head("/big").expectStatus(200);
            http.get("/big", "Range: bytes=0-9").expectStatus(206);
            http.get("/").expectStatus(200);
            Wire givesUp = program.target().connect().send(GET).awaitAnswer();
            givesUp.reset();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> program.output()
                                    .lines()
                                    .filter(line -> line.contains("\"GET /big"))
                                    .count()
                            == 2);
            Reply reply = program.target().connect().send(GET).reply().expectStatus(200);
            assertThat(reply.body()).hasSize(BIG);
            assertThat(program.status()).isZero();
            assertThat(program.lines()).endsWith("Stopped.");
        }
    }
}
