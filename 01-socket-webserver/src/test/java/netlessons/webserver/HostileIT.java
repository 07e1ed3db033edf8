package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients, handlers, files and machines do to a server when they mean it, or have a bad day. Not graded. */
@Timeout(120)
@ParameterizedClass
@MethodSource("netlessons.webserver.EnginesIT#kinds")
final class HostileIT {
    @Parameter
    private Supplier<Engine> engine;

    /** The faults of handlers are logged, as they should be; here they are made on purpose, and would only alarm. */
    private static final Logger FAULTS = Logger.getLogger(Service.class.getName());

    @BeforeAll
    static void hideFaults() {
        FAULTS.setLevel(Level.OFF);
    }

    @AfterAll
    static void showFaults() {
        FAULTS.setLevel(null);
    }

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Handler OK = request -> Response.text(200, "ok\n");

    @TempDir
    Path dir;

    @Test
    @DisplayName("A client that never reads a big file is gone after the transfer time-out")
    void stalledReader() throws Exception {
        stoppedReaderIsEnded(limits(1000, 1 << 30, 1), 0);
    }

    @Test
    @DisplayName("A client that read fast and then stops cannot live on what it saved up")
    void readerThatStops() throws Exception {
        stoppedReaderIsEnded(limits(2500, 128 << 10, 1), 8 << 20);
    }

