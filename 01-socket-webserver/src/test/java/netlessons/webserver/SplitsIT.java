package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TCP carries bytes, and where one write ends means nothing: however a client's bytes are cut, the server says the
 * same, byte for byte. Its limits are small here, so that what is too long can be cut at every place too.
 */
@DisplayName("However the bytes are cut, the answers are the same")
@ParameterizedClass
@MethodSource("netlessons.webserver.EnginesIT#kinds")
final class SplitsIT {
    /** For {@link #start}. */
    @Parameter(0)
    private Supplier<Engine> engine;

    private static final String END = "Host: a\r\nConnection: close\r\n\r\n";
    private static final String LAST = "GET /hello/Zoe HTTP/1.1\r\n" + END;
    private static final String POST = "POST /echo HTTP/1.1\r\nHost: a\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

    private static final Limits SMALL = new Limits(
            48,
            96,
            4,
            32,
            1 << 20,
            32,
            100,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1024,
            Duration.ofSeconds(30), // each client leaves when it has its answer: nobody waits for that
            Duration.ofSeconds(2));

    @TempDir
    private static Path dir;

    private static HttpServer server;

    @BeforeParameterizedClassInvocation
    static void start(Supplier<Engine> engine) throws IOException {
        server = RefusalsIT.start(dir, SMALL, engine.get());
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        server.close();
    }

    /** Name, the statuses of all answers, what the client sends until the connection ends. */
    static List<Arguments> conversations() {
        return List.of(
                good("GET", "200", LAST),
                good("empty lines first", "200", "\r\n\r\n" + LAST),
                good("HEAD, GET", "200 200", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + LAST),
                good(
                        "three at once",
                        "200 404 200",
                        "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n" + LAST),
                good("HTTP/1.0", "200 200", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n"),
                good(
                        "OPTIONS, DELETE, FOO",
                        "204 405 501 200",
                        line("OPTIONS *") + line("DELETE /") + line("FOO /") + LAST),
                good("Content-Length", "200 200", POST + "Content-Length: 7\r\n\r\n\r\n\r\nabc" + LAST),
                good("no body", "200 200", POST + "\r\n" + LAST),
                good("chunks", "200 200", CHUNKED + "4;a=\"b;\"\r\n\r\n\r\n\r\n00A\r\n0123456789\r\n0\r\n\r\n" + LAST),
                good("trailers", "200 200", CHUNKED + "3\r\nabc\r\n0;x\r\nX: 1\r\nY: 2\r\n\r\n" + LAST),
                good(
                        "a body that nobody reads",
                        "404 200",
                        POST.replace("echo", "x") + "Content-Length: 9\r\n\r\nGET / HTT" + LAST),
                good(
                        "chunks that nobody reads",
                        "404 200",
                        CHUNKED.replace("echo", "x") + "3\r\nabc\r\n0\r\nX: 1\r\n\r\n" + LAST),
                bad("no Host", "400", "GET / HTTP/1.1\r\nX: 1\r\n\r\n"),
                bad("no request line, after a good one", "200 400", line("GET /") + "GET /\r\nHost: a\r\n\r\n"),
                bad("LF alone", "400", "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n"),
                bad(
                        "LF alone after a line that is too long",
                        "414",
                        "GET /" + "x".repeat(60) + " HTTP/1.1\nHost: a\r\n\r\n"),
                bad("a folded line", "400", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"),
                bad(
                        "request line too long by one",
                        "414",
                        "GET /" + "x".repeat(49 - 14) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                bad("header section too long", "431", "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(90) + "\r\n\r\n"),
                bad("a field too many", "431", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nX: 2\r\nX: 3\r\nX: 4\r\n\r\n"),
                bad("two framings", "400", POST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                bad("body too long", "413", POST + "Content-Length: 33\r\n\r\n" + "x".repeat(33)),
                bad("chunks too long", "413", CHUNKED + "20\r\n" + "x".repeat(32) + "\r\n1\r\nx\r\n0\r\n\r\n"),
                bad("a chunk size that is none", "400", CHUNKED + "3\r\nabc\r\n0x3\r\nabc\r\n0\r\n\r\n"),
                bad("a chunk that runs over", "400", CHUNKED + "3\r\nabcdefg\r\n0\r\n\r\n"),
                bad("a chunk that runs over and ends in LF alone", "400", CHUNKED + "3\r\nabcdefg\n0\r\n\r\n"),
                bad("a chunk that ends in CR alone", "400", CHUNKED + "3\r\nabc\r0\r\n\r\n"),
                bad("a trailer that is no field", "400", CHUNKED + "3\r\nabc\r\n0\r\nnocolon\r\n\r\n"));
    }

    private static Arguments good(String name, String statuses, String sent) {
        return Arguments.of(name, statuses, sent);
    }

    /** What follows a request that is refused is not answered. */
    private static Arguments bad(String name, String statuses, String sent) {
        return Arguments.of(name, statuses, sent + LAST);
    }

    private static String line(String start) {
        return start + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String talk(String... pieces) throws IOException {
        return RefusalsIT.talk(server.address(), Arrays.asList(pieces)).replaceAll("\r\nDate: [^\r]*", "\r\nDate: ...");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("conversations")
    void sameAnswers(String name, String statuses, String sent) throws IOException {
        String whole = talk(sent);
        assertThat(STATUS.matcher(whole)
                        .results()
                        .map(MatchResult::group)
                        .map(status -> status.substring(9, 12))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(statuses);

        assertThat(talk(sent.split(""))).as("byte by byte").isEqualTo(whole);
        for (int cut = 1; cut < sent.length(); cut++) {
            assertThat(talk(sent.substring(0, cut), sent.substring(cut)))
                    .as("cut into %s and the rest", sent.substring(0, cut))
                    .isEqualTo(whole);
        }
    }
}
