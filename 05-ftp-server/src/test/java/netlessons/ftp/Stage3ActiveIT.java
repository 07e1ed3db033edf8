package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
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

/** Stage 3: active mode, where the server goes to a port of the client. To whom it must not go is asked in stage 8. */
@Stage(value = 3, name = "transfer, passive and active")
@DisplayName("Stage 3: active mode")
final class Stage3ActiveIT {
    private static final String PORT = "RFC 959 section 4.1.2";
    private static final String EPRT = "RFC 2428 section 2";

    private ServedFolder folder;

    @BeforeEach
    void makeFolder(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
    }

    private Ftp enter() {
        return folder.enter().binary();
    }

    private static void assumeIpv4(Ftp ftp) {
        assumeTrue(ftp.wire().beside().here() instanceof Inet4Address, "PORT is for IPv4");
    }

    private static void expectFile(Ftp ftp, DataPort port) {
        ftp.begin("RETR a.txt");
        try (DataWire data = port.accept()) {
            assertThat(data.readAll()).as("what RETR a.txt sent").asString().isEqualTo("hello\nworld\n");
        }
        ftp.end();
    }

    @Test
    @Order(1)
    @DisplayName("PORT is answered with 200, the server connects there, and files come and go")
    @Rfc(PORT)
    void port() throws IOException {
        Ftp ftp = enter();
        assumeIpv4(ftp);
        expectFile(ftp, ftp.port());
        DataPort port = ftp.port();
        ftp.begin("STOR new");
        try (DataWire data = port.accept()) {
            data.send("some text");
        }
        ftp.end();
        folder.expectContent("new", "some text");
        DataPort another = ftp.port();
        ftp.begin("NLST");
        assertThat(another.accept().readLines()).as("what NLST sent").containsExactlyInAnyOrder("a.txt", "new");
        ftp.end();
    }

    @Test
    @Order(2)
    @DisplayName("EPRT says the same for any kind of address")
    @Rfc(EPRT)
    void eprt() {
        Ftp ftp = enter();
        expectFile(ftp, ftp.eprt());
        expectFile(ftp, ftp.eprt());
    }

    @Test
    @Order(3)
    @DisplayName("the character around the parts of EPRT is the client's choice")
    @Rfc(EPRT)
    void otherDelimiter() {
        Ftp ftp = enter();
        DataPort port = ftp.data().listen();
        ftp.say(ftp.data().eprtCommand(port).replace('|', '!')).expect(200);
        expectFile(ftp, port);
    }

    @ParameterizedTest(name = "PORT {0}")
    @Order(4)
    @ValueSource(
            strings = {
                "127,0,0,1,200",
                "127,0,0,1,200,1,1",
                "127,0,0,1,256,1",
                "127,0,0,1,200,256",
                "127,0,0,1,-200,1",
                "127,0,0,1,200,x",
                "127,0,0,1,,200",
                "127.0.0.1,200,1",
                "127, 0, 0, 1, 200, 1",
                "127,0,0,1,2000000000000000000000,1",
                "0127,0,0,01,200,01",
                "1,2,3",
                "x",
                ","
            })
    @DisplayName("PORT with something else than six numbers from 0 to 255 is 501 (case 38c)")
    @Rfc(PORT)
    void malformed(String argument) {
        Ftp ftp = enter();
        ftp.say("PORT " + argument).expect(501);
        ftp.say("RETR a.txt").expect(425);
        ftp.expectAlive();
    }

    @ParameterizedTest(name = "EPRT {0}")
    @Order(5)
    @ValueSource(
            strings = {
                "|1|127.0.0.1|70000|",
                "|1|127.0.0.1|-1|",
                "|1|127.0.0.1|x|",
                "|1|127.0.0.1|2000|x",
                "|1|127.0.0.1|2000",
                "|1|127.0.0.1||",
                "|1||2000|",
                "|x|127.0.0.1|2000|",
                "|1|localhost|2000|",
                "|1|127.1|2000|",
                "|1|127.0.0.256|2000|",
                "||||",
                "|",
                "x"
            })
    @DisplayName("EPRT that is not |protocol|address|port| is 501 (case 39)")
    @Rfc(EPRT)
    void malformedExtended(String argument) {
        Ftp ftp = enter();
        ftp.say("EPRT " + argument).expect(501);
        ftp.say("RETR a.txt").expect(425);
        ftp.expectAlive();
    }

