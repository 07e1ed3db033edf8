package netlessons.share;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import netlessons.share.engine.KeyStores;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time: each of them is bounded, and the others do not notice (attack 27). */
@DisplayName("slow clients")
@Timeout(120)
class SlowClientsIT {
    private static final String GET = "GET /a.txt HTTP/1.1\r\nHost: localhost\r\n";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    private Path dir;

    @BeforeEach
    void makeFolder() throws IOException {
        dir = Files.createDirectory(temp.resolve("shared"));
        Files.writeString(dir.resolve("a.txt"), "text");
    }

    /** Sends some bytes again and again, until there is an answer or the end; gives back what came. */
    private static String dribble(Socket socket, String bytes) throws IOException {
        socket.setSoTimeout(100);
        InputStream in = socket.getInputStream();
        StringBuilder came = new StringBuilder();
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONG.toNanos()) {
            try {
                if (came.isEmpty()) {
                    send(socket, bytes);
                }
                int next = in.read();
                if (next < 0) {
                    return came.toString();
                }
                came.append((char) next);
            } catch (SocketTimeoutException e) {
                // neither an answer nor the end: once more
            } catch (IOException e) {
                return came.toString(); // a reset, since we send on
            }
        }
        throw new AssertionError("still open after " + LONG + ": " + came);
    }

    private static void send(Socket socket, String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        } catch (IOException e) {
            // it has ended, and what was answered before can still be read
        }
    }

    private static Socket open(Sharing sharing, String start) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), sharing.port());
        socket.getOutputStream().write(start.getBytes(ISO_8859_1));
        return socket;
    }

    /** The idle time-out is long here: it cannot be what ends them. */
    private Sharing impatient(String... more) throws IOException {
        return Sharing.of(
                dir,
                Stream.concat(Stream.of("--patience=0.5", "--idle-timeout=1h", "--upload"), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    @DisplayName("a head that dribbles, a field now and then, gets a 408 or the end")
    void head() throws IOException {
        try (Sharing sharing = impatient();
                Socket client = open(sharing, GET)) {
            String came = dribble(client, "X: y\r\n");
            assertThat(came).matches("(?s)|HTTP/1\\.1 408 .*");
        }
    }

    @Test
    @DisplayName("so does the second head of a connection; to rest between two requests is no fault")
    void secondHead() throws Exception {
        try (Sharing sharing = impatient()) {
            Wire wire = sharing.connect().send(GET + "\r\n");
            wire.reply().expectStatus(200);
            wire.expectSilence(Duration.ofSeconds(2)); // four times as long as a head may take
            wire.send(GET + "\r\n").reply().expectStatus(200);
            wire.send("GET /a.t");
            await().atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> {
                try {
                    wire.send("x");
                    return wire.hasWord(Duration.ofMillis(1));
                } catch (AssertionError e) {
                    return true; // nobody reads it
                }
            });
        }
    }

    @Test
    @DisplayName("a body slower than --min-rate gets a 408, and nothing is left of it")
    void body() throws IOException {
        for (String framing : List.of("Content-Length: 1000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3;")) {
            try (Sharing sharing = impatient();
                    Socket client = open(sharing, "PUT /b HTTP/1.1\r\nHost: localhost\r\n" + framing)) {
                assertThat(dribble(client, "x")).startsWith("HTTP/1.1 408 ");
                await().atMost(LONG).untilAsserted(() -> assertThat(files()).containsExactly("a.txt"));
            }
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    @DisplayName("a body that is slow now and then, but comes, is waited for")
    void restingBody() throws Exception {
        try (Sharing sharing = Sharing.of(dir, "--patience=3", "--min-rate=1", "--upload")) {
            Wire wire = sharing.connect().send("PUT /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                wire.expectSilence(Duration.ofMillis(200));
                wire.send("x");
            }
            wire.reply().expectStatus(201);
        }
    }

    @Test
    @DisplayName("the handshake of TLS is bounded as a head is")
    void handshake() throws Exception {
        Path keyStore = KeyStores.make(temp.resolve("share.p12"));
        try (Sharing sharing = impatient("--tls=" + keyStore, "--tls-password=" + KeyStores.PASSWORD);
                Socket client = open(sharing, "\u0016\u0003\u0001\u0040\u0000")) { // a record of 16 KiB begins
            dribble(client, "\u0001");
        }
    }

    @Test
    @DisplayName("a client that reads slower than --min-rate loses its connection")
    void reader() throws Exception {
        try (RandomAccessFile big = new RandomAccessFile(dir.resolve("big").toFile(), "rw")) {
            big.setLength(1L << 30);
        }
        try (Sharing sharing = impatient("--min-rate=1G");
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new InetSocketAddress("127.0.0.1", sharing.port()));
            client.getOutputStream().write("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
            client.setSoTimeout((int) LONG.toMillis());
            assertThat(readSlowly(client.getInputStream())).isLessThan(1L << 30);
        }
    }

    @Test
    @DisplayName("a client that reads slowly, but reads, gets all of it: the system's own buffers are no rest of his")
    void steadyReader() throws Exception {
        int size = 32 << 20;
        try (RandomAccessFile big = new RandomAccessFile(dir.resolve("big").toFile(), "rw")) {
            big.setLength(size);
        }
        try (Sharing sharing = Sharing.of(dir, "--idle-timeout=5");
                Socket client = new Socket()) {
            // Else the system may take 32 MB for it, and ask for more only when a sixteenth of that is free.
            client.setReceiveBufferSize(1 << 18);
            client.connect(new InetSocketAddress("127.0.0.1", sharing.port()));
            client.getOutputStream()
                    .write("GET /big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
            client.setSoTimeout((int) LONG.toMillis());
            InputStream in = client.getInputStream();
            long count = 0;
            for (int i = 0; i < 12; i++) {
                count += in.readNBytes(128 << 10).length;
                TimeUnit.SECONDS.sleep(1);
            }
            count += in.readAllBytes().length;
            assertThat(count).isGreaterThan(size);
        }
    }

    /** How many bytes came before the end. */
    private static long readSlowly(InputStream in) throws Exception {
        byte[] some = new byte[1000];
        long count = 0;
        try {
            for (int n; (n = in.read(some)) > 0; count += n) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // a reset
        }
        return count;
    }

    @Test
    @DisplayName("200 heads and 200 uploads that dribble: everybody else is answered")
    void crowd() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try (Sharing sharing = Sharing.of(dir, "--upload", "--idle-timeout=1h", "--patience=1h")) {
            for (int i = 0; i < 200; i++) {
                crowd.add(open(sharing, GET));
                crowd.add(
                        open(sharing, "PUT /up" + i + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx"));
            }
            for (int i = 0; i < 20; i++) {
                sharing.http().get("/a.txt").expectStatus(200).expectBody("text");
                for (Socket one : crowd) {
                    one.getOutputStream().write('x');
                }
            }
        } finally {
            for (Socket one : crowd) {
                one.close();
            }
        }
    }

    @Test
    @DisplayName("when all places are taken by those who rest, they have to go sooner, and a new one is answered")
    void places() throws IOException {
        List<Socket> resting = new ArrayList<>();
        try (Sharing sharing = Sharing.of(dir, "--max-connections=5", "--idle-timeout=1h", "--patience=1h")) {
            for (int i = 0; i < 5; i++) {
                resting.add(open(sharing, ""));
            }
            try (Socket client = open(sharing, GET + "Connection: close\r\n\r\n")) {
                client.setSoTimeout((int) LONG.toMillis());
                assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                        .startsWith("HTTP/1.1 200 ");
            }
        } finally {
            for (Socket one : resting) {
                one.close();
            }
        }
    }
}
