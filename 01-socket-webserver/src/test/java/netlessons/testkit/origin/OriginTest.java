package netlessons.testkit.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks an origin, with the JDK's client where the answer is right, with bare sockets where it is not. */
@Timeout(120)
class OriginTest {
    private static final Content TEXT = Content.of("0123456789");
    private static final ServedFile FILE = ServedFile.of(TEXT).etag("\"a\"");

    private final Origin origin = Origin.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        origin.close();
    }

    private HttpResponse<String> get(String path, String... fields) throws Exception {
        return client.send(request(path, fields), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private HttpRequest request(String path, String... fields) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(origin.uri(path));
        return (fields.length == 0 ? builder : builder.headers(fields)).build();
    }

    /** All that comes for a GET until the connection ends. */
    private String bare(String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", origin.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void servesAFileAndRemembers() throws Exception {
        origin.at("/a?b", FILE);
        HttpResponse<String> response = get("/a?b", "X-Y", "z");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("0123456789");
        assertThat(response.headers().map())
                .containsKeys("date", "last-modified")
                .containsEntry("etag", List.of("\"a\""));
        assertThat(get("/a").statusCode()).isEqualTo(404);
        assertThat(origin.asked()).hasSize(2);
        Asked asked = origin.asked("/a?b").get(0);
        assertThat(asked.header("x-y")).contains("z");
        assertThat(asked.range()).isEmpty();
        assertThat(asked.connection()).isEqualTo(1);
        assertThat(origin.sent("/a?b")).isEqualTo(10);
        assertThat(origin.connections()).isEqualTo(1);
        Exchange exchange = origin.exchanges().get(0);
        assertThat(new String(exchange.request(), StandardCharsets.US_ASCII)).startsWith("GET /a?b HTTP/1.1\r\n");
        assertThat(new String(exchange.answer(), StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n");
        assertThat(exchange.body()).isEqualTo(10);
        await().untilAsserted(() -> assertThat(origin.running()).isZero());
    }

    @Test
    void answersInTurnAndHeadHasItsOwn() throws Exception {
        origin.at("/a", Answers.status(503), FILE);
        HttpRequest head = HttpRequest.newBuilder(origin.uri("/a"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(head, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(503);
        assertThat(get("/a").statusCode()).isEqualTo(503);
        HttpResponse<Void> second = client.send(head, HttpResponse.BodyHandlers.discarding());
        assertThat(second.headers().firstValue("Content-Length")).contains("10");
        assertThat(get("/a").body()).isEqualTo("0123456789");
        assertThat(get("/a").body()).isEqualTo("0123456789");
        assertThat(origin.sent("/a")).isGreaterThan(20); // with the page of the 503
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=2-4, 206, 234, bytes 2-4/10",
        "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=-3, 206, 789, bytes 7-9/10",
        "bytes=7-99, 206, 789, bytes 7-9/10",
        "bytes=10-, 416, , bytes */10",
        "'bytes=0-1,3-4', 200, 0123456789, ",
        "lines=1-2, 200, 0123456789, ",
        "bytes=4-2, 200, 0123456789, "
    })
    void gives(String range, int status, String body, String contentRange) throws Exception {
        origin.at("/a", FILE);
        HttpResponse<String> response = get("/a", "Range", range);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Range")).isEqualTo(Optional.ofNullable(contentRange));
        if (body != null) {
            assertThat(response.body()).isEqualTo(body);
        }
    }

    @Test
    void looksAtConditions() throws Exception {
        Instant time = Instant.parse("2024-03-05T06:07:08Z");
        origin.at("/a", FILE.modified(time));
        String date = "Tue, 05 Mar 2024 06:07:08 GMT";
        assertThat(get("/a").headers().firstValue("Last-Modified")).contains(date);
        String[][] cases = {
            {"If-Range", "\"a\"", "206"},
            {"If-Range", "\"b\"", "200"},
            {"If-Range", "W/\"a\"", "200"},
            {"If-Range", date, "206"},
            {"If-Range", "Tue, 05 Mar 2024 06:07:09 GMT", "200"},
            {"If-Match", "\"b\", \"a\"", "206"},
            {"If-Match", "\"b\"", "412"},
            {"If-Unmodified-Since", date, "206"},
            {"If-Unmodified-Since", "Tue, 05 Mar 2024 06:07:07 GMT", "412"},
            {"If-None-Match", "W/\"a\"", "304"},
            {"If-None-Match", "\"b\"", "206"},
            {"If-Modified-Since", date, "304"}
        };
        for (String[] one : cases) {
            assertThat("" + get("/a", "Range", "bytes=1-2", one[0], one[1]).statusCode())
                    .as(one[0] + ": " + one[1])
                    .isEqualTo(one[2]);
        }
        origin.at("/weak", FILE.etag("W/\"a\""))
                .at("/refuses", FILE.refusingIfRange())
                .at("/ignores", FILE.ignoringIfRange())
                .at("/none", FILE.noRanges())
                .at("/lies", FILE.ignoringRange());
        assertThat(get("/weak", "Range", "bytes=1-2", "If-Range", "W/\"a\"").statusCode())
                .isEqualTo(200);
        assertThat(get("/refuses", "Range", "bytes=1-2", "If-Range", "\"a\"").statusCode())
                .isEqualTo(200);
        assertThat(get("/ignores", "Range", "bytes=1-2", "If-Range", "\"b\"").statusCode())
                .isEqualTo(206);
        assertThat(get("/none", "Range", "bytes=1-2").headers().map()).doesNotContainKey("accept-ranges");
        assertThat(get("/lies", "Range", "bytes=1-2").headers().firstValue("Accept-Ranges"))
                .contains("bytes");
    }

    @Test
    void liesAboutRanges() throws Exception {
        origin.at("/other", FILE.giving(span -> new Span(span.from() + 1, span.to() + 1)))
                .at("/short", FILE.giving(span -> new Span(span.from(), span.from() + 1)))
                .at("/total", FILE.contentRange((span, total) -> Optional.of("bytes " + span + "/*")))
                .at("/bare", FILE.contentRange((span, total) -> Optional.empty()))
                .at("/unasked", ServedFile.of(Content.random(1, 5000)).unasked206());
        assertThat(get("/other", "Range", "bytes=2-4").body()).isEqualTo("345");
        assertThat(get("/short", "Range", "bytes=2-4").headers().firstValue("Content-Range"))
                .contains("bytes 2-2/10");
        assertThat(get("/total", "Range", "bytes=2-4").headers().firstValue("Content-Range"))
                .contains("bytes 2-4/*");
        assertThat(get("/bare", "Range", "bytes=2-4").headers().firstValue("Content-Range"))
                .isEmpty();
        assertThat(get("/unasked").statusCode()).isEqualTo(206);
        assertThat(get("/unasked").body()).hasSize(1000);
    }

    @Test
    void endsBodiesInEachWay() throws Exception {
        origin.at("/chunked", FILE.chunked())
                .at("/close", FILE.untilClose())
                .at("/old", FILE.http10())
                .at("/closing", FILE.closing())
                .at("/gzip", Answers.gzip(TEXT));
        assertThat(bareWithClose("/chunked"))
                .contains("Transfer-Encoding: chunked\r\n")
                .endsWith("\r\n\r\na\r\n0123456789\r\n0\r\n\r\n");
        assertThat(get("/chunked").body()).isEqualTo("0123456789");
        assertThat(bare("/close")).doesNotContain("Content-Length").endsWith("\r\n\r\n0123456789");
        assertThat(bare("/old")).startsWith("HTTP/1.0 200 OK\r\n").contains("Content-Length: 10\r\n");
        assertThat(bare("/closing")).contains("Connection: close\r\n");
        assertThat(get("/gzip").headers().firstValue("Content-Encoding")).contains("gzip");
    }

    private String bareWithClose(String path) throws IOException {
        return bare(path + " HTTP/1.1\r\nConnection: close\r\nX:");
    }

    @Test
    void hasFaults() throws Exception {
        origin.at("/cut", FILE.cutAfter(4))
                .at("/reset", FILE.resetAfter(4))
                .at("/chunk", FILE.badChunkAfter(4).closing())
                .at("/lengths", FILE.contentLength("10", "11").closing())
                .at("/more", FILE.surplus(3).closing())
                .at("/last", FILE.chunked().cutAfter(10))
                .at("/nothing", Answers.closeAtOnce())
                .at("/rst", Answers.resetAtOnce())
                .at("/raw", Answers.raw("hello\n"))
                .at("/throws", (asked, speaker) -> {
                    throw new IllegalStateException("mine");
                });
        assertThat(bare("/cut")).contains("Content-Length: 10\r\n").endsWith("\r\n\r\n0123");
        assertThatThrownBy(() -> bare("/reset")).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> get("/chunk")).isInstanceOf(IOException.class);
        assertThat(bare("/lengths")).contains("Content-Length: 10\r\nContent-Length: 11\r\n");
        assertThat(bare("/more").replaceFirst("(?s).*?\r\n\r\n", "")).hasSize(13);
        assertThat(bare("/last")).endsWith("a\r\n0123456789\r\n");
        assertThat(bare("/nothing")).isEmpty();
        assertThatThrownBy(() -> bare("/rst")).isInstanceOf(SocketException.class);
        assertThat(bare("/raw")).isEqualTo("hello\n");
        bare("/throws");
        assertThat(origin.exchanges())
                .extracting(Exchange::end)
                .contains("then the connection was closed", "then the connection was reset")
                .anyMatch(end -> end.contains("the test itself failed here") && end.contains("mine"));
    }

    @Test
    void isSlowOrSilent() throws Exception {
        origin.at("/slow", ServedFile.of(Content.random(1, 50_000)).rate(100_000))
                .at("/late", FILE.after(Duration.ofMillis(300)))
                .at("/silent", Answers.silence())
                .at("/stops", FILE.silentAfter(3));
        long start = System.nanoTime();
        assertThat(get("/slow").body()).hasSize(50_000);
        get("/late");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(600), Duration.ofSeconds(30));
        await().until(() -> origin.running() == 0); // the last answer is counted as over a moment after it came
        for (String path : List.of("/silent", "/stops")) {
            try (Socket socket = new Socket("127.0.0.1", origin.port())) {
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                await().until(() -> origin.running() == 1);
                socket.setSoTimeout(300);
                assertThatThrownBy(() -> socket.getInputStream().readNBytes(100_000))
                        .isInstanceOf(SocketTimeoutException.class);
                assertThat(origin.running()).isEqualTo(1);
            }
            await().untilAsserted(() -> assertThat(origin.running()).isZero());
        }
        assertThat(origin.exchanges()).last().matches(exchange -> exchange.end().contains("nothing more was said"));
    }

    @Test
    void countsWhatGoesOnAtOnce() throws Exception {
        origin.at("/a", (asked, speaker) -> {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> origin.mostAtOnce("/a") > 1); // the first one waits for another
            FILE.to(asked, speaker);
        });
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(i -> client.sendAsync(request("/a"), HttpResponse.BodyHandlers.discarding()))
                        .toArray(CompletableFuture<?>[]::new))
                .get(60, TimeUnit.SECONDS);
        assertThat(origin.mostAtOnce("/a")).isBetween(2, 4);
        assertThat(origin.mostAtOnce()).isEqualTo(origin.mostAtOnce("/a"));
        assertThat(origin.mostAtOnce("/b")).isZero();
    }

    @Test
    void closesInTheMiddle() throws Exception {
        origin.at("/a", ServedFile.of(Content.random(1, 1 << 20)).rate(1000)).at("/b", Answers.silence());
        List<CompletableFuture<?>> running = List.of(
                client.sendAsync(request("/a"), HttpResponse.BodyHandlers.ofString()),
                client.sendAsync(request("/b"), HttpResponse.BodyHandlers.ofString()));
        await().until(() -> origin.running() == 2);
        long start = System.nanoTime();
        origin.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5)); // then it gives up
        assertThat(origin.openConnections()).isZero();
        for (CompletableFuture<?> one :
                running) { // with a limit, as a join cannot be interrupted by the test's time-out
            assertThatThrownBy(() -> one.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void knowsContent(@TempDir Path folder) throws Exception {
        Content random = Content.random(7, 200_003);
        byte[] all = random.bytes();
        assertThat(random.bytes(77_777, 1000)).isEqualTo(java.util.Arrays.copyOfRange(all, 77_777, 78_777));
        assertThat(Content.random(8, 16).bytes()).isNotEqualTo(random.bytes(0, 16));
        assertThat(random.digest("SHA-256")).isEqualTo(Content.of(all).digest("SHA-256"));
        Path file = Files.write(folder.resolve("a"), all);
        assertThat(random.difference(file)).isEmpty();
        assertThat(Content.random(7, 200_004).difference(file)).contains("it has 200003 bytes, not 200004");
        assertThat(Content.random(7, 10).difference(file)).contains("it has 200003 bytes, not 10");
        all[70_000] ^= 1;
        Files.write(file, all);
        assertThat(random.difference(file)).isEqualTo("its byte 70000 is wrong (counted from 0); its size is right");
        assertThat(Content.of("").difference(Files.createFile(folder.resolve("b"))))
                .isEmpty();
    }

    @Test
    void isNotThere() {
        try (NoOrigin none = NoOrigin.refusing()) {
            assertThatThrownBy(() -> client.send(
                            HttpRequest.newBuilder(none.uri("/")).build(), HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(ConnectException.class);
        }
        try (NoOrigin none = NoOrigin.silent();
                Socket socket = new Socket()) {
            URI uri = none.uri("/");
            assertThatThrownBy(() -> socket.connect(new java.net.InetSocketAddress("127.0.0.1", uri.getPort()), 500))
                    .isInstanceOf(SocketTimeoutException.class);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
