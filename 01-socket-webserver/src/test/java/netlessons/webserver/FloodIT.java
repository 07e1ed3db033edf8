package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import netlessons.webserver.Main.EngineName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten thousand clients that mean no good, and the program as a process of its own: each end of each connection takes a
 * descriptor, and a process has only so many.
 */
@Timeout(300)
final class FloodIT {
    private static final int CLIENTS = 10_000;
    private static final int PLACES = 100;

    /** Sockets that the JVM opens for its own use, at some time or other. */
    private static final int OF_THE_JVM = 3;

    /** Within this a slow machine, too, has to send ten thousand half requests and to answer a whole one. */
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(10);

    private static final int WAIT_MILLIS = 60_000;
    private static final String GET = "GET /hello/Ada HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST_GET = "GET /hello/Ada HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @TempDir
    Path dir;

    /** All but the one for one client at a time. */
    static Stream<EngineName> engines() {
        return Stream.of(EngineName.values()).filter(engine -> engine != EngineName.single);
    }

    /** Before JDK 21 each connection takes a whole thread: so many are too many for a small machine. */
    private static int clients(EngineName engine) {
        return engine == EngineName.threads && Runtime.version().feature() < 21 ? CLIENTS / 10 : CLIENTS;
    }

    @BeforeAll
    static void enoughDescriptors() {
        long most = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        assumeTrue(
                most >= CLIENTS + 1000,
                () -> "10,000 connections need 11,000 descriptors, and a process may have " + most
                        + " here (ulimit -Hn)");
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("ten thousand clients that stop half-way: others are served, and all of them end in time")
    void halfRequests(EngineName engine) throws Exception {
        int count = clients(engine);
        List<Socket> clients = new ArrayList<>();
        try (Program program = Program.start(dir, options(engine, CLIENTS + 1000))) {
            assertThat(talk(program, LAST_GET)).startsWith("HTTP/1.1 200 ");
            long before = program.sockets();
            for (int i = 0; i < count; i++) {
                clients.add(connect(program));
            }
            program.awaitSockets("as many as there are clients", sockets -> sockets >= count);

            long start = System.nanoTime();
            for (Socket client : clients) {
                send(client, "GET /hello/Ada HTTP/1.1\r\nHost: a\r\nX-Ha");
            }
            assertThat(talk(program, LAST_GET)).startsWith("HTTP/1.1 200 ");
            Duration answered = Duration.ofNanos(System.nanoTime() - start);
            assertThat(answered)
                    .as("a new client is answered while the others wait")
                    .isLessThan(HEADER_TIMEOUT);

            assertThat(rest(clients.get(0))).matches(FloodIT::isTimeout, "408, or nothing");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(HEADER_TIMEOUT);
            for (Socket client : clients) {
                assertThat(rest(client)).matches(FloodIT::isTimeout, "408, or nothing");
                client.close();
            }
            program.awaitSockets("as many as before", sockets -> sockets <= before + OF_THE_JVM);
            assertThat(talk(program, LAST_GET)).startsWith("HTTP/1.1 200 ");
            program.stop();
        } finally {
            closeAll(clients);
        }
    }

    private static boolean isTimeout(String received) {
        return received.isEmpty() || received.startsWith("HTTP/1.1 408 ");
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("ten thousand clients too many: each is turned away, and those inside notice nothing")
    void tooMany(EngineName engine) throws Exception {
        List<Socket> inside = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Program program = Program.start(dir, options(engine, PLACES))) {
            assertThat(talk(program, LAST_GET)).startsWith("HTTP/1.1 200 ");
            long before = program.sockets();
            for (int i = 0; i < PLACES; i++) {
                inside.add(connect(program));
                assertThat(answer(inside.get(i))).startsWith("HTTP/1.1 200 ");
            }
            List<Callable<String>> attempts = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                attempts.add(() -> talk(program, LAST_GET));
            }
            Map<String, Integer> answers = new TreeMap<>();
            for (Future<String> attempt : threads.invokeAll(attempts)) {
                String answer = attempt.get();
                answers.merge(answer.substring(0, Math.min(12, answer.length())), 1, Integer::sum);
            }
            // Whoever still sends when it is turned away may be reset before it has read why.
            assertThat(answers).containsKey("HTTP/1.1 503").doesNotContainKey("HTTP/1.1 200");
            for (Socket client : inside) {
                assertThat(answer(client)).startsWith("HTTP/1.1 200 ");
            }
            closeAll(inside);
            program.awaitSockets("as many as before", sockets -> sockets <= before + OF_THE_JVM);
            assertThat(talk(program, LAST_GET)).startsWith("HTTP/1.1 200 ");
            program.stop();
        } finally {
            closeAll(inside);
            threads.shutdownNow();
        }
    }

    private static String[] options(EngineName engine, int connections) {
        return new String[] {
            "--engine=" + engine,
            "--max-connections=" + connections,
            "--header-timeout=" + HEADER_TIMEOUT.toSeconds(),
            "--idle-timeout=100",
            "--no-log"
        };
    }

    private static Socket connect(Program program) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", program.port()), WAIT_MILLIS);
            socket.setSoTimeout(WAIT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** The answer to one more request on this connection. */
    private static String answer(Socket client) throws IOException {
        send(client, GET);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("Ada!\n") < 0) {
            int octet = client.getInputStream().read();
            if (octet < 0) {
                return answer.toString();
            }
            answer.append((char) octet);
        }
        return answer.toString();
    }

    /** A connection for one request; what came until it ended, in whatever way. */
    private static String talk(Program program, String text) throws IOException {
        try (Socket client = connect(program)) {
            try {
                send(client, text);
            } catch (IOException e) {
                // turned away already: the answer says why
            }
            return rest(client);
        }
    }

    private static String rest(Socket client) throws IOException {
        StringBuilder rest = new StringBuilder();
        byte[] buffer = new byte[4096];
        try {
            for (int n = client.getInputStream().read(buffer);
                    n >= 0;
                    n = client.getInputStream().read(buffer)) {
                rest.append(new String(buffer, 0, n, ISO_8859_1));
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // reset: that is an end as well
        }
        return rest.toString();
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
