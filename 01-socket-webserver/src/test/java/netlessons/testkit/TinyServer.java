package netlessons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    private final Thread thread;

    TinyServer(Script script) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(() -> accept(script), "tiny server");
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
            try (Socket socket = server.accept()) {
                script.run(socket);
            } catch (Exception e) {
                // the next connection, or the end
            }
        }
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** As a target with short waits. */
    Target target() {
        Map<String, String> settings = Map.of("target.timeout", "0.5", "seed", "7");
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
        try {
            thread.join(200); // until its accept has come back, the system may still let somebody in
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
