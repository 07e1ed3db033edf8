package netlessons.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server of a few lines for the tests of the kit: what it does with each connection is given to it. */
final class TinyServer implements AutoCloseable, Lesson.Running {
    /** What happens on a connection; it is closed at the end. */
    interface Script {
        void run(Socket socket) throws Exception;
    }

    private final ServerSocket server;
    private volatile boolean accepting;

    TinyServer(Script script) {
        try {
            server = new ServerSocket(Lesson.freePort(), 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(() -> accept(script), "tiny server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads a request head and answers this, with one write. */
    static TinyServer answering(String latin1) {
        return new TinyServer(socket -> {
            readHead(socket);
            socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    /** Reads up to the empty line; false if the stream ends before. */
    static boolean readHead(Socket socket) throws IOException {
        int state = 0;
        while (state < 4) {
            int octet = socket.getInputStream().read();
            if (octet < 0) {
                return false;
            }
            state = octet == "\r\n\r\n".charAt(state) ? state + 1 : octet == '\r' ? 1 : 0;
        }
        return true;
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try (Socket socket = next()) {
                script.run(socket);
            } catch (Exception e) {
                // the next connection, or the end
            }
        }
    }

    private Socket next() throws IOException {
        accepting = true;
        try {
            return server.accept();
        } finally {
            accepting = false;
        }
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** As a target. */
    Target target() {
        return target("10");
    }

    /** As a target with short waits, for tests in which nothing comes. */
    Target hastyTarget() {
        return target("0.5");
    }

    private Target target(String timeout) {
        Map<String, String> settings = Map.of("target.timeout", timeout, "seed", "7");
        return new Target(
                address(), Optional.empty(), Optional.empty(), Settings.of(n -> Optional.ofNullable(settings.get(n))));
    }

    /** As a lesson with these graded tests, that answers this itself, and greets with this. */
    static Lesson lesson(String latin1, Class<?>... stages) {
        return new Lesson() {
            @Override
            public String chapter() {
                return "docs/00-sample.md";
            }

            @Override
            public List<Class<?>> stages() {
                return List.of(stages);
            }

            @Override
            public byte[] greeting() {
                return latin1.getBytes(StandardCharsets.ISO_8859_1);
            }

            @Override
            public Running start(Path dir) {
                return answering(latin1);
            }
        };
    }

    @Override
    public void close() throws IOException {
        server.close();
        // Until its accept has come back, the system may still let somebody in.
        await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .pollInSameThread()
                .until(() -> !accepting);
    }
}
