package netlessons.testkit.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;

/** The container kit itself: a real curl, in a container, fetches from a server in this JVM. */
@NeedsDocker
class PeersContainerIT {
    @Container
    static final Peer curl = Peer.withPackages("curl");

    @Test
    void curlReachesAServerInThisJvm() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(curl.bindAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "Grüße aus der JVM".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            Peer.Outcome fetched = curl.exec(
                    "curl",
                    "--silent",
                    "--show-error",
                    "--max-time",
                    "10",
                    "http://" + Peer.HOST + ":" + server.getAddress().getPort() + "/");
            assertThat(fetched.expectSuccess()).isEqualTo("Grüße aus der JVM");
            assertThat(fetched.stderr()).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void thisJvmReachesAServerInAContainer() throws Exception {
        try (Peer nginx = Peer.withPackages("nginx-light")
                .withCommand("nginx", "-g", "daemon off;")
                .withExposedPorts(80)) {
            nginx.start();
            URI page = URI.create("http://" + nginx.getHost() + ":" + nginx.getMappedPort(80) + "/");
            HttpResponse<String> reply = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .build()
                    .send(
                            HttpRequest.newBuilder(page)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Server").orElse("")).startsWith("nginx");
        }
    }

    @Test
    void tellsHowACommandEnded() {
        Peer.Outcome outcome = curl.exec("sh", "-c", "echo out; echo err >&2; exit 7");
        assertThat(outcome.exitCode()).isEqualTo(7);
        assertThat(outcome.stdout()).isEqualTo("out\n");
        assertThat(outcome.stderr()).isEqualTo("err\n");
        assertThatThrownBy(outcome::expectSuccess)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("status 7");
    }

    @Test
    void endsACommandThatRunsTooLong() {
        assertThatThrownBy(() -> curl.exec(Duration.ofSeconds(1), "sleep", "300.5"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not end within 1 s");
        assertThat(curl.exec("sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
                        .expectSuccess())
                .doesNotContain("sleep 300.5 ");
    }

    @Test
    void showsWhyAnImageCannotBeBuilt() {
        String dockerfile = "FROM debian:bookworm-slim\nRUN echo a useful word && false\n";
        assertThatThrownBy(() -> new PeerImage(dockerfile).get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(dockerfile)
                .hasMessageContaining("\na useful word\n");
    }
}
