package netlessons.share;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Reply;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 5: until when. Each test starts a server with the options that it needs. */
@Stage(value = 5, name = "who may do what, and until when")
@DisplayName("Stage 5: until when")
final class Stage5UntilWhenIT {
    /** In bytes: more than a connection takes from a server whose client does not read. */
    private static final int BIG = 32 << 20;

    private static final byte[] NOTHING = null;

    /** Long enough for a slow machine to begin to fetch a file before it is over. */
    private static final String SOON = "4s";

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private Target target;
    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target given) throws IOException {
        target = given;
        folder = new SharedFolder(given);
        folder.write("a.txt", "content");
    }

    private String request(Http http, String name) {
        return http.request("GET", folder.path(name), NOTHING);
    }

    @Test
    @Order(20)
    @DisplayName("--downloads 2: two files can be fetched, and the server ends by itself (attack 40)")
    void ends() {
        FreshTarget server = target.fresh("--downloads", "2");
        Http http = Http.of(server);
        http.get(folder.path("a.txt")).expectStatus(200).expectBody("content");
        http.get(folder.path("a.txt")).expectStatus(200).expectBody("content");
        expectOver(server, http);
    }

    /** It refuses, or nobody gets in any more; soon, the latter. */
    private void expectOver(FreshTarget server, Http http) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (Wire wire = connect(server)) {
                if (wire == null) {
                    return;
                }
                wire.send(request(http, "a.txt"));
                Reply reply = wire.replyUnlessCut().orElse(null);
                if (reply == null) {
                    return;
                } else if (reply.status() < 400) {
                    throw reply.failure("no file any more: all downloads are done", 0);
                } else if (System.nanoTime() > deadline) {
                    throw reply.failure("the server to have ended by itself, 30 s after the last download", 0);
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private static Wire connect(FreshTarget server) {
        try {
            return server.connect();
        } catch (AssertionError e) {
            return null; // refused
        }
    }

    @Test
    @Order(21)
    @DisplayName("HEAD, a part of a file, a list, a 304 and a 404 are no downloads (attack 40)")
    void whatDoesNotCount() throws IOException {
        Http http = Http.of(target.fresh("--downloads", "1"));
        String path = folder.path("a.txt");
        for (int i = 0; i < 2; i++) {
            String tag = http.head(path).expectStatus(200).header("ETag").orElse("\"none\"");
            http.get(path, "Range: bytes=0-2").expectStatus(206).expectBody("con");
            http.get(path, "If-None-Match: " + tag).expectStatus(304);
            http.get(path, "If-Match: \"other\"").expectStatus(412);
            http.get(folder.path("")).expectStatus(200);
            http.get(folder.path(""), "Accept: application/json").expectStatus(200);
            http.get(folder.path("nothing.txt")).expectStatus(404);
        }
        http.get(path).expectStatus(200).expectBody("content");
    }

    @Test
    @Order(22)
    @DisplayName("a download that was given up does not count (attack 40)")
    void givenUp() throws IOException {
        byte[] big = new byte[BIG];
        folder.write("big.bin", big);
        FreshTarget server = target.fresh("--downloads", "1");
        Http http = Http.of(server);
        Wire wire = server.connect().send(request(http, "big.bin")).awaitAnswer();
        wire.reset();
        // Whoever sends may need a moment to notice.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Reply reply = http.get(folder.path("a.txt"));
        while (reply.status() >= 400 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE);
            reply = http.get(folder.path("a.txt"));
        }
        reply.expectStatus(200).expectBody("content");
    }

    @Test
    @Order(23)
    @DisplayName("of two who want the last one at the same time one gets it, whole; the other is refused (attack 40)")
    void lastOne() throws IOException {
        byte[] big = folder.writeRandom("big.bin", BIG);
        FreshTarget server = target.fresh("--downloads", "1");
        Http http = Http.of(server);
        Wire first = server.connect().send(request(http, "big.bin")).awaitAnswer();
        try (Wire second = server.connect().send(request(http, "big.bin"))) {
            Reply refused = second.finalReply();
            if (refused.status() < 400) {
                throw refused.failure("a refusal, such as 410: somebody else is fetching the last one", 0);
            }
        }
        Reply whole = first.finalReply().expectStatus(200);
        if (!Arrays.equals(whole.body(), big)) {
            throw whole.failure("all " + big.length + " bytes of the file", 0);
        }
        expectOver(server, http);
    }

    @Test
    @Order(24)
    @DisplayName("a folder as one archive is one download")
    void archive() {
        FreshTarget server = target.fresh("--downloads", "1");
        Http http = Http.of(server);
        http.get(folder.path("?zip")).expectStatus(200);
        expectOver(server, http);
    }

    @Test
    @Order(25)
    @DisplayName("--stop-after 4s: it serves, and soon it has ended by itself")
    void time() {
        FreshTarget server = target.fresh("--stop-after", SOON);
        Http http = Http.of(server);
        http.get(folder.path("a.txt")).expectStatus(200).expectBody("content");
        server.expectNobodyGetsIn(request(http, "a.txt"));
    }

    @Test
    @Order(26)
    @DisplayName("when the time is over, who is fetching a file gets it whole")
    void whole() throws IOException {
        byte[] big = folder.writeRandom("big.bin", BIG);
        FreshTarget server = target.fresh("--stop-after", SOON, "--grace", "30s");
        Http http = Http.of(server);
        Wire wire = server.connect().send(request(http, "big.bin")).awaitAnswer();
        server.expectNobodyGetsIn(request(http, "a.txt"));
        Reply reply = wire.finalReply().expectStatus(200);
        if (!Arrays.equals(reply.body(), big)) {
            throw reply.failure("all " + big.length + " bytes of the file", 0);
        }
    }
}
