package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

/** Stage 3: the same over IPv6, for which EPSV and EPRT were made. */
@Stage(value = 3, name = "transfer, passive and active")
@DisplayName("Stage 3: IPv6")
@Rfc("RFC 2428 sections 2, 3")
final class Stage3Ipv6IT {
    private ServedFolder folder;
    private Ftp ftp;

    @BeforeEach
    void enter(Target target) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            assumeTrue(socket.isBound());
        } catch (IOException e) {
            assumeTrue(false, "there is no IPv6 here");
        }
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello\nworld\n");
        ftp = folder.enter(
                        Ftp.connect(target.fresh("--host", "::1", "--user", "user:12345:elradfmwMT")), "user", "12345")
                .binary();
    }

    @Test
    @Order(1)
    @DisplayName("EPSV, alone and with the number 2: files come and go")
    void epsv() throws IOException {
        try (DataWire data = ftp.epsv()) {
            ftp.begin("RETR a.txt");
            assertThat(data.readAll()).as("what RETR a.txt sent").hasSize(12);
            ftp.end();
        }
        ftp.say("EPSV 2").expect(229);
        try (DataWire data = ftp.epsv()) {
            ftp.begin("STOR new");
            data.send("some text");
        }
        ftp.end();
        folder.expectContent("new", "some text");
    }

    @Test
    @Order(2)
    @DisplayName("EPRT with |2|::1|port|")
    void eprt() {
        DataPort port = ftp.eprt();
        ftp.begin("RETR a.txt");
        assertThat(port.accept().readAll()).as("what RETR a.txt sent").hasSize(12);
        ftp.end();
    }

    @Test
    @Order(3)
    @DisplayName("the other family: 522 for EPSV 1 and EPRT |1|, and no 227 that could not be true")
    void otherFamily() {
        ftp.say("EPSV 1").expect(522);
        ftp.say("EPRT |1|127.0.0.1|2000|").expect(522, 501);
        ftp.say("PASV").expect(425, 501, 502, 503, 522);
        ftp.say(Data.portCommand("127.0.0.1", 2000)).expect(425, 501, 502, 503, 522);
        ftp.expectAlive();
    }
}
