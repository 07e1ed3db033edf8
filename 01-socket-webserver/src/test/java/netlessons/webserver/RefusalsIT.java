package netlessons.webserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What this server refuses, and how strictly: stricter than the graded tests, which accept whatever the RFCs allow.
 * Each request, good or bad, has a good one right behind it in the same write. After a refusal that one must stay
 * without an answer, for nobody can know whether it was a request or part of the bad one's body; after a good request
 * its answer shows that the server knew where the first one ended.
 */
@DisplayName("What the server refuses, and what it does not")
@ParameterizedClass
@MethodSource("netlessons.webserver.EnginesIT#kinds")
final class RefusalsIT {
    /** For {@link #start}. */
    @Parameter(0)
    private Supplier<Engine> engine;

    private static final String NEXT = "GET /hello/next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String NEXT_ANSWER = "Hello, next!\n";
    private static final String HOST = "Host: a";
    private static final String POST = "POST /echo HTTP/1.1\r\nHost: a\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    /** Each client leaves when it has its answer: nobody waits for the end of this linger. */
    private static final Limits LIMITS =
            new EnginesIT.LimitsBuilder().linger(30_000).build();

    @TempDir
    private static Path dir;

    private static HttpServer server;

    @BeforeParameterizedClassInvocation
    static void start(Supplier<Engine> engine) throws IOException {
        server = start(dir, LIMITS, engine.get());
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        server.close();
    }

