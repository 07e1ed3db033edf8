package netlessons.testkit.containers;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.testcontainers.utility.TestcontainersConfiguration;

/** Asks, without Testcontainers, whether a Docker engine is there at all: one {@code GET /_ping}, so it is quick. */
final class EnginePing {
    private static final byte[] REQUEST =
            "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private EnginePing() {}

    /** Why no engine can be reached, or nothing if one answers or if only Testcontainers can tell. */
    static Optional<String> obstacle(Duration limit) {
        String configured = configured();
        if (configured != null) {
            return obstacle(URI.create(configured), limit);
        }
        if (System.getProperty("os.name").startsWith("Windows")) {
            return Optional.empty(); // a named pipe, which java.net cannot open
        }
        List<Path> sockets = sockets();
        for (Path socket : sockets.subList(1, sockets.size())) {
            if (Files.exists(socket)
                    && failure(UnixDomainSocketAddress.of(socket), limit).isEmpty()) {
                return Optional.empty();
            }
        }
        return noAnswer(sockets.get(0).toString(), failure(UnixDomainSocketAddress.of(sockets.get(0)), limit));
    }

    private static Optional<String> obstacle(URI engine, Duration limit) {
        boolean tls = System.getenv("DOCKER_TLS_VERIFY") != null || engine.getPort() == 2376;
        if ("unix".equals(engine.getScheme())) {
            return noAnswer(engine.getPath(), failure(UnixDomainSocketAddress.of(engine.getPath()), limit));
        } else if (("tcp".equals(engine.getScheme()) || "http".equals(engine.getScheme())) && !tls) {
            String host = engine.getHost();
            int port = engine.getPort() < 0 ? 2375 : engine.getPort();
            return noAnswer(host + ":" + port, failure(new InetSocketAddress(host, port), limit));
        } else if ("ssh".equals(engine.getScheme())) {
            return Optional.of("Testcontainers cannot use an engine at " + engine);
        }
        return Optional.empty();
    }

    private static Optional<String> noAnswer(String where, Optional<String> failure) {
        return failure.map(reason -> "no Docker engine answers at " + where + reason);
    }

    /** The engine that the user chose, for Testcontainers (its own file) or for docker (DOCKER_HOST); or null. */
    private static String configured() {
        TestcontainersConfiguration configuration = TestcontainersConfiguration.getInstance();
        String forTestcontainers = configuration.getUserProperty("tc.host", null);
        return forTestcontainers != null
                ? forTestcontainers
                : configuration.getEnvVarOrUserProperty("docker.host", null);
    }

    /** Where Testcontainers looks when nothing is configured; the usual place first. */
    private static List<Path> sockets() {
        List<Path> sockets = new ArrayList<>();
        sockets.add(Path.of("/var/run/docker.sock"));
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isBlank()) {
            sockets.add(Path.of(runtime, "docker.sock"));
        }
        Path home = Path.of(System.getProperty("user.home"), ".docker");
        sockets.add(home.resolve("run/docker.sock"));
        sockets.add(home.resolve("desktop/docker.sock"));
        return sockets;
    }

    /** Nothing if the engine answers; else what to add to "no engine answers", which is empty where none is installed. */
    private static Optional<String> failure(SocketAddress engine, Duration limit) {
        if (engine instanceof UnixDomainSocketAddress unix && !Files.exists(unix.getPath())) {
            return Optional.of("");
        }
        try {
            String line = Bounded.call(limit, () -> ping(engine));
            return line.matches("HTTP/1\\.[01] 200 .*") ? Optional.empty() : Optional.of(" (it said: " + line + ")");
        } catch (TimeoutException e) {
            return Optional.of(" within " + limit.toSeconds() + " s");
        } catch (Exception e) {
            return Optional.of(" (" + e.getMessage() + ")");
        }
    }

    /** Returns the status line. Interrupting the thread closes the channel and so ends any wait in here. */
    private static String ping(SocketAddress engine) throws IOException {
        try (SocketChannel channel = engine instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open()) {
            channel.connect(engine);
            OutputStream out = Channels.newOutputStream(channel);
            out.write(REQUEST);
            byte[] reply = Channels.newInputStream(channel).readNBytes(4096);
            return new String(reply, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
