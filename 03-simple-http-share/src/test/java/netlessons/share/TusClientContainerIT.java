package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.Lesson;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.utility.MountableFile;

/**
 * A tus client that other people wrote, tus-js-client, sends files from a container, over a network that breaks. Where it
 * comes from: src/test/resources/netlessons/share/tus/README.md.
 */
@NeedsDocker
@DisplayName("tus-js-client")
final class TusClientContainerIT {
    private static final int SIZE = 20_000_000;
    private static final String CLIENT = "/netlessons/share/tus/";

    @Container
    static final Peer NODE = Peer.withPackages("nodejs")
            .withCopyToContainer(
                    MountableFile.forClasspathResource(CLIENT + "tus-js-client-4.3.1.tar.gz"), "/tus/client.tar.gz")
            .withCopyToContainer(MountableFile.forClasspathResource(CLIENT + "send.js"), "/tus/send.js");

    @TempDir
    private Path dir;

    private Lesson.Running server;

    @BeforeAll
    static void unpack() {
        NODE.exec("tar", "-xzf", "/tus/client.tar.gz", "-C", "/tus").expectSuccess();
    }

    @BeforeEach
    void start() throws Exception {
        server = new ShareLesson().start(dir, List.of("--upload", "--name", Peer.HOST));
        shell("rm -rf /tmp/uploads.json*; head -c " + SIZE + " /dev/urandom > /tmp/file.bin");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private FaultProxy proxy(FaultProxy.Plan plan) throws IOException {
        return FaultProxy.start(server.address(), NODE.bindAddress(), plan);
    }

    private static String[] client(FaultProxy proxy, String options) {
        InetSocketAddress address = proxy.address();
        String endpoint = "http://" + Peer.HOST + ":" + address.getPort() + "/.share/tus/";
        return new String[] {"node", "/tus/send.js", endpoint, "/tmp/file.bin", "/a/b/", options};
    }

    private static String shell(String script) {
        return NODE.exec("sh", "-ec", script).expectSuccess();
    }

    private void expectTheFile() throws IOException {
        Path file = dir.resolve("a/b/file.bin");
        assertThat(file).hasSize(SIZE);
        NODE.copyFileToContainer(MountableFile.forHostPath(file), "/tmp/came.bin");
        assertThat(shell("cmp /tmp/file.bin /tmp/came.bin && echo same")).isEqualTo("same\n");
        // The client may know of the end a moment before the last of these has gone.
        await().atMost(Peer.EXEC_LIMIT).untilAsserted(() -> {
            try (var left = Files.newDirectoryStream(dir, ".netlessons-*")) {
                assertThat(left).isEmpty();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("goes on in one and the same upload after each of many connections that end, in order or with a reset")
    void broken(boolean reset) throws IOException {
        NetworkFaults fault = reset ? NetworkFaults.NONE.resetAfter(3_000_000) : NetworkFaults.NONE.endAfter(3_000_000);
        try (FaultProxy proxy = proxy(
                (connection, way) -> way == FaultProxy.Way.TO_SERVER && connection < 8 ? fault : NetworkFaults.NONE)) {
            // How much is sent twice is up to both systems: what the server has not read yet when a connection is
            // reset,
            // or when the client is back already, is lost.
            String said = NODE.exec(client(proxy, "{}")).expectSuccess();
            assertThat(said).contains("\"created\":1,").doesNotContain("\"retries\":0");
            expectTheFile();
        }
    }

    @Test
    @DisplayName("comes back while its old connection still looks alive, and does not have to wait")
    void hanging() throws IOException {
        try (FaultProxy proxy = proxy((connection, way) -> way == FaultProxy.Way.TO_SERVER && connection < 2
                ? NetworkFaults.NONE.holdAfter(5_000_000)
                : NetworkFaults.NONE)) {
            String command = String.join("' '", client(proxy, "{}"));
            shell("'" + command + "' > /tmp/said 2>&1 & echo $! > /tmp/client");
            await().atMost(Peer.EXEC_LIMIT).until(() -> proxy.passed(FaultProxy.Way.TO_SERVER) >= 5_000_000);
            shell("kill -KILL $(cat /tmp/client)");
            assertThat(dir.resolve("a")).as("nothing is there yet").doesNotExist();
            String said = NODE.exec(Duration.ofSeconds(20), client(proxy, "{}")).expectSuccess();
            assertThat(said).contains("\"created\":0").contains("\"resumed\":true");
            expectTheFile();
        }
    }

    @Test
    @DisplayName("sends the first bytes with the request that begins the upload, and small pieces")
    void smallPieces() throws IOException {
        try (FaultProxy proxy = proxy((connection, way) -> NetworkFaults.NONE)) {
            String options = "{\"uploadDataDuringCreation\": true, \"chunkSize\": 1000000}";
            assertThat(NODE.exec(client(proxy, options)).expectSuccess()).contains("\"retries\":0");
            expectTheFile();
        }
    }

    @Test
    @DisplayName("says PATCH in disguise where that does not get through")
    void disguise() throws IOException {
        try (FaultProxy proxy = proxy((connection, way) -> NetworkFaults.NONE)) {
            NODE.exec(client(proxy, "{\"overridePatchMethod\": true}")).expectSuccess();
            expectTheFile();
        }
    }

    @Test
    @DisplayName("is told clearly what this server does not offer")
    void refused() throws IOException {
        try (FaultProxy proxy = proxy((connection, way) -> NetworkFaults.NONE)) {
            String options = "{\"parallelUploads\": 2, \"retryDelays\": []}";
            Peer.Outcome outcome = NODE.exec(client(proxy, options));
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.stdout()).contains("response code: 400").contains("Upload-Concat");
        }
    }
}
