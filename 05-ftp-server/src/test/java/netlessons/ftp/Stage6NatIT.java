package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Data;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stage 6: behind a router that changes addresses, and lets only some ports through. */
@Stage(value = 6, name = "limits, time-outs, NAT")
@DisplayName("Stage 6: addresses and ports behind a router")
final class Stage6NatIT {
    private static final String PUBLIC = "203.0.113.5";
    private static final String OTHER = "203.0.113.6";

    /** One for each port that was given away, of UDP, which no server here wants: two tests may look for ports at a time. */
    private final List<DatagramSocket> reserved = new ArrayList<>();

    private Target target;
    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target given) throws IOException {
        target = given;
        folder = new ServedFolder(given);
        folder.write("a.txt", "hello");
    }

    @AfterEach
    void release() {
        reserved.forEach(DatagramSocket::close);
    }

    private Ftp with(String... options) {
        return enter(target.fresh(options));
    }

    private Ftp enter(FreshTarget server) {
        return folder.enter(Ftp.connect(server), "anonymous", "guest@").binary();
    }

    /** So many ports behind one another that are free now; none that a system gives away, nor, from 20,000 on, the kit. */
    private int freePorts(int count) throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int first = ThreadLocalRandom.current().nextInt(10_000, 19_990);
            if (allFree(first, count)) {
                return first;
            }
        }
        throw new IOException("no " + count + " free ports");
    }

    private boolean allFree(int first, int count) {
        InetAddress here = InetAddress.getLoopbackAddress();
        for (int i = 0; i < count; i++) {
            try {
                reserved.add(new DatagramSocket(first + i, here));
                new ServerSocket(first + i, 1, here).close();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    @Test
    @Order(1)
    @DisplayName("PASV tells the address that the client has reached the server at (case 'PASV 0.0.0.0')")
    @Rfc("RFC 959 section 4.1.2")
    void own() {
        Ftp ftp = folder.enter();
        assertThat(ftp.data().pasvPlace().address()).isEqualTo(target.host());
        Ftp everywhere = with("--host", "0.0.0.0");
        assertThat(everywhere.data().pasvPlace().address()).isEqualTo("127.0.0.1");
        assertThat(everywhere.retrieve("a.txt")).asString().isEqualTo("hello");
    }

    @Test
    @Order(2)
    @DisplayName("behind a router PASV tells the router's address, in one line (case 'masquerade')")
    @Rfc("RFC 959 section 4.1.2")
    void masquerade() {
        Ftp ftp = with("--masquerade-address", PUBLIC);
        Data.Place place = ftp.data().pasvPlace();
        assertThat(place.address()).isEqualTo(PUBLIC);
        try (DataWire data = ftp.data().connect(place.port())) {
            ftp.begin("RETR a.txt");
            assertThat(data.readAll()).asString().isEqualTo("hello");
            ftp.end();
        }
    }

    @Test
    @Order(3)
    @DisplayName("EPSV tells no address, behind a router neither (case 'masquerade, not in 229')")
    @Rfc("RFC 2428 section 3")
    void extended() {
        Ftp ftp = with("--masquerade-address", PUBLIC);
        ftp.say("EPSV").expect(229).expectNoLine(".*203[.,]0[.,]113[.,].*").expectLine(".*\\(\\|\\|\\|\\d+\\|\\).*");
        try (DataWire data = ftp.epsv()) {
            ftp.begin("RETR a.txt");
            assertThat(data.readAll()).asString().isEqualTo("hello");
            ftp.end();
        }
    }

    @Test
    @Order(4)
    @DisplayName("which address it tells may depend on where a client has come (case 'masquerade map')")
    @Rfc("RFC 959 section 4.1.2")
    void map() {
        assertThat(with("--masquerade-address", "127.0.0.1=" + PUBLIC, "--masquerade-address", OTHER)
                        .data()
                        .pasvPlace()
                        .address())
                .isEqualTo(PUBLIC);
        assertThat(with("--masquerade-address", "127.0.0.9=" + PUBLIC, "--masquerade-address", OTHER)
                        .data()
                        .pasvPlace()
                        .address())
                .isEqualTo(OTHER);
        assertThat(with("--masquerade-address", "127.0.0.9=" + PUBLIC)
                        .data()
                        .pasvPlace()
                        .address())
                .isEqualTo("127.0.0.1");
    }

    @Test
    @Order(5)
    @DisplayName("active mode works behind it as anywhere")
    @Rfc("RFC 959 section 4.1.2")
    void active() {
        Ftp ftp = with("--masquerade-address", PUBLIC);
        try (var port = ftp.port()) {
            ftp.begin("RETR a.txt");
            assertThat(port.accept().readAll()).asString().isEqualTo("hello");
            ftp.end();
        }
    }

    @Test
    @Order(6)
    @DisplayName("passive ports are of the range that the router lets through, with PASV and EPSV")
    @Rfc("RFC 959 section 4.1.2")
    void range() throws IOException {
        int first = freePorts(4);
        Ftp ftp = with("--passive-ports", first + "-" + (first + 3));
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            ports.add(i % 2 == 0 ? ftp.data().pasvPort() : ftp.data().epsvPort());
        }
        assertThat(ports).allMatch(port -> first <= port && port <= first + 3).hasSizeGreaterThan(1);
        for (int i = 0; i < 8; i++) {
            assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello");
        }
    }

    @Test
    @Order(7)
    @DisplayName("if no port of it is free: 425, or any other port; later there is one again (case 'range exhausted')")
    @Rfc("RFC 959 section 5.4")
    void exhausted() throws IOException {
        int only = freePorts(1);
        FreshTarget server = target.fresh("--passive-ports", only + "-" + only);
        Ftp has = enter(server);
        Ftp waits = enter(server);
        assertThat(has.data().pasvPort()).isEqualTo(only);
        boolean refused = waits.say("PASV").expect(425, 421, 227).code() != 227;
        waits.expectAlive();
        try (DataWire data = has.data().connect(only)) {
            has.begin("RETR a.txt");
            assertThat(data.readAll()).asString().isEqualTo("hello");
            has.end();
        }
        if (refused) {
            assertThat(waits.retrieve("a.txt")).asString().isEqualTo("hello");
        }
    }

    @Test
    @Order(8)
    @DisplayName("a client may ask again and again, though there is only one port")
    @Rfc("RFC 959 section 4.1.2")
    void onePort() throws IOException {
        int only = freePorts(1);
        Ftp ftp = with("--passive-ports", "" + only);
        for (int i = 0; i < 5; i++) {
            assertThat(ftp.data().pasvPort()).isEqualTo(only);
            assertThat(ftp.data().epsvPort()).isEqualTo(only);
        }
        assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello");
        assertThat(ftp.retrieve("a.txt")).asString().isEqualTo("hello");
    }
}
