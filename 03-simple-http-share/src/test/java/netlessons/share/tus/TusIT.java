package netlessons.share.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import netlessons.share.ShareLesson;
import netlessons.share.Sharing;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.Lesson;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.Python;
import netlessons.testkit.SmallDisk;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Http;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in pieces over a network that breaks, with many clients, and with those who never come back. */
final class TusIT {
    private static final byte[] NOTHING = new byte[0];

    @TempDir
    private Path dir;

    private final Random random = new Random(42);
    private Lesson.Running server;
    private TusSender sender;

    private void start(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("--upload"));
        all.addAll(List.of(options));
        server = new ShareLesson().start(dir, all);
        sender = new TusSender(server.address());
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<String> files() throws IOException {
        return Sharing.files(dir);
    }

    @Test
    @DisplayName("connections that end at every odd place, on the way there or back, cost time and nothing else")
    void cutEverywhere() throws Exception {
        start();
        byte[] content = bytes(300_000);
        String path = sender.begin(content.length, Map.of("filename", "cut.bin"));
        FaultProxy.Plan plan = (connection, way) -> {
            boolean there = connection % 3 != 0;
            if (connection > 40 || there != (way == FaultProxy.Way.TO_SERVER)) {
                return NetworkFaults.NONE;
            }
            int after = there ? 7919 * connection % 40_000 : connection;
            return connection % 2 == 0 ? NetworkFaults.NONE.resetAfter(after) : NetworkFaults.NONE.endAfter(after);
        };
        try (FaultProxy proxy = FaultProxy.start(server.address(), plan)) {
            assertThat(new TusSender(proxy.address()).send(path, content)).isGreaterThan(3);
        }
        assertThat(Files.readAllBytes(dir.resolve("cut.bin"))).isEqualTo(content);
        assertThat(files()).containsExactly("cut.bin");
    }

