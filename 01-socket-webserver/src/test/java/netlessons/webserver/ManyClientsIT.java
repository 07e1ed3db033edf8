package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import netlessons.webserver.EnginesIT.Client;
import netlessons.webserver.EnginesIT.LimitsBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one client may cost, and that the others do not notice: time-outs, the number of connections, the last words. */
@Timeout(120)
final class ManyClientsIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Handler HANDLER =
            request -> Response.text(200, request.body().readAllBytes().length + "\n");

    private static HttpServer start(Supplier<Engine> engine, LimitsBuilder limits) throws IOException {
        return EnginesIT.start(HANDLER, limits.build(), engine.get(), AccessLog.NONE);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#engines")
    @DisplayName("a header section has its time, however many bytes dribble in: 408")
    void headerDeadline(Supplier<Engine> engine) throws Exception {
        try (HttpServer server = start(engine, new LimitsBuilder().header(700));
                Client client = new Client(server)) {
            long start = System.nanoTime();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> restOf(client));
            client.send("GET / HTTP/1.1\r\nX: ");
            while (!answer.isDone() && since(start).toSeconds() < 40) {
                try {
                    client.send("x");
                } catch (IOException e) {
                    break; // the server has closed
                }
                TimeUnit.MILLISECONDS.sleep(20); // the dribble
            }
            assertThat(answer.get(30, TimeUnit.SECONDS))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\r\nConnection: close\r\n");
            assertThat(since(start)).isBetween(Duration.ofMillis(650), Duration.ofSeconds(30));
        }
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#engines")
    @DisplayName("a pipelined request that stops half-way has its time too")
    void headerDeadlineOfPipelinedRequest(Supplier<Engine> engine) throws IOException {
        try (HttpServer server = start(engine, new LimitsBuilder().header(1000));
                Client client = new Client(server)) {
            client.send(GET + "GET / HT");
            assertThat(client.response()).startsWith("HTTP/1.1 200 ");
            assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
        }
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#engines")
    @DisplayName("a connection that rests is closed without a word, before its first request and after it")
    void idle(Supplier<Engine> engine) throws IOException {
        try (HttpServer server = start(engine, new LimitsBuilder().idle(2000))) {
            long start = System.nanoTime();
            try (Client silent = new Client(server);
                    Client content = new Client(server).send(GET)) {
                assertThat(silent.rest()).isEmpty();
                assertThat(since(start)).isBetween(Duration.ofMillis(1950), Duration.ofSeconds(20));
                assertThat(content.response()).startsWith("HTTP/1.1 200 ");
                assertThat(content.rest()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#engines")
    @DisplayName("a body that stops coming: 408")
    void stalledBody(Supplier<Engine> engine) throws IOException {
        try (HttpServer server = start(engine, new LimitsBuilder().transfer(300, 1000));
                Client client = new Client(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
            assertThat(client.rest()).startsWith("HTTP/1.1 408 ").contains("\r\nConnection: close\r\n");
        }
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#engines")
    @DisplayName("a body that comes slowly, but comes, is waited for")
    void slowBody(Supplier<Engine> engine) throws Exception {
        try (HttpServer server = start(engine, new LimitsBuilder().transfer(2500, 2));
                Client client = new Client(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\n");
            for (int i = 0; i < 30; i++) {
                TimeUnit.MILLISECONDS.sleep(100); // three seconds in all: more than a client that stops would have
                client.send("x");
            }
            assertThat(client.response()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n30\n");
        }
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#engines")
    @DisplayName("a client that does not take its answer is cut off")
    void stalledReader(Supplier<Engine> engine) throws IOException {
        List<String> log = new CopyOnWriteArrayList<>();
        byte[] big = new byte[40_000_000];
        Handler handler = request -> Response.of(200).with(new Content.Bytes(big));
        Limits limits = new LimitsBuilder().transfer(500, 1_000_000_000).build();
        try (HttpServer server = EnginesIT.start(handler, limits, engine.get(), new AccessLog(log::add));
                Client client = new Client(server, 4096).send(GET)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !log.isEmpty());
            assertThat(client.rest()).hasSizeLessThan(big.length);
            assertThat(log).singleElement().asString().doesNotEndWith(" " + big.length);
        }
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#concurrentEngines")
    @DisplayName("long heads share their room: one too many gets a 503, the others notice nothing, and it comes back")
    void longHeads(Supplier<Engine> engine) throws IOException {
        Limits limits = new LimitsBuilder().bodies(100_000).header(100_000).build();
        Handler hello = Handler.quick(request -> Response.text(200, "Hello!\n"));
        String start = GET.substring(0, GET.length() - 2);
        for (String rest :
                new String[] {"X: " + "x".repeat(20_000), "X: 1\r\n" + ("X: " + "x".repeat(500) + "\r\n").repeat(40)}) {
            String end = rest.endsWith("\r\n") ? "\r\n" : "\r\n\r\n";
            List<Client> crowd = new ArrayList<>();
            try (HttpServer server = EnginesIT.start(hello, limits, engine.get(), AccessLog.NONE);
                    Client waiting = new Client(server).send(start + rest)) {
                for (int i = 0; i < 10; i++) { // what one has given back, the next can have
                    try (Client other = new Client(server)) {
                        assertThat(other.send(start + rest + end).response()).startsWith("HTTP/1.1 200 ");
                        assertThat(other.send(GET).response()).startsWith("HTTP/1.1 200 ");
                    }
                }
                // A head takes room when it is read, which may be after the next one has been answered.
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    try (Client other = new Client(server)) {
                        String answer = other.send(start + rest + end).response();
                        if (answer.startsWith("HTTP/1.1 200 ") && crowd.size() < 10) {
                            crowd.add(new Client(server).send(start + rest));
                        }
                        assertThat(answer).startsWith("HTTP/1.1 503 ").contains("\r\nConnection: close\r\n");
                    }
                });
                try (Client small = new Client(server)) {
                    assertThat(small.send(GET).response()).startsWith("HTTP/1.1 200 ");
                }
                for (Client one : crowd) {
                    one.close();
                }
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    try (Client other = new Client(server)) {
                        assertThat(other.send(start + rest + end).response()).startsWith("HTTP/1.1 200 ");
                    }
                });
                assertThat(waiting.send(end).response()).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#concurrentEngines")
    @DisplayName("one connection too many gets a 503, the others notice nothing, and a free place is given away")
    void connectionLimit(Supplier<Engine> engine) throws IOException {
        List<Client> clients = new ArrayList<>();
        try (HttpServer server = start(engine, new LimitsBuilder().connections(5))) {
            for (int i = 0; i < 5; i++) {
                clients.add(new Client(server));
                assertThat(clients.get(i).send(GET).response()).startsWith("HTTP/1.1 200 ");
            }
            for (int i = 0; i < 3; i++) {
                try (Client oneTooMany = new Client(server)) {
                    assertThat(oneTooMany.rest())
                            .startsWith("HTTP/1.1 503 ")
                            .contains("\r\nConnection: close\r\n", "\r\nContent-Length: ", "\r\nDate: ");
                }
            }
            for (Client client : clients) {
                assertThat(client.send(GET).response()).startsWith("HTTP/1.1 200 ");
            }
            clients.remove(0).close();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                try (Client next = new Client(server).send(GET)) {
                    assertThat(next.response()).startsWith("HTTP/1.1 200 ");
                }
            });
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#concurrentEngines")
    @DisplayName("five hundred connections that rest, then a request on each")
    void manyIdle(Supplier<Engine> engine) throws IOException {
        List<Client> clients = new ArrayList<>();
        try (HttpServer server = start(engine, new LimitsBuilder())) {
            for (int i = 0; i < 500; i++) {
                clients.add(new Client(server));
            }
            for (int i = 499; i >= 0; i--) {
                assertThat(clients.get(i).send(GET).response()).startsWith("HTTP/1.1 200 ");
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#engines")
    @DisplayName("a 413 can be read by a client that is still sending: the server does not reset the connection")
    void tooLarge(Supplier<Engine> engine) throws Exception {
        byte[] body = new byte[10_000_000];
        try (HttpServer server = start(engine, new LimitsBuilder().linger(30_000))) {
            for (String framing :
                    List.of("Content-Length: 10000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n989680\r\n")) {
                try (Client client = new Client(server)) {
                    client.send("POST / HTTP/1.1\r\nHost: a\r\n" + framing).send(body);
                    assertThat(client.response()).startsWith("HTTP/1.1 413 ").contains("\r\nConnection: close\r\n");
                }
            }
        }
    }

    private static String restOf(Client client) {
        try {
            return client.rest();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