    /** There is room for one connection: as long as the stopped one lives, everybody else gets a 503. */
    private void stoppedReaderIsEnded(Limits limits, int readFirst) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(dir.resolve("big.bin").toFile(), "rw")) {
            file.setLength(256 << 20);
        }
        try (HttpServer server = start(Site.routes(dir), limits);
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            connect(client, server);
            send(client, "GET /files/big.bin HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.getInputStream().readNBytes(readFirst + 1)).hasSize(readFirst + 1);
            await("the end of the client that does not read")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> exchange(server, GET).startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    @DisplayName("After a broken chunk nothing is a request any more, even if the handler swallowed the error")
    void swallowedFramingError() throws Exception {
        Handler swallows = request -> {
            try {
                return Response.text(
                        200, request.target().path() + request.body().readAllBytes().length);
            } catch (RuntimeException e) {
                return Response.text(200, "swallowed");
            }
        };
        try (HttpServer server = start(swallows, Limits.DEFAULT)) {
            String all = exchange(
                    server,
                    "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n0\r\n\r\n"
                            + "GET /smuggled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(all).doesNotContain("/smuggled");
        }
    }

    @Test
    @DisplayName("The time that the handler takes is not counted against the client")
    void slowHandler() throws Exception {
        Duration timeout = Duration.ofSeconds(3);
        Handler slow = request -> {
            pause(timeout.plusMillis(500)); // it thinks
            return Response.text(200, "got " + request.body().readAllBytes().length);
        };
        try (HttpServer server = start(slow, limits((int) timeout.toMillis(), 1 << 30, 10));
                Socket client = new Socket()) {
            connect(client, server);
            send(
                    client,
                    "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
                            + "Content-Length: 2\r\n\r\n");
            assertThat(new String(client.getInputStream().readNBytes(25), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            pause(Duration.ofMillis(
                    500)); // so long that a time-out which is over would show, and well within a new one
            send(client, "hi");
            assertThat(readAll(client)).startsWith("HTTP/1.1 200 ").endsWith("got 2");
        }
    }

    @Test
    @SuppressWarnings("try") // what ends when is what this test is about
    @DisplayName("A client that is gone before its 100 Continue is no fault of the handler")
    void goneBeforeContinue() throws Exception {
        List<LogRecord> lines = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(Service.class.getName());
        java.util.logging.Handler collect = new java.util.logging.Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Handler reads = request -> {
            called.countDown();
            try {
                gone.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Response.text(200, "got " + request.body().readAllBytes().length);
        };
        logger.addHandler(collect);
        logger.setUseParentHandlers(false);
        logger.setLevel(null);
        try (HttpServer server = start(reads, Limits.DEFAULT);
                Socket client = new Socket()) {
            connect(client, server);
            client.setSoLinger(true, 0); // close is a reset
            send(client, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
            client.close();
            gone.countDown();
            server.close(); // waits for the connection
            assertThat(lines).extracting(LogRecord::getMessage).isEmpty();
        } finally {
            logger.removeHandler(collect);
            logger.setUseParentHandlers(true);
            logger.setLevel(Level.OFF);
        }
    }

    @Test
    @DisplayName("A handler that throws HttpError with a status that is no error gets its client a 500")
    void nonsenseHttpError() throws Exception {
        for (int status : new int[] {100, 204, 600}) {
            Handler confused = request -> {
                throw new HttpError(status, "?");
            };
            try (HttpServer server = start(confused, Limits.DEFAULT)) {
                assertThat(exchange(server, GET)).as("status %d", status).startsWith("HTTP/1.1 500 ");
            }
        }
    }

    @Test
    @DisplayName("An empty line after a request does not make the idle time-out a 408")
    void strayLineEnd() throws Exception {
        Limits limits = withTimes(Limits.DEFAULT, 300, 2500);
        try (HttpServer server = start(OK, limits);
                Socket client = new Socket()) {
            connect(client, server);
            send(client, GET + "\r\n");
            assertThat(readAll(client)).contains("HTTP/1.1 200 ").doesNotContain(" 408 ");
        }
    }

    @Test
    @DisplayName("A client whose task could not even be started is sent away")
    void executorFails() throws Exception {
        Executor none = task -> {
            throw new IllegalStateException("no thread today");
        };
        for (Engine broken : List.of(Engine.threads(none), Engine.loop(none, 1))) {
            try (HttpServer server = start(OK, Limits.DEFAULT, broken)) {
                assertThat(exchange(server, GET)).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("A log that fails does not end the server")
    void logFails() throws Exception {
        Logger logger = Logger.getLogger(Quietly.class.getName());
        java.util.logging.Handler noMemory = new java.util.logging.Handler() {
            @Override
            public void publish(LogRecord line) {
                throw new OutOfMemoryError("a test's");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        ExecutorService threads = Executors.newCachedThreadPool();
        logger.addHandler(noMemory);
        logger.setUseParentHandlers(false);
        try {
            for (Function<Executor, Engine> kind :
                    List.<Function<Executor, Engine>>of(Engine::threads, executor -> Engine.loop(executor, 1))) {
                AtomicBoolean failed = new AtomicBoolean();
                Engine shaken = kind.apply(task -> {
                    if (failed.compareAndSet(false, true)) {
                        throw new InternalError("the first one fails");
                    }
                    threads.execute(task);
                });
                try (HttpServer server = start(OK, Limits.DEFAULT, shaken)) {
                    exchange(server, GET);
                    assertThat(exchange(server, GET)).startsWith("HTTP/1.1 200 ");
                }
            }
        } finally {
            logger.removeHandler(noMemory);
            logger.setUseParentHandlers(true);
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("close() ends every connection, also in a thread that was interrupted")
    void interruptedClose() throws Exception {
        HttpServer server = start(OK, Limits.DEFAULT);
        try (Socket client = new Socket()) {
            connect(client, server);
            send(client, "GET / HT");
            Thread closer = new Thread(() -> {
                Thread.currentThread().interrupt();
                try {
                    server.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            closer.start();
            closer.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(closer.isAlive()).isFalse();
            assertThat(readAll(client)).isNotEqualTo("nothing, and no end");
        } finally {
            server.close();
        }
    }

    @Test
    @DisplayName("After close() nobody is served, not even who connected at the last moment")
    void connectsWhileClosing() throws Exception {
        for (int round = 0; round < 60; round++) {
            // Another server must not get it when this one has closed it, and serve our clients.
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", MainIT.portThatNobodyIsGiven());
            HttpServer server = HttpServer.start(address, OK, Limits.DEFAULT, engine.get(), AccessLog.NONE);
            List<Socket> clients = new ArrayList<>();
            CompletableFuture<Void> connecting = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 20; i++) {
                        Socket client = new Socket();
                        connect(client, server);
                        clients.add(client);
                    }
                } catch (IOException e) {
                    // refused: closed by now
                }
            });
            LockSupport.parkNanos(round * 10_000L); // a little later each time
            server.close();
            connecting.join();
            for (Socket client : clients) {
                try (client) {
                    client.setSoTimeout(100); // the JDK's accept sometimes forgets one: neither served nor closed
                    send(client, GET);
                    assertThat(client.getInputStream().read())
                            .as("round %d", round)
                            .isEqualTo(-1);
                } catch (SocketException | SocketTimeoutException e) {
                    // an end, too
                }
            }
        }
    }

    @Test
    @DisplayName("SIGTERM ends the program in time, also when nobody takes its output any more")
    void blockedOutput() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--port=0",
                        "--root=" + dir,
                        "--grace=0.5")
                .redirectErrorStream(true)
                .start();
        try {
            StringBuilder line = new StringBuilder();
            while (line.indexOf("\n") < 0) {
                line.append((char) process.getInputStream().read());
            }
            Matcher port = Pattern.compile(":(\\d+)/").matcher(line);
            assertThat(port.find()).isTrue();
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(port.group(1)));
            String request = "GET /" + "a".repeat(8000) + " HTTP/1.0\r\n\r\n";
            for (int i = 0; i < 100; i++) { // more lines than a pipe holds, and not one is read
                try (Socket client = new Socket()) {
                    connect(client, address);
                    send(client, request);
                }
            }
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @DisplayName("A file that gives fewer bytes than it promised still gets an answer")
    void shortFile() throws Exception {
        Path loopback = Path.of("/sys/class/net/lo");
        assumeTrue(Files.isReadable(loopback.resolve("mtu")), "a Linux with /sys");
        try (HttpServer server = start(Site.routes(loopback), Limits.DEFAULT)) {
            assertThat(exchange(server, "GET /files/mtu HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 ");
        }
    }

    @Test
    @DisplayName("A file that vanishes while it is opened leaves no descriptor open")
    void vanishingFile() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "a Linux with /proc");
        StaticFiles files = new StaticFiles(dir, 0);
        Request request = new Request(
                "GET", new Target("a", "/f", List.of("f"), ""), Headers.NONE, Map.of(), InputStream.nullInputStream());
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<Void>> work = new ArrayList<>();
        work.add(CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                try {
                    Files.write(dir.resolve("f"), new byte[100]);
                    Files.delete(dir.resolve("f"));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }));
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        try {
            while (System.nanoTime() < end && openIn(descriptors) == 0) {
                for (int i = 0; i < 500; i++) {
                    files.handle(request).content().close();
                }
            }
        } finally {
            stop.set(true);
            work.forEach(CompletableFuture::join);
        }
        assertThat(openIn(descriptors)).as("open files in the folder").isZero();
    }

    private long openIn(Path descriptors) throws IOException {
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(link -> {
                        try {
                            String file = Files.readSymbolicLink(link).toString();
                            return file.startsWith(dir.toRealPath() + "/") && file.endsWith("(deleted)");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    @Test
    @DisplayName("A file from the future is not newer than its response")
    void futureFile() throws Exception {
        Path file = Files.writeString(dir.resolve("f.txt"), "x");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2090-01-01T00:00:00Z")));
        try (HttpServer server = start(Site.routes(dir), Limits.DEFAULT)) {
            String reply = exchange(server, "GET /files/f.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(date(reply, "Last-Modified")).isBeforeOrEqualTo(date(reply, "Date"));
        }
    }

    private static Instant date(String reply, String name) {
        Matcher field = Pattern.compile("\r\n" + name + ": ([^\r]+)\r\n").matcher(reply);
        assertThat(field.find()).as(name).isTrue();
        return HttpDate.parse(field.group(1)).orElseThrow();
    }

    @Test
    @DisplayName("A folder named index.html does not lead from address to address")
    void folderNamedIndex() throws Exception {
        Files.createDirectories(dir.resolve("d/index.html"));
        try (HttpServer server = start(Site.routes(dir), Limits.DEFAULT)) {
            assertThat(exchange(server, "GET /files/d/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    @DisplayName("Hosts that only look like hosts are refused")
    void hosts() throws Exception {
        try (HttpServer server = start(OK, Limits.DEFAULT)) {
            for (String host : List.of("%", "%zz", "[:]")) {
                assertThat(exchange(server, "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                        .as(host)
                        .startsWith("HTTP/1.1 400 ");
            }
        }
    }

    @Test
    @DisplayName("The access log has the same digits everywhere on earth")
    void logInArabic() {
        Locale before = Locale.getDefault();
        List<String> lines = new ArrayList<>();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            new AccessLog(lines::add).write(new InetSocketAddress("127.0.0.1", 1), "GET / HTTP/1.1", 200, 512);
        } finally {
            Locale.setDefault(before);
        }
        assertThat(lines).singleElement().asString().endsWith("\"GET / HTTP/1.1\" 200 512");
    }

    private static Limits limits(int transferMillis, int minimumRate, int connections) {
        Limits d = Limits.DEFAULT;
        return new Limits(
                d.requestLine(),
                d.headerSection(),
                d.fields(),
                d.body(),
                d.bodies(),
                d.drain(),
                connections,
                d.headerTimeout(),
                d.idleTimeout(),
                Duration.ofMillis(transferMillis),
                minimumRate,
                Duration.ZERO,
                Duration.ofMillis(500));
    }

    private static Limits withTimes(Limits d, int headerMillis, int idleMillis) {
        return new Limits(
                d.requestLine(),
                d.headerSection(),
                d.fields(),
                d.body(),
                d.bodies(),
                d.drain(),
                d.connections(),
                Duration.ofMillis(headerMillis),
                Duration.ofMillis(idleMillis),
                d.transferTimeout(),
                d.minimumRate(),
                d.linger(),
                Duration.ofMillis(500));
    }

    private HttpServer start(Handler handler, Limits limits) throws IOException {
        return start(handler, limits, engine.get());
    }

    private static HttpServer start(Handler handler, Limits limits, Engine engine) throws IOException {
        return HttpServer.start(new InetSocketAddress("127.0.0.1", 0), handler, limits, engine, AccessLog.NONE);
    }

    private static void connect(Socket client, HttpServer server) throws IOException {
        connect(client, server.address());
    }

    private static void connect(Socket client, InetSocketAddress server) throws IOException {
        client.setSoTimeout(20_000);
        client.connect(server, 20_000);
    }

    private static void send(Socket client, String latin1) throws IOException {
        client.getOutputStream().write(latin1.getBytes(ISO_8859_1));
    }

    /** Sends on a new connection, says that no more will come, returns all that comes back. */
    private static String exchange(HttpServer server, String latin1) throws IOException {
        try (Socket client = new Socket()) {
            connect(client, server);
            send(client, latin1);
            if (!latin1.isEmpty()) {
                client.shutdownOutput();
            }
            return readAll(client);
        }
    }

    private static String readAll(Socket client) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            client.getInputStream().transferTo(all);
        } catch (SocketTimeoutException e) {
            all.writeBytes("nothing, and no end".getBytes(ISO_8859_1));
        } catch (SocketException e) {
            // a reset is an end, too
        }
        return all.toString(ISO_8859_1);
    }

    /** Time itself is what these tests are about. */
    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            fail(e);
        }
    }
}