    @ParameterizedTest(name = "EPRT {0}")
    @Order(6)
    @ValueSource(strings = {"|3|127.0.0.1|2000|", "|9|x|2000|", "|12|::1|2000|"})
    @DisplayName(
            "EPRT of a protocol that there is not is 522, which tells those that there are as (1) or (1,2) (case 39)")
    @Rfc(EPRT)
    void otherProtocol(String argument) {
        Ftp ftp = enter();
        ftp.say("EPRT " + argument).expect(522).expectLine("522 .*\\([12](,[12])?\\).*");
        ftp.expectAlive();
    }

    @Test
    @Order(7)
    @DisplayName("and of IPv6, if the client is there with IPv4 (case 39)")
    @Rfc(EPRT)
    void otherFamily() {
        Ftp ftp = enter();
        assumeIpv4(ftp);
        ftp.say("EPRT |2|::1|2000|").expect(522).expectLine("522 .*\\(1(,2)?\\).*");
    }

    @Test
    @Order(8)
    @DisplayName("a port where nobody listens: 425, at PORT or at the transfer (case 38d)")
    @Rfc("RFC 959 section 5.4")
    void closedPort() throws IOException {
        Ftp ftp = enter();
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(ftp.wire().beside().here(), 0)); // so that nobody else has the port
            String command = ftp.data().eprtCommand(deaf.getLocalPort());
            if (ftp.say(command).expect(200, 425).code() == 200) {
                if (ftp.say("NLST").expect(425, 150).code() == 150) {
                    ftp.next().expect(425);
                }
            } else {
                ftp.say("NLST").expect(425);
            }
        }
        ftp.expectAlive();
    }

    @Test
    @Order(9)
    @DisplayName("the server connects at PORT, or when there is something to transfer; not later (case 62)")
    @Rfc("RFC 959 section 3.2")
    void when() {
        Ftp ftp = enter();
        DataPort port = ftp.eprt();
        boolean there = port.accept(Duration.ofSeconds(1))
                .map(data -> {
                    ftp.say("RETR a.txt").expect(125, 150);
                    assertThat(data.readAll()).as("what RETR a.txt sent").hasSize(12);
                    return true;
                })
                .orElse(false);
        if (!there) {
            ftp.say("RETR a.txt").expect(150, 125);
            assertThat(port.accept().readAll()).as("what RETR a.txt sent").hasSize(12);
        }
        ftp.end();
    }

    @Test
    @Order(10)
    @DisplayName("what is refused leaves no connection open: the server closes the one it made")
    @Rfc("RFC 959 section 3.2")
    void refused() {
        Ftp ftp = enter();
        DataPort port = ftp.eprt();
        ftp.say("RETR nope").expect(550);
        port.accept(Duration.ofMillis(500)).ifPresent(DataWire::expectClosed);
        ftp.expectAlive();
    }

    @Test
    @Order(11)
    @DisplayName("the last of PORT and PASV counts, and a PORT that is refused leaves nothing of the one before")
    @Rfc(PORT)
    void last() {
        Ftp ftp = enter();
        DataPort port = ftp.eprt();
        DataWire passive = ftp.epsv();
        ftp.begin("RETR a.txt");
        assertThat(passive.readAll()).as("what RETR a.txt sent").hasSize(12);
        ftp.end();
        port.accept(Duration.ofMillis(300)).ifPresent(DataWire::expectClosed);
        ClosedPort.expect(ftp, () -> {
            int old = ftp.data().epsvPort();
            expectFile(ftp, ftp.eprt());
            return old;
        });
        ftp.eprt();
        ftp.say(Data.portCommand("1.2.3.4", 5).replace("PORT ", "PORT 1,")).expect(501);
        ftp.say("RETR a.txt").expect(425, 150, 125);
    }
}