    @Test
    @DisplayName("a client of fifty lines of Python, from the protocol's text alone, gets through as well")
    void python(@TempDir Path elsewhere) throws Exception {
        assumeTrue(Python.isInstalled(7), "python3 is not installed");
        start();
        byte[] content = bytes(3_000_000);
        Path file = Files.write(elsewhere.resolve("a b.bin"), content);
        FaultProxy.Plan plan = (connection, way) -> way == FaultProxy.Way.TO_SERVER && connection < 8
                ? NetworkFaults.NONE.resetAfter(800_000)
                : NetworkFaults.NONE;
        try (FaultProxy proxy = FaultProxy.start(server.address(), plan)) {
            String url = "http://127.0.0.1:" + proxy.port() + "/new%20folder/";
            Path said = elsewhere.resolve("said");
            Process process = new ProcessBuilder(
                            "python3", Python.program("03-simple-http-share", "tus_send.py"), url, file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(Files.readString(said)).isZero();
                assertThat(Files.readString(said)).contains("broke off").contains("3000000 of 3000000 bytes");
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(Files.readAllBytes(dir.resolve("new folder/a b.bin"))).isEqualTo(content);
    }

    @Test
    @DisplayName("many at once, each in pieces, all of one name: each becomes a whole file of its own (attack 20)")
    void manyAtOnce() throws Exception {
        start("--on-conflict", "rename");
        List<byte[]> contents =
                IntStream.range(0, 20).mapToObj(i -> bytes(100_000 + i)).toList();
        List<CompletableFuture<Void>> all = contents.stream()
                .map(content -> CompletableFuture.runAsync(() -> sendInPieces(content)))
                .toList();
        all.forEach(CompletableFuture::join);
        assertThat(files()).hasSize(20);
        for (byte[] content : contents) {
            Path file = files().stream()
                    .map(dir::resolve)
                    .filter(one -> one.toFile().length() == content.length)
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
        }
    }

    private void sendInPieces(byte[] content) {
        try {
            String path = sender.begin(content.length, Map.of("filename", "a.bin"));
            for (int offset = 0; offset < content.length; offset += 30_000) {
                int end = Math.min(content.length, offset + 30_000);
                assertThat(sender.patch(path, offset, Arrays.copyOfRange(content, offset, end))
                                .statusCode())
                        .isEqualTo(204);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName(
            "a hundred connections that hang in one upload keep nobody from going on, nor from reading (attack 27)")
    void hanging() throws Exception {
        start();
        Target target = Target.at(server.address());
        Tus tus = new Tus(Http.of(target), Client.ENDPOINT);
        byte[] content = bytes(200_000);
        String path = sender.begin(content.length, Map.of("filename", "a.bin"));
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                long offset = 1000L * i;
                wires.add(tus.beginPatch(path, offset, content.length - offset)
                        .send(Arrays.copyOfRange(content, 1000 * i, 1000 * i + 1000)));
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> parts() == offset + 1000); // to ask the server would end its turn
            }
            assertThat(sender.ask("GET", "/", NOTHING).statusCode()).isEqualTo(200);
            assertThat(sender.send(path, content)).isLessThanOrEqualTo(2);
            assertThat(Files.readAllBytes(dir.resolve("a.bin"))).isEqualTo(content);
        } finally {
            wires.forEach(Wire::close);
        }
    }

    private long parts() throws IOException {
        return files().stream()
                .filter(name -> name.endsWith(".part"))
                .mapToLong(name -> dir.resolve(name).toFile().length())
                .sum();
    }

    @Test
    @DisplayName(
            "an id opens nothing for who has not the right: nothing of tus is answered without the password (attack 39)")
    void rights() throws Exception {
        start("--user", ":secret:upload");
        String basic = "Basic " + Base64.getEncoder().encodeToString(":secret".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> made = sender.ask(
                "POST",
                Client.ENDPOINT,
                NOTHING,
                "Upload-Length",
                "3",
                "Upload-Metadata",
                "filename YQ==",
                "Authorization",
                basic);
        assertThat(made.statusCode()).isEqualTo(201);
        String path = made.headers().firstValue("Location").orElseThrow();
        for (String method : List.of("HEAD", "DELETE", "OPTIONS", "POST")) {
            assertThat(sender.ask(method, path, NOTHING).statusCode())
                    .as(method)
                    .isEqualTo(401);
        }
        assertThat(sender.ask("POST", Client.ENDPOINT, NOTHING, "Upload-Length", "0")
                        .statusCode())
                .isEqualTo(401);
        assertThat(sender.patch(path, 0, new byte[3]).statusCode()).isEqualTo(401);
        assertThat(sender.ask("HEAD", path, NOTHING, "Authorization", basic)
                        .headers()
                        .firstValue("Upload-Offset"))
                .contains("0");
    }

    @Test
    @DisplayName("without --upload there is no tus")
    void notAllowed() throws Exception {
        server = new ShareLesson().start(dir, List.of());
        sender = new TusSender(server.address());
        assertThat(sender.ask("POST", Client.ENDPOINT, NOTHING, "Upload-Length", "0")
                        .statusCode())
                .isIn(403, 404, 405);
        assertThat(files()).isEmpty();
    }

    @Test
    @DisplayName("what is too large, or too much together, is refused before its first byte (attack 25, attack 26)")
    void limits() throws Exception {
        start("--max-upload", "1M", "--quota", "1500k");
        int size = 1_000_000;
        assertThat(create(2_000_000)).isEqualTo(413);
        byte[] content = bytes(size);
        assertThat(sender.send(sender.begin(size, Map.of("filename", "a")), content))
                .isEqualTo(2);
        assertThat(create(size)).isEqualTo(507);
        assertThat(create(400_000)).isEqualTo(201);
        assertThat(sender.ask("OPTIONS", Client.ENDPOINT, NOTHING).headers().firstValue("Tus-Max-Size"))
                .isPresent();
        assertThat(files()).containsExactly("a");
    }

    private int create(long length) throws IOException {
        String metadata = Client.encode(Map.of("filename", "b"));
        return sender.ask(
                        "POST",
                        Client.ENDPOINT,
                        NOTHING,
                        "Upload-Length",
                        Long.toString(length),
                        "Upload-Metadata",
                        metadata)
                .statusCode();
    }

    @Test
    @DisplayName(
            "a disk that others fill meanwhile: 507, what came is kept, and it goes on once there is room (attack 26)")
    void fullDisk(@TempDir Path mounted) throws Exception {
        SmallDisk disk = SmallDisk.mount(mounted, 4);
        dir = mounted;
        try {
            start("--min-free", "0");
            byte[] content = bytes(2_000_000);
            String path = sender.begin(content.length, Map.of("filename", "a"));
            assertThat(sender.patch(path, 0, Arrays.copyOf(content, 500_000)).statusCode())
                    .isEqualTo(204);
            Path other = Files.write(mounted.resolve("other"), new byte[3_000_000]);
            assertThat(sender.patch(path, 500_000, Arrays.copyOfRange(content, 500_000, 2_000_000))
                            .statusCode())
                    .isEqualTo(507);
            assertThat(sender.ask("GET", "/", NOTHING).statusCode()).isEqualTo(200);
            assertThat(sender.offset(path)).isBetween(500_000L, 1_999_999L);
            Files.delete(other);
            sender.send(path, content);
            assertThat(Files.readAllBytes(mounted.resolve("a"))).isEqualTo(content);
        } finally {
            stop();
            server = null;
            disk.unmount();
        }
    }
}
