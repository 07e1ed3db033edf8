package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Data;
import netlessons.testkit.ftp.DataPort;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 3: passive mode, where the client goes to a port of the server. */
@Stage(value = 3, name = "transfer, passive and active")
@DisplayName("Stage 3: passive mode")
final class Stage3PassiveIT {
    private static final String PASV = "RFC 959 section 4.1.2";
    private static final String EPSV = "RFC 2428 section 3";

    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
    }

    private Ftp enter() {
        return folder.enter().binary();
    }

    private static void expectFile(Ftp ftp, DataWire data) {
        ftp.begin("RETR a.txt");
        assertThat(data.readAll()).as("what RETR a.txt sent").asString().isEqualTo("hello\nworld\n");
        ftp.end();
    }

    @Test
    @Order(1)
    @DisplayName("PASV tells an address and a port in one line, and the client may come there before or after RETR")
    @Rfc(PASV)
    void pasv() {
        Ftp ftp = enter();
        expectFile(ftp, ftp.pasv());
        int port = ftp.data().pasvPort();
        ftp.say("RETR a.txt").expect(150);
        DataWire late = ftp.data().connect(port);
        assertThat(late.readAll()).as("what RETR a.txt sent").hasSize(12);
        ftp.end();
    }

    @Test
    @Order(2)
    @DisplayName("the address is the one at which the client has reached the server, never 0.0.0.0")
    @Rfc("RFC 1123 section 4.1.2.6")
    void address(Target target) {
        Data.Place place = enter().data().pasvPlace();
        assertThat(place.address()).as("the address in 227").isEqualTo(target.host());
        assertThat(place.port()).as("the port in 227").isGreaterThanOrEqualTo(1024);
    }

    @Test
    @Order(3)
    @DisplayName("EPSV tells the port only: 229 (|||port|)")
    @Rfc(EPSV)
    void epsv() {
        Ftp ftp = enter();
        Ftp late = enter();
        expectFile(ftp, ftp.epsv());
        int port = late.data().epsvPort();
        late.say("RETR a.txt").expect(150);
        assertThat(late.data().connect(port).readAll())
                .as("what RETR a.txt sent")
                .hasSize(12);
        late.end();
    }

    @Test
    @Order(4)
    @DisplayName("EPSV 1 and EPSV 2: 229 for the one that the client is there with, 522 for the other (case 40)")
    @Rfc(EPSV)
    void protocols(Target target) {
        Ftp ftp = enter();
        boolean six = target.host().contains(":");
        ftp.say("EPSV 1").expect(six ? 522 : 229);
        ftp.say("EPSV 2").expect(six ? 229 : 522);
        ftp.say("EPSV 3").expect(522);
        expectFile(ftp, ftp.epsv());
    }

    @ParameterizedTest(name = "EPSV {0}")
    @Order(5)
    @ValueSource(strings = {"x", "ALLES", "1 2", "-1", "1x"})
    @DisplayName("EPSV with something else is 501 (case 40)")
    @Rfc(EPSV)
    void nonsense(String argument) {
        Ftp ftp = enter();
        ftp.say("EPSV " + argument).expect(501);
        ftp.expectAlive();
    }

    @Test
    @Order(6)
    @DisplayName("after EPSV ALL there is EPSV only: PASV, PORT and EPRT are refused (case 40)")
    @Rfc("RFC 2428 section 4")
    void all() {
        Ftp ftp = enter();
        ftp.say("EPSV ALL").expect(200);
        ftp.say("PASV").expect(501, 503);
        DataPort port = ftp.data().listen();
        ftp.say(Data.portCommand("127.0.0.1", port.number())).expect(501, 503);
        ftp.say(ftp.data().eprtCommand(port)).expect(501, 503);
        expectFile(ftp, ftp.epsv());
        ftp.data().epsvPort();
        ftp.say("RETR nope").expect(550);
        ftp.say("PASV").expect(501, 503); // nor does what was refused change that
        ftp.say("RETR nope").expect(425, 550);
    }

    @Test
    @Order(7)
    @DisplayName("a second PASV closes the port of the first (case 41)")
    @Rfc(PASV)
    void twice() {
        Ftp ftp = enter();
        AtomicInteger second = new AtomicInteger();
        ClosedPort.expect(ftp, () -> {
            int first = ftp.data().pasvPort();
            second.set(ftp.data().pasvPort());
            return first == second.get() ? 0 : first;
        });
        expectFile(ftp, ftp.data().connect(second.get()));
    }

    @Test
    @Order(8)
    @DisplayName("a client that is at the first port already is let go")
    @Rfc(PASV)
    void twiceConnected() {
        Ftp ftp = enter();
        DataWire first = ftp.pasv();
        DataWire second = ftp.pasv();
        first.expectClosed();
        expectFile(ftp, second);
    }

    @Test
    @Order(9)
    @DisplayName("PASV 300 times: one port is open in the end (case 41b)")
    @Rfc("RFC 2577 section 4")
    void often() {
        Ftp ftp = enter();
        Set<Integer> ports = new HashSet<>();
        int last = 0;
        for (int i = 0; i < 300; i++) {
            last = ftp.data().pasvPort();
            ports.add(last);
        }
        ports.remove(last);
        ports.removeIf(port -> !ClosedPort.isOpen(ftp, port));
        if (!ports.isEmpty() && ports.size() < 10) { // else they are this server's, and close when somebody comes
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1)); // another server may have one of them, for a moment
            ports.removeIf(port -> !ClosedPort.isOpen(ftp, port));
        }
        assertThat(ports).as("those of the first 299 ports that are open").isEmpty();
        expectFile(ftp, ftp.data().connect(last));
    }

    @Test
    @Order(10)
    @DisplayName("a port takes one client, for one transfer")
    @Rfc("RFC 959 section 3.2")
    void one() {
        Ftp ftp = enter();
        ClosedPort.expect(ftp, () -> {
            int port = ftp.data().pasvPort();
            expectFile(ftp, ftp.data().connect(port));
            return port;
        });
        ftp.say("RETR a.txt").expect(425);
    }

    @Test
    @Order(11)
    @DisplayName("nobody comes after PASV and LIST: 150, then 425 when the time for that is over (cases 20b, 43)")
    @Rfc("RFC 959 section 5.4")
    void nobody(Target target) {
        FreshTarget server = target.fresh("--user", "user:12345:elradfmwMT", "--passive-timeout", "2");
        Ftp ftp = Ftp.connect(server).login("user", "12345").binary();
        ftp.say("LIST").expect(425);
        ftp.send("PASV", "LIST");
        ftp.next().expect(227);
        ftp.next().expect(150);
        long start = System.nanoTime();
        ftp.next().expect(425);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("how long that took")
                .isLessThan(Duration.ofSeconds(8));
        ftp.say("RETR a.txt").expect(425);
        ftp.expectAlive();
    }

    @Test
    @Order(12)
    @DisplayName("nobody comes, and nothing was asked for: the port is closed, and the session lives")
    @Rfc("RFC 2577 section 4")
    void unused(Target target) {
        FreshTarget server = target.fresh("--user", "user:12345:elradfmwMT", "--passive-timeout", "0.3");
        Ftp ftp = Ftp.connect(server).login("user", "12345").binary();
        ClosedPort.expect(ftp, () -> {
            int port = ftp.data().pasvPort();
            if (ftp.wire().hasWord(Duration.ofSeconds(3))) {
                ftp.next().expect(421, 425); // it may say so
            }
            return port;
        });
        ftp.say("LIST").expect(425);
        ftp.expectAlive();
    }
}
