package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 6: how many may come, and how much each of them gets. */
@Stage(value = 6, name = "limits, time-outs, NAT")
@DisplayName("Stage 6: how many, and how much")
final class Stage6LimitsIT {
    private static final int HALF_OPEN = 300;
    private static final int SESSIONS = 200;

    private Target target;
    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target given) {
        target = given;
        folder = new ServedFolder(given);
    }

    private static void refused(FreshTarget server) {
        Ftp tooMany = Ftp.on(server.connect());
        tooMany.next().expect(421);
        tooMany.expectClosed();
    }

    @Test
    @Order(1)
    @DisplayName("who is one too many is told so with 421, and the connection is closed (case 'max connections')")
    @Rfc("RFC 959 section 5.4")
    void tooMany() {
        FreshTarget server = target.fresh("--max-connections", "3");
        List<Ftp> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(awaitRoom(server));
        }
        refused(server);
        refused(server);
        all.forEach(Ftp::expectAlive);
    }

    @Test
    @Order(2)
    @DisplayName("when one goes, another may come: after QUIT, and after a connection that broke")
    @Rfc("RFC 959 section 5.4")
    void roomAgain() {
        FreshTarget server = target.fresh("--max-connections", "2");
        Ftp stays = awaitRoom(server);
        Ftp quits = awaitRoom(server);
        quits.say("QUIT").expect(221);
        quits.expectClosed();
        Ftp breaks = awaitRoom(server);
        breaks.wire().reset();
        Ftp closes = awaitRoom(server);
        closes.close();
        awaitRoom(server).expectAlive();
        stays.expectAlive();
    }

    /** Also at the start: who looked whether the server listens may still count. */
    static Ftp awaitRoom(FreshTarget server) {
        List<Ftp> in = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Ftp ftp = Ftp.on(server.connect());
            if (ftp.next().expect(220, 421).code() == 220) {
                in.add(ftp);
            }
            return !in.isEmpty();
        });
        return in.get(0);
    }

    @Test
    @Order(3)
    @DisplayName("so many and no more come from one address (case 'max connections per IP')")
    @Rfc("RFC 959 section 5.4")
    void perAddress() {
        FreshTarget server = target.fresh("--max-connections-per-ip", "2");
        Ftp one = awaitRoom(server);
        Ftp other = awaitRoom(server);
        refused(server);
        one.login("anonymous", "x");
        other.say("QUIT").expect(221);
        other.expectClosed();
        awaitRoom(server);
        one.expectAlive();
    }

    @Test
    @Order(4)
    @DisplayName("one may log in while 300 others have connected and said nothing (case 'half-open sessions')")
    @Rfc("RFC 959 section 2.3")
    void halfOpen() {
        FreshTarget server = target.fresh("--user", "user:12345:elr", "--max-connections", "400");
        List<Wire> silent = new ArrayList<>();
        for (int i = 0; i < HALF_OPEN; i++) {
            silent.add(server.connect());
        }
        long start = System.nanoTime();
        Ftp.connect(server).login("user", "12345").say("PWD").expectPath("/");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("how long the login took")
                .isLessThan(Duration.ofSeconds(8));
        for (Wire wire : List.of(silent.get(0), silent.get(HALF_OPEN / 2), silent.get(HALF_OPEN - 1))) {
            Ftp ftp = Ftp.on(wire);
            ftp.next().expect(220);
            ftp.expectAlive();
        }
    }

    @Test
    @Order(5)
    @DisplayName("200 sessions fetch a file and store another at once, and each gets its own")
    @Rfc("RFC 959 section 2.3")
    void atOnce() throws Exception {
        folder.write("all.txt", "for all of them");
        FreshTarget server = target.fresh("--user", "user:12345:elradfmwMT", "--max-connections", "" + (SESSIONS + 10));
        List<Ftp> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(folder.enter(Ftp.connect(server), "user", "12345").binary());
        }
        List<Callable<Void>> works = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            Ftp ftp = sessions.get(i);
            String name = i + ".txt";
            works.add(() -> {
                assertThat(ftp.retrieve("all.txt")).asString().isEqualTo("for all of them");
                ftp.store(name, "of " + name);
                assertThat(ftp.retrieve(name)).asString().isEqualTo("of " + name);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (Future<Void> end : threads.invokeAll(works)) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < SESSIONS; i++) {
            folder.expectContent(i + ".txt", "of " + i + ".txt");
        }
        sessions.forEach(Ftp::expectAlive);
    }

    @Test
    @Order(6)
    @DisplayName("a client that reads nothing does not hold up the others")
    @Rfc("RFC 959 section 2.3")
    void oneStalls() throws IOException {
        folder.write("big", folder.random(8 << 20));
        folder.write("a.txt", "hello");
        Ftp slow = folder.enter().binary();
        try (DataWire data = slow.data().connectSlowly(slow.data().pasvPort())) {
            slow.begin("RETR big");
            data.sip(1);
            assertThat(folder.enter().binary().retrieve("a.txt")).asString().isEqualTo("hello");
            slow.expectAlive();
        }
    }

    @Test
    @Order(7)
    @DisplayName("a transfer is no faster than it may be, either way, and whole")
    @Rfc("RFC 959 section 4.1.3")
    void bandwidth() throws IOException {
        byte[] bytes = folder.random(200 << 10);
        folder.write("down", bytes);
        FreshTarget server =
                target.fresh("--user", "user:12345:elradfmwMT", "--download-rate", "100K", "--upload-rate", "100K");
        Ftp ftp = folder.enter(Ftp.connect(server), "user", "12345").binary();
        long start = System.nanoTime();
        assertThat(ftp.retrieve("down")).isEqualTo(bytes);
        long between = System.nanoTime();
        ftp.store("up", bytes);
        long end = System.nanoTime();
        folder.expectContent("up", bytes);
        for (long nanos : new long[] {between - start, end - between}) {
            assertThat(Duration.ofNanos(nanos))
                    .as("how long 200 KiB took at 100 KiB a second")
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
        }
    }

    @Test
    @Order(8)
    @DisplayName("who runs the server says what it says first, in several lines if need be (case 00)")
    @Rfc("RFC 959 section 4.2")
    void banner() {
        Ftp one = Ftp.on(target.fresh("--banner", "Welcome to this test").connect());
        one.next().expect(220).expectText("Welcome to this test");
        Ftp several = Ftp.on(target.fresh("--banner", "Welcome\n220 this is not the end\nof it")
                .connect());
        several.next().expect(220).expectText("Welcome").expectText("of it");
        several.expectAlive();
    }
}