    static HttpServer start(Path dir, Limits limits, Engine engine) throws IOException {
        return HttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Site.routes(dir),
                limits,
                engine,
                AccessLog.NONE);
    }

    /** All that the server says until it closes the connection, each piece being a write of its own. */
    static String talk(InetSocketAddress address, List<String> pieces) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            socket.connect(address, 10_000);
            for (String piece : pieces) {
                socket.getOutputStream().write(piece.getBytes(ISO_8859_1));
                if (pieces.size() > 1) {
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50)); // time to read it before the next
                }
            }
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /** One response, cut by its Content-Length. */
    private record Answer(int status, List<Map.Entry<String, String>> fields, String body) {
        List<String> all(String name) {
            return fields.stream()
                    .filter(field -> field.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    /** @param head whether the first answer is one to HEAD */
    private static List<Answer> answers(String received, boolean head) {
        List<Answer> answers = new ArrayList<>();
        int at = 0;
        while (at < received.length()) {
            int end = received.indexOf("\r\n\r\n", at);
            assertThat(end)
                    .as("the end of a header section in %s", received.substring(at))
                    .isPositive();
            String[] lines = received.substring(at, end).split("\r\n");
            assertThat(lines[0]).matches("HTTP/1\\.1 [2-5][0-9][0-9] [ -~]*");
            int status = Integer.parseInt(lines[0].substring(9, 12));
            List<Map.Entry<String, String>> fields = Arrays.stream(lines)
                    .skip(1)
                    .map(line -> Map.entry(line.split(": ", 2)[0], line.split(": ", 2)[1]))
                    .toList();
            Answer answer = new Answer(status, fields, "");
            at = end + 4;
            if (status != 204 && !(head && answers.isEmpty())) {
                assertThat(answer.all("Content-Length")).hasSize(1);
                int length = Integer.parseInt(answer.all("Content-Length").get(0));
                answer = new Answer(status, fields, received.substring(at, at + length));
                at += length;
            }
            answers.add(answer);
        }
        return answers;
    }

    // The two tests, and a few that fit neither

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"heads", "hosts", "fieldLines", "requestLines", "targets", "limits", "framing", "chunks"})
    @MethodSource({"lineEnds", "nulls"})
    @DisplayName("is refused once, and the connection ends")
    void refused(String name, int status, String request) throws IOException {
        boolean head = request.startsWith("HEAD ");

        List<Answer> answers = answers(talk(server.address(), List.of(request + NEXT)), head);

        assertThat(answers).hasSize(1);
        Answer answer = answers.get(0);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.all("Date")).hasSize(1).allMatch(Stage2RequestsIT::isDate);
        assertThat(answer.all("Connection")).containsExactly("close");
        assertThat(answer.all("Content-Length")).hasSize(1);
        assertThat(answer.all("Transfer-Encoding")).isEmpty();
        assertThat(answer.body().isEmpty()).isEqualTo(head);
        // Others do not notice.
        assertThat(talk(server.address(), List.of(NEXT)))
                .startsWith("HTTP/1.1 200 ")
                .endsWith(NEXT_ANSWER);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("answered")
    @DisplayName("is answered, and so is what follows")
    void answered(String name, int status, String request) throws IOException {
        List<Answer> answers = answers(talk(server.address(), List.of(request + NEXT)), request.startsWith("HEAD "));

        assertThat(answers).extracting(Answer::status).containsExactly(status, 200);
        assertThat(answers.get(1).body()).isEqualTo(NEXT_ANSWER);
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.all("Date")).hasSize(1).allMatch(Stage2RequestsIT::isDate));
    }

    @Test
    @DisplayName("row 30: what follows a bad body that no handler read is not answered")
    void badBodyThatNobodyReads() throws IOException {
        for (String chunks : List.of("Z\r\n", "5\r\nhello!!\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n")) {
            String request = "POST /nothing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
            List<Answer> answers = answers(talk(server.address(), List.of(request + NEXT)), false);
            assertThat(answers).extracting(Answer::status).containsExactly(404);
        }
    }

    @Test
    @DisplayName("row 33: what follows a request with Connection: close, also in a list, is ignored")
    void afterClose() throws IOException {
        for (String close : List.of("close", "Close", "foo, Close", "close, keep-alive")) {
            String request = get(HOST, "Connection: " + close);
            List<Answer> answers = answers(talk(server.address(), List.of(request + NEXT)), false);
            assertThat(answers).extracting(Answer::status).containsExactly(200);
            assertThat(answers.get(0).all("Connection")).containsExactly("close");
        }
    }

    @Test
    @DisplayName("row 39: 405 and OPTIONS say which methods a path takes")
    void allow() throws IOException {
        for (String method : List.of("DELETE", "POST", "OPTIONS")) {
            String request = method + " /hello/Ada HTTP/1.1\r\nHost: a\r\n\r\n";
            Answer answer = answers(talk(server.address(), List.of(request + NEXT)), false)
                    .get(0);
            assertThat(answer.status()).isEqualTo(method.equals("OPTIONS") ? 204 : 405);
            assertThat(answer.all("Allow")).containsExactly("GET, HEAD, OPTIONS");
        }
    }

    @Test
    @DisplayName("row 8: a field value with bytes above 127 comes through as it is")
    void obsText() throws IOException {
        String request = "GET /headers HTTP/1.1\r\nHost: a\r\nX-Name: J\u00fcrgen\r\nConnection: close\r\n\r\n";
        // The value was read as ISO-8859-1, and text goes out as UTF-8.
        assertThat(talk(server.address(), List.of(request))).contains("X-Name: J\u00c3\u00bcrgen\n");
    }

    // The tables

    private static Arguments refusal(String row, int status, String request) {
        return arguments(row, status, request);
    }

    private static String get(String... fields) {
        return "GET /hello/Ada HTTP/1.1\r\n"
                + Arrays.stream(fields).map(field -> field + "\r\n").collect(Collectors.joining())
                + "\r\n";
    }

    private static String line(String requestLine) {
        return requestLine + "\r\n" + HOST + "\r\n\r\n";
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                refusal("row 1, no Host", 400, get()),
                refusal("row 1, no Host but others", 400, get("X: 1", "Accept: */*")),
                refusal("row 1, no Host beside a whole URI", 400, "GET http://a/ HTTP/1.1\r\n\r\n"),
                refusal("row 1, HEAD", 400, "HEAD / HTTP/1.1\r\n\r\n"),
                refusal("row 2, equal", 400, get(HOST, HOST)),
                refusal("row 2, different", 400, get(HOST, "X: 1", "hOST: b")),
                refusal("row 2, one of them empty", 400, get(HOST, "Host:")),
                refusal("row 2, in HTTP/1.0", 400, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"),
                refusal("row 5, folded", 400, get(HOST, "X: 1", " 2")),
                refusal("row 5, folded with a tab", 400, get(HOST, "X: 1", "\t2")),
                refusal("row 5, folded over an empty-looking line", 400, get(HOST, "X: 1", " ")),
                refusal("row 5, Host folded", 400, get("Host:", " a")),
                refusal("row 6", 400, get(" X: 1", HOST)),
                refusal("row 6, tab", 400, get("\tX: 1", HOST)),
                refusal("row 6, Host itself", 400, get(" Host: a")),
                refusal("row 9", 400, "GET / HTTP/1.1\rHost: a\r\n\r\n"),
                refusal("row 9, all lines", 400, "GET / HTTP/1.1\rHost: a\r\r"),
                refusal("row 35, three empty lines", 400, "\r\n\r\n\r\n" + get(HOST)),
                refusal("row 35, an LF", 400, "\n" + get(HOST)),
                refusal("row 36, unknown expectation", 417, get(HOST, "Expect: x")),
                refusal("row 36, one more expectation", 417, get(HOST, "Expect: 100-continue, x")));
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                        "u@a",
                        "a/b",
                        "a b",
                        "a, b",
                        "",
                        "a,b c",
                        "a:b",
                        "a:80:80",
                        "a:-1",
                        ":",
                        ":80",
                        "a#b",
                        "a?b",
                        "a\\b",
                        "\"a\"",
                        "<a>",
                        "[::1",
                        "::1",
                        "[::1]x",
                        "[g]",
                        "a\u00e9",
                        "http://a",
                        "a:123456")
                .map(host -> refusal("row 3, Host: " + host, 400, get("Host: " + host)));
    }

    static Stream<Arguments> fieldLines() {
        Stream<Arguments> names = Stream.of(
                        "Host : a",
                        "X : 1",
                        "X\t: 1",
                        "Content-Length : 5",
                        "Transfer-Encoding : chunked",
                        "X[]: 1",
                        ": 1",
                        ":",
                        "nocolon",
                        "X\u00e4: 1",
                        "\u00ff: 1",
                        "X\u007f: 1",
                        "X\u0001: 1",
                        "X Y: 1",
                        "\"X\": 1",
                        "X,Y: 1",
                        "X/Y: 1",
                        "{X}: 1",
                        "X=1")
                .map(line ->
                        refusal("rows 4 and 7, " + line, 400, line.startsWith("Host") ? get(line) : get(HOST, line)));
        Stream<Arguments> values = IntStream.concat(IntStream.range(0, 0x20), IntStream.of(0x7f))
                .filter(control -> control != '\t' && control != '\n')
                .boxed()
                .flatMap(control -> Stream.of("a%cb", "%cb", "a%c")
                        .map(value -> refusal(
                                "row 8, control %02x as %s".formatted(control, value),
                                400,
                                get(HOST, "X: " + value.formatted(control)))));
        return Stream.concat(names, values);
    }

    static Stream<Arguments> requestLines() {
        Stream<Arguments> major = Stream.of("HTTP/2.0", "HTTP/9.9", "HTTP/0.9", "HTTP/3.1")
                .map(version -> refusal("row 10, " + version, 505, line("GET / " + version)));
        Stream<Arguments> versions = Stream.of(
                        "HTTP/1",
                        "HTTP/01.1",
                        "http/1.1",
                        "HTTP /1.1",
                        "HTTP/1.10",
                        "HTTP/1.",
                        "HTTP/.1",
                        "HTTP/11",
                        "HTTP/1,1",
                        "HTTP/-1.1",
                        "HTTP/1.1 ",
                        "HTTP/1.1x",
                        "HTTP/1.x",
                        "HTTP/",
                        "HTTP",
                        "XTTP/1.1",
                        "1.1",
                        "HTTPS/1.1",
                        "HTTP/\u00b9.1",
                        "Http/1.1",
                        "HTTP/2",
                        "HTTP/1.1\u000b",
                        "HTTP\\1.1")
                .map(version -> refusal("row 10, " + version, 400, line("GET / " + version)));
        Stream<Arguments> lines = Stream.of(
                        "GET /",
                        "GET HTTP/1.1",
                        "GET",
                        "nonsense",
                        "GET  / HTTP/1.1",
                        "GET /  HTTP/1.1",
                        "GET /a b HTTP/1.1",
                        "GET\t/ HTTP/1.1",
                        "GET /\tHTTP/1.1",
                        "GET\t/\tHTTP/1.1",
                        " GET / HTTP/1.1",
                        "GET / HTTP/1.1\t",
                        " / HTTP/1.1",
                        "G(T / HTTP/1.1",
                        "G\u00cbT / HTTP/1.1",
                        "GET: / HTTP/1.1",
                        "\"GET\" / HTTP/1.1",
                        "\u0016\u0003\u0001 \u0002 \u0001",
                        "GET /\u00a0HTTP/1.1")
                .map(line -> refusal("row 11, " + line, 400, line(line)));
        return Stream.of(major, versions, lines).flatMap(all -> all);
    }

    static Stream<Arguments> targets() {
        Stream<Arguments> https = Stream.of("https://a/", "HTTPS://a", "https://")
                .map(target -> refusal("https without TLS, " + target, 421, line("GET " + target + " HTTP/1.1")));
        Stream<Arguments> methods = Stream.of(
                refusal("row 12, POST *", 400, line("POST * HTTP/1.1")),
                refusal("row 12, HEAD *", 400, line("HEAD * HTTP/1.1")),
                refusal("row 12, OPTIONS **", 400, line("OPTIONS ** HTTP/1.1")),
                refusal("CONNECT", 501, line("CONNECT a:443 HTTP/1.1")));
        Stream<Arguments> others = Stream.of(
                        "*",
                        "hello/Ada",
                        "a:80",
                        "?",
                        "",
                        "%2F",
                        "http:/a",
                        "http:a",
                        "http://",
                        "http:///x",
                        "http://u@a/",
                        "http://a b/",
                        "http://a:x/",
                        "ftp://a/",
                        "file:///etc/passwd",
                        "//a\u0000/",
                        "/\u00e9",
                        "/a\u0000b",
                        "/a\u007f",
                        "/a\u0001",
                        "/a\u000bb",
                        "/a#b",
                        "/#",
                        "/%C0%AF",
                        "/hello/%C0%AF",
                        "/hello/%80",
                        "/hello/%C3",
                        "/hello/%C3/%BC",
                        "/hello/%E0%80%AF",
                        "/hello/%ED%A0%80",
                        "/hello/%F4%90%80%80",
                        "/hello/%F8%88%80%80%80",
                        "/hello/%FF",
                        "/hello/%",
                        "/hello/%4",
                        "/hello/%GG",
                        "/hello/%4G",
                        "/hello/%-1",
                        "/hello/%+1",
                        "/hello/%00",
                        "/hello/Ada%00",
                        "/hello/% 41",
                        "/hello/%u0041")
                .map(target -> refusal("rows 12 to 14, " + target, 400, line("GET " + target + " HTTP/1.1")));
        return Stream.of(https, methods, others).flatMap(all -> all);
    }

    private static String requestLineOf(int length) {
        return "GET /?" + "q".repeat(length - "GET /? HTTP/1.1".length()) + " HTTP/1.1";
    }

    /** Host and as many more fields, all in all {@code count}. */
    private static String fields(int count) {
        return get(
                IntStream.range(0, count).mapToObj(i -> i == 0 ? HOST : "X: 1").toArray(String[]::new));
    }

    /** A header section of so many bytes, its line ends counted or not, but without the empty line at its end. */
    private static String section(int length, boolean withLineEnds) {
        int rest = length - HOST.length() - "X: ".length() - (withLineEnds ? 4 : 0);
        return get(HOST, "X: " + "x".repeat(rest));
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                refusal("row 15, one byte too long", 414, line(requestLineOf(LIMITS.requestLine() + 1))),
                refusal("row 15, 20,000 bytes", 414, line(requestLineOf(20_000))),
                refusal("row 15, a method without end", 414, "G".repeat(LIMITS.requestLine() + 2)),
                refusal("row 15, before its version is looked at", 414, line(requestLineOf(9000) + "x")),
                refusal("row 16, 101 fields", 431, fields(LIMITS.fields() + 1)),
                refusal("row 16, 1,000 fields", 431, fields(1000)),
                refusal("row 16, one byte too much", 431, section(LIMITS.headerSection() + 1, false)),
                refusal(
                        "row 16, too much in many fields",
                        431,
                        get(IntStream.range(0, 99)
                                .mapToObj(i -> i == 0 ? HOST : "X: " + "x".repeat(400))
                                .toArray(String[]::new))),
                refusal(
                        "row 16, a name without end",
                        431,
                        "GET / HTTP/1.1\r\n" + "X".repeat(LIMITS.headerSection() + 2)),
                refusal("row 46, by Content-Length", 413, POST + "Content-Length: 1048577\r\n\r\n"),
                refusal("row 46, a number of 18 digits", 413, POST + "Content-Length: " + "9".repeat(18) + "\r\n\r\n"),
                refusal("row 46, one chunk", 413, CHUNKED + "100001\r\n"),
                refusal("row 46, many chunks", 413, CHUNKED + ("8000\r\n" + "x".repeat(0x8000) + "\r\n").repeat(33)),
                refusal("row 46, a trailer section", 431, CHUNKED + "0\r\nX: " + "x".repeat(33_000) + "\r\n\r\n"));
    }

    static Stream<Arguments> framing() {
        Stream<Arguments> lengths = Stream.of(
                        "abc",
                        "-1",
                        "+5",
                        "-0",
                        "0x5",
                        "1_0",
                        "1 0",
                        "\"1 0\"",
                        "\"5\"",
                        "",
                        "5, 6",
                        "5, 5",
                        "5,",
                        ",5",
                        "5;",
                        "5.0",
                        "5e0",
                        "0b1",
                        "5 5",
                        "\u00b2",
                        "\u00a05",
                        "5\u000b",
                        "18446744073709551616",
                        "18446744073709551621",
                        "9223372036854775808",
                        "9223372036854775807",
                        "1".repeat(100))
                .map(length -> refusal(
                        "row 17, Content-Length: " + length,
                        400,
                        POST + "Content-Length: " + length + "\r\n\r\nhello"));
        Stream<Arguments> codings = Stream.of(
                        "chunked, gzip",
                        "chunked,identity",
                        "",
                        ",",
                        "\u000bchunked",
                        "chunked\u0000",
                        "chunked, chunked",
                        "chunked;q=1",
                        "\"chunked\"",
                        "chunked\u00a0",
                        "\u00a0chunked",
                        "chunked gzip",
                        "chunked\u000c",
                        "gzip;",
                        "chun\tked")
                .map(coding -> refusal("rows 21 and 22, Transfer-Encoding: " + coding, 400, coded(coding)));
        Stream<Arguments> unknown = Stream.of(
                        "gzip", "xchunked", "identity", "chunke", "gzip, chunked", "Identity, Chunked", "x")
                .map(coding -> refusal("row 20, Transfer-Encoding: " + coding, 501, coded(coding)));
        Stream<Arguments> others = Stream.of(
                refusal("row 18, different", 400, POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
                refusal("row 18, equal", 400, POST + "Content-Length: 5\r\nX: 1\r\ncontent-length: 5\r\n\r\nhello"),
                refusal("row 19", 400, both("Content-Length: 5", "Transfer-Encoding: chunked")),
                refusal("row 19, the other way round", 400, both("Transfer-Encoding: chunked", "Content-Length: 5")),
                refusal("row 19, length 0", 400, both("Content-Length: 0", "Transfer-Encoding: chunked")),
                refusal("row 19, a bad length", 400, both("Content-Length: x", "Transfer-Encoding: chunked")),
                refusal("row 19, an unknown coding", 400, both("Content-Length: 5", "Transfer-Encoding: x")),
                refusal("row 22, two fields", 400, both("Transfer-Encoding: chunked", "Transfer-Encoding: chunked")),
                refusal("row 22, two codings", 400, both("Transfer-Encoding: gzip", "Transfer-Encoding: chunked")),
                refusal("row 23", 400, coded("chunked").replace("HTTP/1.1", "HTTP/1.0")),
                refusal("row 23, another coding", 400, coded("gzip").replace("HTTP/1.1", "HTTP/1.0")),
                refusal("row 17, in HTTP/1.0", 400, "POST /echo HTTP/1.0\r\nContent-Length: +5\r\n\r\nhello"),
                refusal("row 17, with GET", 400, get(HOST, "Content-Length: -1")),
                refusal("row 19, with GET", 400, get(HOST, "Content-Length: 5", "Transfer-Encoding: chunked")));
        return Stream.of(lengths, codings, unknown, others).flatMap(all -> all);
    }

    private static String coded(String coding) {
        return POST + "Transfer-Encoding: " + coding + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    }

    private static String both(String first, String second) {
        return POST + first + "\r\n" + second + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    }

    static Stream<Arguments> chunks() {
        Stream<Arguments> sizes = Stream.of(
                        "Z",
                        "+5",
                        "-1",
                        "-0",
                        "0x5",
                        "0X5",
                        "x5",
                        " 5",
                        "5 ",
                        "\t5",
                        "5\t",
                        "1_0",
                        "5 5",
                        "",
                        " ",
                        "5,",
                        "5.",
                        "\u00b2",
                        "5\u0000",
                        "5\u000b",
                        "f".repeat(17),
                        "f".repeat(16),
                        "8000000000000000",
                        "0".repeat(17) + "5",
                        "5\u00a0")
                .map(size -> refusal("row 24, size " + size, 400, CHUNKED + size + "\r\nhello\r\n0\r\n\r\n"));
        Stream<Arguments> extensions = Stream.of(
                        ";",
                        ";[",
                        ";a\u0000",
                        ";a\r",
                        ";a=\u0000",
                        ";a=\r",
                        ";a=",
                        ";=b",
                        ";a=\"b",
                        ";a=b\"",
                        ";a=\"b\"c",
                        ";a;;b",
                        ";a b",
                        ";a=b c",
                        ";a=\"\u0000\"",
                        ";a=\"\r\"",
                        ";a=\"\\\"",
                        ";\u00e9",
                        ";a=\u00e9",
                        "\t;\u000b",
                        ";a=" + "x".repeat(300))
                .map(ext -> refusal("row 26, extension " + ext, 400, CHUNKED + "5" + ext + "\r\nhello\r\n0\r\n\r\n"));
        Stream<Arguments> last = Stream.of(";", ";[", " ", "x", "\r")
                .map(ext -> refusal("row 26, behind the last size " + ext, 400, CHUNKED + "0" + ext + "\r\n\r\n"));
        Stream<Arguments> data = Stream.of(
                        "5\r\nhello!!\r\n0\r\n\r\n",
                        "5\r\nhello0\r\n\r\n",
                        "5\r\nhello!!0\r\n\r\n",
                        "5\r\nhello\r!0\r\n\r\n",
                        "5\r\nhello!\n0\r\n\r\n",
                        "5\r\nhello\n\r0\r\n\r\n",
                        "5\r\nhello\r\r\n0\r\n\r\n",
                        "5\r\nhello \r\n0\r\n\r\n",
                        "5\r\nhell\r\n0\r\n\r\n",
                        "4\r\nhello\r\n0\r\n\r\n",
                        "5\r\nhello5\r\nhello\r\n0\r\n\r\n",
                        "0\r\nGET /hello/Ada HTTP/1.1\r\n\r\n",
                        "\r\n5\r\nhello\r\n0\r\n\r\n",
                        "5\r\nhello\r\n\r\n0\r\n\r\n")
                .map(body -> refusal("row 25, " + body, 400, CHUNKED + body));
        Stream<Arguments> trailers = Stream.of("nocolon", "X : 1", "X: 1\r\n 2", " X: 1", ": 1", "X: \u0000", "X: \r1")
                .map(field -> refusal("row 27, trailer " + field, 400, CHUNKED + "0\r\n" + field + "\r\n\r\n"));
        return Stream.of(sizes, extensions, last, data, trailers).flatMap(all -> all);
    }

    /** A good request in whose every line end one half is missing. */
    static Stream<Arguments> lineEnds() {
        String good = POST + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: 1\r\n\r\n";
        return IntStream.range(0, good.length())
                .filter(i -> good.startsWith("\r\n", i))
                .boxed()
                .flatMap(i -> Stream.of("\n", "\r", "\n\r", "\r\r\n")
                        .map(end -> refusal(
                                "lines end in %s instead of CR LF at %d".formatted(names(end), i),
                                400,
                                good.substring(0, i) + end + good.substring(i + 2))));
    }

    private static String names(String end) {
        return end.replace("\r", "CR ").replace("\n", "LF ").strip();
    }

    static Stream<Arguments> nulls() {
        String good = POST + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: 1\r\n\r\n";
        return IntStream.range(0, good.length())
                .mapToObj(i -> refusal("NUL at " + i, 400, good.substring(0, i) + "\u0000" + good.substring(i)));
    }

    static Stream<Arguments> answered() {
        String keep = "Connection: keep-alive";
        Stream<Arguments> lines = Stream.of(
                arguments("row 1, HTTP/1.0", 200, "GET /hello/Ada HTTP/1.0\r\n" + keep + "\r\n\r\n"),
                arguments("row 10, HTTP/1.2", 200, line("GET / HTTP/1.2")),
                arguments("row 10, HTTP/1.9", 200, line("GET / HTTP/1.9")),
                arguments("row 12, OPTIONS *", 204, line("OPTIONS * HTTP/1.1")),
                arguments("row 13", 200, line("GET http://b/hello/Ada HTTP/1.1")),
                arguments("row 13, no path", 200, line("GET http://b HTTP/1.1")),
                arguments("row 13, no path but a query", 200, line("GET http://b:80?q HTTP/1.1")),
                arguments("row 13, capitals", 200, line("GET HTTP://B/hello/Ada HTTP/1.1")),
                arguments("row 14, only the path is decoded", 200, line("GET /?%C0%AF%00%GG HTTP/1.1")),
                arguments("row 14, a backslash", 404, line("GET /a\\b HTTP/1.1")),
                arguments("two slashes", 404, line("GET //hello/Ada HTTP/1.1")),
                arguments("row 15, 8000 bytes", 200, line(requestLineOf(8000))),
                arguments("row 15, all that is allowed", 200, line(requestLineOf(LIMITS.requestLine()))),
                arguments("row 16, 100 fields", 200, fields(LIMITS.fields())),
                arguments("row 16, all that is allowed", 200, section(LIMITS.headerSection(), true)),
                arguments("row 35, one empty line", 200, "\r\n" + get(HOST)),
                arguments("row 35, two empty lines", 200, "\r\n\r\n" + get(HOST)),
                arguments("row 36, HTTP/1.0", 200, "GET / HTTP/1.0\r\nExpect: x\r\n" + keep + "\r\n\r\n"),
                arguments("row 37", 200, line("HEAD / HTTP/1.1")),
                arguments("row 37, 404", 404, line("HEAD /nothing HTTP/1.1")),
                arguments("row 39, DELETE", 405, line("DELETE /hello/Ada HTTP/1.1")),
                arguments("row 39, TRACE", 405, line("TRACE / HTTP/1.1")),
                arguments("row 39, FOO", 501, line("FOO / HTTP/1.1")),
                arguments("row 39, get", 501, line("get / HTTP/1.1")),
                arguments("row 39, every character of a token", 501, line("!#$%&'*+-.^_`|~9 / HTTP/1.1")),
                arguments("row 40, 404", 404, line("GET /nothing HTTP/1.1")),
                arguments("CONNECT to a path", 501, line("CONNECT / HTTP/1.1")),
                arguments("every character of a name", 200, get(HOST, "!#$%&'*+-.^_`|~9: 1")),
                arguments("tabs and spaces around a value", 200, get("Host:\t a \t", "X:", "Y: \t ")),
                arguments("row 8, bytes above 127", 200, get(HOST, "X: \u00e9\u0080\u00ff\u00a0")),
                arguments("row 7, value with colons", 200, get(HOST, "X::: :")));
        Stream<Arguments> hosts = Stream.of(
                        "a:80",
                        "a:",
                        "127.0.0.1:8080",
                        "[::1]",
                        "[::1]:80",
                        "%61",
                        "a-b.c_d~e",
                        "A.EXAMPLE.",
                        "xn--bcher-kva")
                .map(host -> arguments("row 3, Host: " + host, 200, get("Host: " + host)));
        Stream<Arguments> bodies = Stream.of(
                        "Content-Length: 5\r\n\r\nhello",
                        "Content-Length: 0005\r\n\r\nhello",
                        "Content-Length: \t5 \r\n\r\nhello",
                        "Content-Length: 0\r\n\r\n",
                        "\r\n",
                        "Content-Length: 1048576\r\n\r\n" + "x".repeat(1 << 20),
                        "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                        "Transfer-Encoding:chunked\t\r\n\r\n1A;a=b\r\n" + "x".repeat(26) + "\r\n0;c\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n5 ; a = \"b;\\\"\r\" \t;c\r\nhello\r\n0\r\n\r\n"
                                .replace("\r\"", "\""),
                        "Transfer-Encoding: chunked\r\n\r\n005;a=\"\u00e9\"\r\nhello\r\n000\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: 1\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: 1\r\nContent-Length: 7\r\nHost: b\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(5000) + "0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n100000\r\n" + "x".repeat(1 << 20) + "\r\n0\r\n\r\n",
                        "Expect: 100-Continue\r\nContent-Length: 5\r\n\r\nhello")
                .map(rest -> arguments(
                        "rows 17 to 28, " + rest.substring(0, Math.min(60, rest.length())), 200, POST + rest));
        return Stream.of(lines, hosts, bodies).flatMap(all -> all);
    }
}
