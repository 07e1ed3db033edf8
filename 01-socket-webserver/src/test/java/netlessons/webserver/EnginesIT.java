package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import netlessons.testkit.Leaks;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be the same with every engine, whatever its threads are: answers, faults of handlers, the end. */
@Timeout(120)
final class EnginesIT {
    private static final ExecutorService POOL = Executors.newCachedThreadPool(EnginesIT::daemon);
    private static final String GET = "GET /hello/Ada HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST_GET = "GET /hello/Ada HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "pooled");
        thread.setDaemon(true);
        return thread;
    }

    static Stream<Named<Supplier<Engine>>> engines() {
        Stream<Named<Supplier<Engine>>> all = Stream.of(
                Named.of("single", Engine::single),
                Named.of("pooled threads", () -> Engine.threads(POOL)),
                Named.of("one loop", () -> Engine.loop(POOL, 1)),
                Named.of("three loops", () -> Engine.loop(Threads.executor(), 3)));
        return Runtime.version().feature() < 21
                ? all
                : Stream.concat(all, Stream.of(Named.of("virtual threads", () -> Engine.threads(Threads.executor()))));
    }

    /** One engine of each kind that serves many clients at once. */
    static Stream<Named<Supplier<Engine>>> kinds() {
        return Stream.of(
                Named.of("threads", () -> Engine.threads(Threads.executor())),
                Named.of("loop", () -> Engine.loop(Threads.executor(), 2)));
    }

    /** The engines that serve many clients at once. */
    static Stream<Named<Supplier<Engine>>> concurrentEngines() {
        return engines().skip(1);
    }

    static HttpServer start(Handler handler, Limits limits, Engine engine, AccessLog log) throws IOException {
        return HttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler, limits, engine, log);
    }

    private static HttpServer start(Supplier<Engine> engine, Handler handler) throws IOException {
        return start(handler, Limits.DEFAULT, engine.get(), AccessLog.NONE);
    }

    /** On a port that the system gives to nobody when this server has closed it: who gets in then is let in by this one. */
    private static HttpServer startToStop(Handler handler, Engine engine) throws IOException {
        return HttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), MainIT.portThatNobodyIsGiven()),
                handler,
                longGrace(),
                engine,
                AccessLog.NONE);
    }

    private static final Handler HELLO = new Routes()
            .with(
                    "GET",
                    "/hello/{name}",
                    Handler.quick(request -> Response.text(200, "Hello, " + request.parameter("name") + "!\n")))
            .with(
                    "POST",
                    "/echo",
                    request -> Response.of(200)
                            .with(new Content.Bytes(request.body().readAllBytes())));

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

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("requests of all kinds, one after the other on one connection")
    void keepAlive(Supplier<Engine> engine) throws IOException {
        String body = "x".repeat(300_000);
        try (HttpServer server = start(engine, HELLO);
                Client client = new Client(server)) {
            assertThat(client.send(GET).response()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nHello, Ada!\n");
            assertThat(client.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n").response())
                    .startsWith("HTTP/1.1 404 ");
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + body);
            assertThat(client.response()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + body);
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n493e0\r\n" + body
                    + "\r\n0\r\n\r\n");
            assertThat(client.response()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + body);
            client.send("POST /hello/Ada HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\nnothing");
            assertThat(client.response()).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: ");
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send("body").response()).endsWith("\r\n\r\nbody");
            client.send(GET + "HEAD /hello/Ada HTTP/1.1\r\nHost: a\r\n\r\n" + LAST_GET + "nonsense");
            assertThat(client.response()).endsWith("Hello, Ada!\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ").contains("\r\nContent-Length: 12\r\n");
            assertThat(client.rest()).contains("\r\nConnection: close\r\n").endsWith("\r\n\r\nHello, Ada!\n");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("what is wrong with a handler becomes a 500, and the server lives on")
    void handlerFaults(Supplier<Engine> engine) throws IOException {
        Handler faulty = new Routes()
                .with("GET", "/throws", request -> {
                    throw new IllegalStateException("secret of the house");
                })
                .with("GET", "/disk", request -> {
                    throw new IOException("secret of the house");
                })
                .with("GET", "/null", request -> null)
                .with(
                        "GET",
                        "/split",
                        request -> Response.text(200, "text")
                                .with("X-Name", "a\r\nSet-Cookie: stolen=1\r\n\r\nsecret of the house"))
                .with("GET", "/error", request -> {
                    throw new StackOverflowError("secret of the house");
                })
                .with("GET", "/hello/{name}", HELLO);
        try (HttpServer server = start(engine, faulty)) {
            for (String path : new String[] {"/throws", "/disk", "/null", "/split", "/error"}) {
                try (Client client = new Client(server)) {
                    assertThat(client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
                                    .rest())
                            .as(path)
                            .startsWith("HTTP/1.1 500 ")
                            .contains("\r\nConnection: close\r\n")
                            .doesNotContain("secret", "stolen");
                }
                try (Client next = new Client(server)) {
                    assertThat(next.send(LAST_GET).rest()).as("after " + path).startsWith("HTTP/1.1 200 ");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("a thousand requests without waiting for an answer: all are answered, in order")
    void manyAtOnce(Supplier<Engine> engine) throws Exception {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            requests.append("GET /hello/").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            if (i % 100 == 50) { // by a handler that may block, and reads a body
                requests.append("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
            }
        }
        try (HttpServer server = start(engine, HELLO);
                Client client = new Client(server)) {
            CompletableFuture<Client> sent = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return client.send(requests.toString());
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    POOL);
            for (int i = 0; i < 1000; i++) {
                assertThat(client.response()).endsWith("\r\n\r\nHello, " + i + "!\n");
                if (i % 100 == 50) {
                    assertThat(client.response()).endsWith("\r\n\r\nbody");
                }
            }
            sent.get(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("a handler whose mayBlock has a fault is no worse than one that has another fault")
    void mayBlockFails(Supplier<Engine> engine) throws IOException {
        Handler faulty = new Handler() {
            @Override
            public Response handle(Request request) {
                return Response.text(200, "done\n");
            }

            @Override
            public boolean mayBlock(Request request) {
                throw new IllegalStateException("no idea");
            }
        };
        try (HttpServer server = start(engine, faulty);
                Client client = new Client(server)) {
            assertThat(client.send(LAST_GET).rest()).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("a log that always throws changes nothing for the clients")
    void logFails(Supplier<Engine> engine) throws IOException {
        AccessLog log = new AccessLog(line -> {
            throw new IllegalStateException("the disk is full");
        });
        Logger complaints = Logger.getLogger(Quietly.class.getName());
        complaints.setLevel(Level.OFF);
        try (HttpServer server = start(HELLO, Limits.DEFAULT, engine.get(), log);
                Client client = new Client(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(GET).response()).endsWith("\r\n\r\nHello, Ada!\n");
                assertThat(client.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
                                .response())
                        .startsWith("HTTP/1.1 404 ");
                assertThat(client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
                                .response())
                        .endsWith("\r\n\r\nbody");
            }
            assertThat(client.send("nonsense\r\n\r\n").rest()).startsWith("HTTP/1.1 400 ");
        } finally {
            complaints.setLevel(null);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("stop: a connection that rests ends at once, without a word, and nobody gets in any more")
    void stopWhileIdle(Supplier<Engine> engine) throws IOException {
        HttpServer server = startToStop(HELLO, engine.get());
        try (Client used = new Client(server).send(GET);
                Client fresh = new Client(server)) {
            assertThat(used.response()).startsWith("HTTP/1.1 200 ");
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            assertThat(used.rest() + fresh.rest()).isEmpty();
            assertThatThrownBy(() -> new Client(server)).isInstanceOf(IOException.class);
        } finally {
            server.close(); // the second time it does nothing
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("stop: a request in flight gets its answer, with Connection: close")
    void stopInFlight(Supplier<Engine> engine) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        HttpServer server = startToStop(
                request -> {
                    begun.countDown();
                    return await(mayGoOn) ? Response.text(200, "done\n") : null;
                },
                engine.get());
        CompletableFuture<Void> closed;
        try (Client client = new Client(server).send(GET)) {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            closed = closing(server);
            refusesConnections(server);
            assertThat(closed).isNotDone();
            mayGoOn.countDown();
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\r\nConnection: close\r\n")
                    .endsWith("done\n");
        }
        closed.get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("concurrentEngines")
    @DisplayName("stop: from the moment at which the first is sent away, each answer says Connection: close")
    void stopAmidACrowd(Supplier<Engine> engine) throws Exception {
        for (int round = 0; round < 5; round++) { // which one it comes to first is a matter of chance
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayGoOn = new CountDownLatch(1);
            Handler site = new Routes().with("GET", "/hello/{name}", HELLO).with("GET", "/held", request -> {
                begun.countDown();
                return await(mayGoOn) ? Response.text(200, "done\n") : null;
            });
            HttpServer server = start(site, longGrace(), engine.get(), AccessLog.NONE);
            CompletableFuture<Void> closed;
            List<Client> crowd = new ArrayList<>();
            try (Client client = new Client(server).send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n")) {
                assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                for (int i = 0; i < 100; i++) {
                    crowd.add(new Client(server).send(GET));
                    assertThat(crowd.get(i).response()).startsWith("HTTP/1.1 200 ");
                }
                closed = closing(server);
                assertThat(crowd.get(0).rest()).isEmpty();
                mayGoOn.countDown();
                assertThat(client.rest())
                        .startsWith("HTTP/1.1 200 ")
                        .contains("\r\nConnection: close\r\n")
                        .endsWith("done\n");
            } finally {
                for (Client one : crowd) {
                    one.close();
                }
            }
            closed.get(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName(
            "stop: a response that did not say close ends its connection all the same, and not only after the grace")
    void stopWhileSending(Supplier<Engine> engine) throws Exception {
        byte[] body = new byte[20_000_000];
        HttpServer server = startToStop(request -> Response.of(200).with(new Content.Bytes(body)), engine.get());
        try (Client client = new Client(server, 8192).send(GET)) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 ").doesNotContain("Connection: close");
            CompletableFuture<Void> closed = closing(server);
            refusesConnections(server);
            assertThat(client.read(body.length)).hasSize(body.length);
            long start = System.nanoTime();
            assertThat(client.rest()).isEmpty();
            closed.get(30, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("stop: half a request and half a body are waited for until the grace is over, and no longer")
    void stopWithStalledClient(Supplier<Engine> engine) throws Exception {
        for (String half : new String[] {
            "GET /hel", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"
        }) {
            HttpServer server = start(HELLO, briefGrace(), engine.get(), AccessLog.NONE);
            try (Client client = new Client(server).send(half)) {
                if (half.startsWith("POST")) {
                    assertThat(client.head()).startsWith("HTTP/1.1 100 ");
                }
                closing(server).get(30, TimeUnit.SECONDS);
                client.rest();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("stop: a client that is let in at that very moment is not forgotten: its connection ends, too")
    void stopWhileEntering(Supplier<Engine> engine) throws Exception {
        List<CompletableFuture<Void>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) { // at once: so threads are slow, and meet in many ways
            tries.add(CompletableFuture.runAsync(() -> stopWhileEntering(engine, 100), POOL));
        }
        for (CompletableFuture<Void> one : tries) {
            one.get(100, TimeUnit.SECONDS);
        }
    }

    private static void stopWhileEntering(Supplier<Engine> engine, int times) {
        Limits noGrace = new LimitsBuilder().grace(0).build();
        try {
            for (int i = 0; i < times; i++) {
                HttpServer server = start(HELLO, noGrace, engine.get(), AccessLog.NONE);
                try (Client client = new Client(server).send("GET /hel")) {
                    server.close();
                    client.rest();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    @DisplayName("stop: a handler that does not come back is not waited for when the grace is over")
    void stopWithStuckHandler(Supplier<Engine> engine) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        HttpServer server = start(
                request -> {
                    begun.countDown();
                    await(never);
                    return Response.text(200, "too late\n");
                },
                briefGrace(),
                engine.get(),
                AccessLog.NONE);
        try (Client client = new Client(server).send(GET)) {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            closing(server).get(30, TimeUnit.SECONDS);
            assertThat(client.rest()).isEmpty();
        } finally {
            never.countDown();
        }
    }

    @ParameterizedTest
    @MethodSource("concurrentEngines")
    @DisplayName("stop: handlers that return just as the grace ends do no harm")
    void stopWhileHandlersReturn(Supplier<Engine> engine, @TempDir Path folder) throws Exception {
        Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
        Thread.UncaughtExceptionHandler usual = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> uncaught.add(fault));
        try (Leaks leaks = new Leaks(HttpServer.class, folder)) {
            for (int round = 0; round < 5; round++) {
                stopWhileHandlersReturn(engine.get());
            }
            leaks.threadsEnd();
            assertThat(leaks.errors()).isEmpty();
            assertThat(uncaught).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(usual);
        }
    }

    private static void stopWhileHandlersReturn(Engine engine) throws Exception {
        int count = 100;
        CountDownLatch begun = new CountDownLatch(count);
        CountDownLatch mayReturn = new CountDownLatch(1);
        HttpServer server = start(
                request -> {
                    begun.countDown();
                    return await(mayReturn) ? Response.text(200, "too late\n") : null;
                },
                new LimitsBuilder().grace(20).build(),
                engine,
                AccessLog.NONE);
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                clients.add(new Client(server).send(GET));
            }
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closed = closing(server);
            clients.get(count / 2).rest(); // the grace is over, and the engine is at closing the connections
            mayReturn.countDown();
            closed.get(30, TimeUnit.SECONDS);
        } finally {
            mayReturn.countDown();
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @Test
    @DisplayName("stop: a request gets its answer even if the accepting thread is still at its connection")
    void stopWhileStarting() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Engine slow = Engine.threads(task -> {
            POOL.execute(task);
            await(stopped);
        });
        HttpServer server = startToStop(
                request -> {
                    begun.countDown();
                    return await(stopped) ? Response.text(200, "done\n") : null;
                },
                slow);
        try (Client client = new Client(server).send(GET)) {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closed = closing(server);
            refusesConnections(server);
            stopped.countDown();
            assertThat(client.rest()).startsWith("HTTP/1.1 200 ").endsWith("done\n");
            closed.get(30, TimeUnit.SECONDS);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static CompletableFuture<Void> closing(HttpServer server) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        server.close();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                POOL);
    }

    private static void refusesConnections(HttpServer server) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() ->
                        assertThatThrownBy(() -> new Client(server).close()).isInstanceOf(IOException.class));
    }

    /** Who waits for the end of this one has waited for nothing. */
    private static Limits longGrace() {
        return new LimitsBuilder().grace(60_000).build();
    }

    private static Limits briefGrace() {
        return new LimitsBuilder().grace(300).build();
    }

    /** The limits of the server, but for some that a test sets, in milliseconds and bytes. */
    static final class LimitsBuilder {
        private long bodies = Limits.DEFAULT.bodies();
        private int connections = Limits.DEFAULT.connections();
        private Duration header = Limits.DEFAULT.headerTimeout();
        private Duration idle = Limits.DEFAULT.idleTimeout();
        private Duration transfer = Limits.DEFAULT.transferTimeout();
        private int rate = Limits.DEFAULT.minimumRate();
        private Duration linger = Limits.DEFAULT.linger();
        private Duration grace = Limits.DEFAULT.grace();

        LimitsBuilder bodies(long bytes) {
            bodies = bytes;
            return this;
        }

        LimitsBuilder connections(int count) {
            connections = count;
            return this;
        }

        LimitsBuilder header(int millis) {
            header = Duration.ofMillis(millis);
            return this;
        }

        LimitsBuilder idle(int millis) {
            idle = Duration.ofMillis(millis);
            return this;
        }

        LimitsBuilder transfer(int millis, int bytesPerSecond) {
            transfer = Duration.ofMillis(millis);
            rate = bytesPerSecond;
            return this;
        }

        LimitsBuilder linger(int millis) {
            linger = Duration.ofMillis(millis);
            return this;
        }

        LimitsBuilder grace(int millis) {
            grace = Duration.ofMillis(millis);
            return this;
        }

        Limits build() {
            Limits others = Limits.DEFAULT;
            return new Limits(
                    others.requestLine(),
                    others.headerSection(),
                    others.fields(),
                    others.body(),
                    bodies,
                    others.drain(),
                    connections,
                    header,
                    idle,
                    transfer,
                    rate,
                    linger,
                    grace);
        }
    }

    /** A connection to a server of the test's own; bytes are chars below 256. All waits end after thirty seconds. */
    static final class Client implements Closeable {
        private final Socket socket = new Socket();

        Client(HttpServer server) throws IOException {
            this(server, 0);
        }

        /** @param receiveBuffer in bytes; 0 leaves it to the system */
        Client(HttpServer server, int receiveBuffer) throws IOException {
            try {
                if (receiveBuffer > 0) {
                    socket.setReceiveBufferSize(receiveBuffer);
                }
                socket.setSoTimeout(30_000);
                socket.connect(server.address(), 30_000);
                socket.setTcpNoDelay(true);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        Client send(String text) throws IOException {
            return send(text.getBytes(ISO_8859_1));
        }

        Client send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        /** A head, to its empty line. */
        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = socket.getInputStream().read();
                if (octet < 0) {
                    throw new IOException("the connection ended after: " + head);
                }
                head.append((char) octet);
            }
            return head.toString();
        }

        /** A head and as many bytes as it promises. */
        String response() throws IOException {
            String head = head();
            int length = Integer.parseInt(head.replaceFirst("(?s).*\r\nContent-Length: ([0-9]+)\r\n.*", "$1"));
            return head + new String(read(length), ISO_8859_1);
        }

        /** So many bytes, or fewer if the connection ends before. */
        byte[] read(int length) throws IOException {
            return socket.getInputStream().readNBytes(length);
        }

        /** All until the connection ends, in whatever way. */
        String rest() throws IOException {
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            byte[] buffer = new byte[64 << 10];
            try {
                for (int n = socket.getInputStream().read(buffer);
                        n >= 0;
                        n = socket.getInputStream().read(buffer)) {
                    rest.write(buffer, 0, n);
                }
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // reset: that is an end as well
            }
            return rest.toString(ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
