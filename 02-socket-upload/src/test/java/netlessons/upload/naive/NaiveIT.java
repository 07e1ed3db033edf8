package netlessons.upload.naive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shows each fault of the naive program that the chapter tells of. They are faults: the tests pass because they are there. */
@Timeout(30)
final class NaiveIT {
    @TempDir
    private Path dir;

    private ServerSocket listener;

    @BeforeEach
    void start() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread receiver = new Thread(() -> {
            try {
                Naive.receive(listener, dir);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        receiver.setDaemon(true);
        receiver.start();
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    @DisplayName("it does work, if nothing goes wrong")
    void works(@TempDir Path from) throws IOException {
        byte[] bytes = new byte[65_426];
        Arrays.fill(bytes, (byte) 'x');
        Path file = Files.write(from.resolve("a file.bin"), bytes);
        Naive.send(connect(), file);
        await().untilAsserted(() -> assertThat(dir.resolve("a file.bin")).hasBinaryContent(bytes));
    }

    @Test
    @DisplayName("without the wait for its answer, what was sent as two messages is one")
    void sticks() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "5 a.txt" + "hello");
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(bytes("ok"));
            await().untilAsserted(() -> assertThat(dir.resolve("a.txthello")).isEmptyFile());
            assertThat(dir.resolve("a.txt")).doesNotExist();
        }
    }

    @Test
    @DisplayName("a first message that comes in two pieces is taken for whole after the first")
    void shortRead() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "5 a");
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(bytes("ok"));
            send(socket, ".txt");
            await().untilAsserted(() -> assertThat(dir.resolve("a")).hasContent(".txt"));
        }
    }

    @Test
    @DisplayName("a size that is too small cuts the file off, and nobody is told")
    void lyingSize() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "3 a.txt");
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(bytes("ok"));
            send(socket, "hel");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(dir.resolve("a.txt")).hasContent("hel");
        }
    }

    @Test
    @DisplayName("a sender that breaks off leaves half a file under the name of the whole")
    void halfAFile() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "1000 a.txt");
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(bytes("ok"));
            send(socket, "hello");
        }
        await().untilAsserted(() -> assertThat(dir.resolve("a.txt")).hasContent("hello"));
    }

    @Test
    @DisplayName("it lives on when a sender is lost with a reset")
    void reset() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "5 a.txt");
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(bytes("ok"));
            socket.setSoLinger(true, 0);
        }
        try (Socket next = connect()) {
            next.setSoTimeout(20_000);
            send(next, "0 b.txt");
            assertThat(next.getInputStream().readNBytes(2)).isEqualTo(bytes("ok"));
        }
    }

    @Test
    @DisplayName("a name can lead out of the folder")
    void escapes() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "0 ../" + dir.getFileName() + "-outside");
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo(bytes("ok"));
            Path outside = dir.resolveSibling(dir.getFileName() + "-outside");
            await().untilAsserted(() -> assertThat(outside).exists());
            Files.delete(outside);
        }
    }

    @Test
    @DisplayName("while one client says nothing, all others wait")
    void oneAtATime() throws IOException {
        try (Socket silent = connect();
                Socket next = connect()) {
            send(next, "5 a.txt");
            next.setSoTimeout(500);
            assertThat(catchTimeout(next)).isTrue();
            silent.shutdownOutput();
            next.setSoTimeout(10_000);
            assertThat(next.getInputStream().readNBytes(2)).isEqualTo(bytes("ok"));
        }
    }

    private static boolean catchTimeout(Socket socket) throws IOException {
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private Socket connect() throws IOException {
        return new Socket(listener.getInetAddress(), listener.getLocalPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
