package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Data;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 8: nobody else is called by the server, or gets what is one's own. */
@Stage(value = 8, name = "hostile input")
@DisplayName("Stage 8: strangers")
final class Stage8StrangersIT {
    private ServedFolder folder;
    private Ftp ftp;

    @BeforeEach
    void enter(Target target) throws IOException {
        folder = new ServedFolder(target);
        folder.write("a.txt", "hello");
        ftp = folder.enter();
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @ValueSource(
            strings = {
                "192,0,2,1,200,10",
                "127,0,0,2,200,10",
                "8,8,8,8,0,80",
                "0,0,0,0,200,10",
                "255,255,255,255,200,10"
            })
    @DisplayName("PORT with somebody else's address is refused: nobody is attacked from here (case 38)")
    @Rfc("RFC 2577 section 3")
    void foreignAddress(String place) {
        ftp.say("PORT " + place).expect(501, 500);
        String[] numbers = place.split(",");
        String address = String.join(".", List.of(numbers).subList(0, 4));
        ftp.say("EPRT |1|" + address + "|51210|").expect(501, 500);
        ftp.say("LIST").expect(425, 503);
        ftp.expectAlive();
    }

    @Test
    @Order(2)
    @DisplayName("no connection is made to a stranger's open port (case 38)")
    @Rfc("RFC 2577 section 3")
    void bounce() throws IOException {
        try (ServerSocket victim = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2"))) {
            victim.setSoTimeout(500);
            ftp.say(Data.portCommand("127.0.0.2", victim.getLocalPort())).expect(501, 500);
            ftp.say("RETR a.txt").expect(425, 503);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .as("a connection to 127.0.0.2")
                    .isThrownBy(victim::accept);
        } catch (BindException e) {
            Assumptions.abort("this system has no address 127.0.0.2");
        }
    }

    @ParameterizedTest(name = "port {0}")
    @Order(3)
    @ValueSource(ints = {0, 1, 22, 25, 80, 1023})
    @DisplayName("PORT with the port of a service is refused (case 38b)")
    @Rfc("RFC 2577 section 3")
    void servicePorts(int port) {
        ftp.say(Data.portCommand("127.0.0.1", port)).expect(501, 500);
        ftp.say("EPRT |1|127.0.0.1|" + port + "|").expect(501, 500);
        ftp.expectAlive();
    }

    @Test
    @Order(4)
    @DisplayName("a stranger who is first at the passive port gets nothing (case 42)")
    @Rfc("RFC 2577 section 5")
    void stolen() throws IOException {
        int port = ftp.data().pasvPort();
        InetAddress stranger = InetAddress.getByName("127.0.0.2");
        DataWire thief;
        try {
            thief = ftp.data().connectFrom(stranger, port);
        } catch (AssertionError e) {
            Assumptions.abort("this system has no address 127.0.0.2");
            return;
        }
        thief.expectNothing();
        ftp.data()
                .connectIfAllowed(port)
                .ifPresentOrElse(
                        data -> {
                            if (ftp.say("RETR a.txt").expect(150, 125, 425).code() < 200) {
                                assertThat(data.readAll()).asString().isEqualTo("hello");
                                ftp.end();
                            }
                        },
                        () -> ftp.say("RETR a.txt").expect(425));
        thief.expectClosed();
        ftp.expectAlive();
    }

    @Test
    @Order(5)
    @DisplayName("a stranger cannot put a file in somebody's name (case 42)")
    @Rfc("RFC 2577 section 5")
    void forged() throws IOException {
        int port = ftp.data().pasvPort();
        ftp.send("STOR forged.txt");
        ftp.next().expect(150, 125);
        DataWire thief;
        try {
            thief = ftp.data().connectFrom(InetAddress.getByName("127.0.0.2"), port);
        } catch (AssertionError e) {
            Assumptions.abort("this system has no address 127.0.0.2");
            return;
        }
        thief.send("forged").finish();
        thief.expectClosed();
        ftp.data()
                .connectIfAllowed(port)
                .ifPresentOrElse(
                        data -> {
                            data.send("mine").close();
                            ftp.end();
                        },
                        () -> ftp.next().expect(425, 426));
        assertThat(folder.file("forged.txt"))
                .satisfiesAnyOf(
                        file -> assertThat(file).doesNotExist(),
                        file -> assertThat(file).hasContent("mine"));
    }
}
