package netlessons.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import netlessons.ftp.Limits;
import netlessons.ftp.wire.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DataConnectionTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    /** None that the system gives to whoever wants any port: what is closed stays closed. */
    private static final PortRange PORTS = new PortRange(10_000, 19_999);

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    /** Time enough to begin, also on a busy machine. */
    private static final Duration ENOUGH = Duration.ofSeconds(3);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Integer> said = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private final DataConnection.Owner owner = new DataConnection.Owner() {
        @Override
        public void send(Reply reply) {
            said.add(reply.code());
        }

        @Override
        public void end() {
            ended = true;
        }
    };

    private Socket client;
    private DataConnection connection;

    /** No thread waits for ever, whatever has become of the connection. */
    @AfterEach
    void allThreadsEnd() throws Exception {
        if (client != null) {
            client.close();
        }
        if (connection != null) {
            connection.close();
        }
        clock.shutdownNow();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private DataConnections connections(Duration data, Duration passive) {
        Limits limits = new Limits(1, 0, LONG, data, passive, LONG, 1, LONG, 0, 0, LONG, LONG);
        return new DataConnections(Optional.of(PORTS), Optional.empty(), limits, threads, clock);
    }

    /** Waits for a client, who has not come yet. */
    private int passive(Duration data, Duration passive) throws IOException {
        DataConnections.Passive made = connections(data, passive).passive(HERE, HERE, false, owner);
        connection = made.connection();
        return made.port();
    }

    /** The system may choose this very port for who connects, who is connected to himself then. */
    private static boolean isOpen(int port) throws IOException {
        try (Socket socket = new Socket(HERE, port)) {
            return socket.getLocalPort() != port;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** The client is there. */
    private void open(String mode, Duration data) throws IOException {
        if (mode.equals("passive")) {
            client = new Socket(HERE, passive(data, LONG));
            await().until(() -> connection.stream().isPresent());
        } else {
            try (ServerSocket listener = new ServerSocket(0, 1, HERE)) {
                connection = connections(data, LONG)
                        .active((InetSocketAddress) listener.getLocalSocketAddress(), HERE, false, owner);
                client = listener.accept();
            }
            await().until(() -> connection.stream().isPresent());
        }
    }

    private void begin(Transfer transfer, int code) {
        Reply reply = connection.begin(transfer).orElseThrow();
        assertThat(reply.code()).isEqualTo(code);
        reply.then().run();
    }

    private void says(Integer... codes) {
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(said).containsExactly(codes));
    }

    private static Transfer sends(String text) {
        return stream -> {
            stream.write(ByteBuffer.wrap(text.getBytes()));
            stream.finish();
            return Reply.of(226, "Done.");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"passive", "active"})
    @DisplayName("who is there already is told 125, gets the bytes, and then 226")
    void there(String mode) throws IOException {
        open(mode, LONG);
        assertThat(connection.isBusy()).isFalse();
        begin(sends("hello"), 125);
        assertThat(new String(client.getInputStream().readAllBytes())).isEqualTo("hello");
        says(226);
        await().until(connection::isEnded);
        assertThat(connection.begin(sends("more"))).as("it is for one transfer").isEmpty();
    }

    @Test
    @DisplayName("who comes after the command is told 150 before")
    void later() throws Exception {
        int port = passive(LONG, LONG);
        begin(sends("hello"), 150);
        assertThat(connection.isBusy()).isTrue();
        assertThat(connection.begin(sends("more"))).isEmpty();
        client = new Socket(HERE, port);
        assertThat(new String(client.getInputStream().readAllBytes())).isEqualTo("hello");
        connection.awaitEnd();
        says(226);
    }

    @Test
    @DisplayName("nobody comes: 421 unasked, or 425 to who waits for a transfer; and the port is closed (case 43)")
    void nobody() throws IOException {
        int port = passive(LONG, SHORT);
        says(421);
        assertThat(ended).as("the session lives").isFalse();
        assertThat(connection.begin(sends("x"))).isEmpty();
        assertThat(isOpen(port)).as("whether somebody listens there").isFalse();
        said.clear();
        passive(LONG, ENOUGH);
        begin(sends("x"), 150);
        says(425);
    }

    @Test
    @DisplayName("a stranger gets nothing, and does not take the place of the right one (case 42)")
    void stranger() throws IOException {
        int port = passive(LONG, LONG);
        begin(sends("hello"), 150);
        try (Socket stranger = new Socket()) {
            try {
                stranger.bind(new InetSocketAddress("127.0.0.2", 0));
                stranger.connect(new InetSocketAddress(HERE, port));
            } catch (IOException e) {
                assumeThat(e).as("this machine has no 127.0.0.2").isNull();
            }
            assertThat(stranger.getInputStream().read()).isEqualTo(-1);
        }
        client = new Socket(HERE, port);
        assertThat(new String(client.getInputStream().readAllBytes())).isEqualTo("hello");
        says(226);
    }

    @ParameterizedTest
    @ValueSource(strings = {"passive", "active"})
    @DisplayName("a connection that rests ends the session with 421: before a transfer, and within one")
    void rests(String mode) throws IOException {
        open(mode, SHORT);
        says(421);
        await().until(() -> ended);
        said.clear();
        open(mode, ENOUGH);
        begin(stream -> Reply.of(200 + stream.read(ByteBuffer.allocate(1)), "Never."), 125);
        says(421);
    }

    @Test
    @DisplayName("closed before it is used: not a word, and the client sees its end")
    void unused() throws Exception {
        int port = passive(LONG, LONG);
        connection.close();
        connection.awaitEnd();
        assertThat(isOpen(port)).as("whether somebody listens there").isFalse();
        open("passive", LONG);
        connection.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        connection.awaitEnd();
        assertThat(connection.abort()).isFalse();
        assertThat(said).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"passive", "active"})
    @DisplayName("a client that breaks off is told 426 (case 49)")
    void broken(String mode) throws IOException {
        open(mode, LONG);
        client.setSoLinger(true, 0);
        client.close();
        begin(
                stream -> {
                    while (true) {
                        stream.write(ByteBuffer.allocate(1 << 16));
                    }
                },
                125);
        says(426);
    }

    @RepeatedTest(10)
    @DisplayName("ABOR ends a transfer at once, though the client does not read (case 47)")
    void aborted(@TempDir Path dir) throws Exception {
        Path path = dir.resolve("holes");
        try (RandomAccessFile holes = new RandomAccessFile(path.toFile(), "rw")) {
            holes.setLength(1L << 30);
        }
        for (String mode : List.of("passive", "active")) {
            said.clear();
            open(mode, LONG);
            try (FileChannel file = FileChannel.open(path)) {
                begin(
                        stream -> {
                            while (true) {
                                stream.send(file, 0, file.size());
                            }
                        },
                        125);
                Thread.sleep(20);
                long start = System.nanoTime();
                assertThat(connection.abort()).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
                says(426);
            }
            client.close();
        }
    }

    @Test
    @DisplayName("what will not be run is told so, and lets go of its file")
    void dropped() throws Exception {
        List<String> dropped = new CopyOnWriteArrayList<>();
        passive(LONG, LONG);
        begin(
                new Transfer() {
                    @Override
                    public Reply run(Counted stream) {
                        throw new IllegalStateException();
                    }

                    @Override
                    public void drop() {
                        dropped.add("it");
                    }
                },
                150);
        assertThat(connection.abort()).isTrue();
        assertThat(dropped).containsExactly("it");
        says(426);
    }

    @Test
    @DisplayName("a fault of the server's own is told, too: else the session would wait for its end for ever")
    void fault() throws Exception {
        open("passive", LONG);
        begin(
                stream -> {
                    throw new IllegalStateException("a fault, made for this test");
                },
                125);
        says(451);
        connection.awaitEnd();
        assertThat(connection.isBusy()).isFalse();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    @DisplayName("a client who does not listen at his port is refused, also where TCP would connect us to ourselves")
    void itself() {
        InetSocketAddress own = new InetSocketAddress(HERE, freePort());
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Opening.connect(own, own, LONG));
    }

    @Test
    @DisplayName("without a thread there is no data connection, and its port is not taken for ever")
    void noThread() throws Exception {
        int port = freePort();
        Limits limits = new Limits(1, 0, LONG, LONG, LONG, LONG, 1, LONG, 0, 0, LONG, LONG);
        DataConnections none = new DataConnections(
                Optional.of(new PortRange(port, port)),
                Optional.empty(),
                limits,
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                clock);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> none.passive(HERE, HERE, false, owner));
        try (ServerSocket free = new ServerSocket(port, 1, HERE)) {
            assertThat(free.isBound()).isTrue();
        }
    }

    /** None that the system gives to whoever wants any port. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(PORTS.first(), PORTS.last());
            try (ServerSocket socket = new ServerSocket(port, 1, HERE)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
    }
}
