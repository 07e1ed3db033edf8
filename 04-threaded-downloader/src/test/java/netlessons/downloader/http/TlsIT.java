package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Certificates;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** https: whom it trusts, and that a connection with TLS breaks like any other. */
class TlsIT {
    @TempDir
    static Path dir;

    private static Certificates good;
    private static Certificates other;

    @BeforeAll
    static void certificates() throws Exception {
        good = Certificates.make(dir, "dns:localhost,ip:127.0.0.1");
        other = Certificates.make(dir, "dns:other.example");
    }

    @Test
    @DisplayName("files come whole, and connections are kept")
    void fetches() throws Exception {
        Content content = Content.random(1, 1_000_000);
        try (Origin origin = Origin.startTls(good.context())
                        .at("/f", ServedFile.of(content))
                        .at("/chunks", ServedFile.of(content).chunked())
                        .at("/close", ServedFile.of(content).untilClose());
                Asking asking = new Asking(Asking.trusting(good.pem()))) {
            assertThat(asking.body(origin.uri("/f"))).isEqualTo(content.bytes());
            assertThat(asking.body(origin.uri("/chunks"))).isEqualTo(content.bytes());
            assertThat(asking.body(origin.uri("/close"))).isEqualTo(content.bytes());
            assertThat(asking.body(URI.create("https://localhost:" + origin.port() + "/f")))
                    .hasSize(1_000_000);
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("several authorities in one file, with words in between")
    void bundle() throws Exception {
        Path bundle = dir.resolve("bundle.pem");
        Files.writeString(
                bundle,
                "# one\n" + Files.readString(other.pem()) + "\nanother one:\n" + Files.readString(good.pem()) + "\n");
        try (Origin origin = Origin.startTls(good.context()).at("/f", ServedFile.of("hello"));
                Asking asking = new Asking(Asking.trusting(bundle))) {
            assertThat(asking.body(origin.uri("/f"))).hasSize(5);
        }
    }

    @Test
    @DisplayName("unknown authority, wrong name, too old, no TLS at all (case 39): no second try")
    void untrusted() throws Exception {
        Certificates old = Certificates.make(dir, "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
        permanent(good, null);
        permanent(good, other.pem());
        permanent(other, other.pem());
        permanent(old, old.pem());
        try (ServerSocket plain = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                Asking asking = new Asking(Asking.trusting(good.pem()))) {
            serve(plain, socket -> socket.getOutputStream().write("HTTP/1.1 400 No\r\n\r\n".getBytes()));
            HttpFault fault = asking.fault(URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/f"));
            assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(HttpFault.Kind.PERMANENT);
        }
    }

    private static void permanent(Certificates server, Path trusted) throws Exception {
        try (Origin origin = Origin.startTls(server.context()).at("/f", ServedFile.of("hello"));
                Asking asking = new Asking(Asking.trusting(trusted))) {
            HttpFault fault = asking.fault(origin.uri("/f"));
            assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(HttpFault.Kind.PERMANENT);
            assertThat(fault).hasMessageStartingWith("no TLS with 127.0.0.1:");
            assertThat(origin.asked()).isEmpty();
        }
    }

    @Test
    @DisplayName("a file of authorities without any is a fault at once")
    void noAuthorities() throws IOException {
        Path empty = Files.writeString(dir.resolve("empty.pem"), "");
        Path junk = Files.writeString(
                dir.resolve("junk.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        for (Path file : List.of(empty, junk, dir)) {
            assertThat(catchThrowable(() -> new Http(Asking.trusting(file)))).isInstanceOf(HttpFault.class);
        }
    }

    @Test
    @DisplayName("a handshake that breaks off, or never ends: another try")
    void handshake() throws Exception {
        HttpSettings settings = new HttpSettings(
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(good.pem()),
                Map.of(),
                4,
                Asking.limits(Duration.ofSeconds(1)));
        try (Asking asking = new Asking(settings);
                ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                ServerSocket closing = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                ServerSocket dribbling = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            serve(closing, socket -> {});
            serve(dribbling, socket -> {
                // 127 bytes: it would take half a minute
                for (byte b : Arrays.copyOf(new byte[] {22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3}, 127)) {
                    socket.getOutputStream().write(b);
                    Thread.sleep(200);
                }
            });
            for (ServerSocket server : List.of(silent, closing, dribbling)) {
                long before = System.nanoTime();
                HttpFault fault = asking.fault(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"));
                assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(HttpFault.Kind.TRANSIENT);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    private interface Served {
        void to(Socket socket) throws IOException, InterruptedException;
    }

    private static void serve(ServerSocket server, Served served) {
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[1000]);
                served.to(socket);
            } catch (IOException | InterruptedException e) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    @DisplayName("a body that ends with the connection ends with TLS's own farewell, or it was torn (case 7)")
    void torn() throws Exception {
        try (Origin origin = Origin.startTls(good.context())
                        .at("/torn", (asked, speaker) -> {
                            speaker.send("HTTP/1.1 200 OK\r\n\r\nhel");
                            speaker.cut();
                        })
                        .at("/whole", Answers.raw("HTTP/1.1 200 OK\r\n\r\nhello"))
                        .at("/counted", (asked, speaker) -> {
                            speaker.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                            speaker.cut();
                        })
                        .at("/silent", ServedFile.of(Content.random(1, 100_000)).silentAfter(50_000))
                        .at("/reset", ServedFile.of(Content.random(1, 100_000)).resetAfter(50_000));
                Asking asking = new Asking(Asking.trusting(good.pem()))) {
            assertThat(asking.body(origin.uri("/whole"))).hasSize(5);
            assertThat(asking.body(origin.uri("/counted"))).hasSize(5);
            for (String path : List.of("/torn", "/silent", "/reset")) {
                HttpFault fault = asking.fault(origin.uri(path));
                assertThat(fault.kind()).as(path + ": " + fault.getMessage()).isEqualTo(HttpFault.Kind.TRANSIENT);
            }
        }
    }

    @Test
    @DisplayName("https never falls to http, unless it was asked for (case 33)")
    void downgrade() throws Exception {
        try (Origin plain = Origin.start().at("/f", ServedFile.of("hello"));
                Origin secure = Origin.startTls(good.context())
                        .at("/f", Answers.redirect(302, plain.uri("/f").toString()))
                        .at("/g", Answers.redirect(302, "/h"))
                        .at("/h", ServedFile.of("hello"));
                Asking strict = new Asking(Asking.trusting(good.pem()));
                Asking lax = new Asking(Asking.trusting(good.pem(), true, Map.of()))) {
            HttpFault fault = strict.fault(secure.uri("/f"));
            assertThat(fault.kind()).isEqualTo(HttpFault.Kind.PERMANENT);
            assertThat(fault).hasMessageContaining("from https to http");
            assertThat(plain.asked()).isEmpty();
            assertThat(strict.body(secure.uri("/g"))).hasSize(5);
            assertThat(lax.body(secure.uri("/f"))).hasSize(5);
        }
    }
}
