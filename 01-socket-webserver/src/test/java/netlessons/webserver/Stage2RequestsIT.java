package netlessons.webserver;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsStringIgnoringCase;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 2: a request is read as RFC 9112 sections 2 to 5 say, however its bytes arrive, and goes to its route. Every
 * request asks for the connection to be closed: keeping it is stage 4.
 */
@Stage(value = 2, name = "requests and routes")
@DisplayName("Stage 2: requests and routes")
final class Stage2RequestsIT {
    private static final String END = "Host: localhost\r\nConnection: close\r\n\r\n";
    private static final String ADA = "GET /hello/Ada HTTP/1.1\r\n" + END;
    private static final String GREETING = "Hello, Ada!\n";

    private static Reply get(Target target, String path) {
        return target.exchange("GET " + path + " HTTP/1.1\r\n" + END);
    }

    /** Sends what is wrong, expects to be told so, and that the server survives it. */
    private static void refused(Target target, String request, int... anyOf) {
        target.exchange(request).expectStatus(anyOf).wire().close();
        target.exchange(ADA).expectStatus(200);
    }

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A client as people use them, on a connection of its own, which waits 10 s at most. */
    static RequestSpecification client(Target target) {
        String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        return given().baseUri("http://" + host)
                .port(target.port())
                .header("Connection", "close")
                .config(RestAssuredConfig.config()
                        .httpClient(HttpClientConfig.httpClientConfig()
                                .setParam("http.connection.timeout", 10_000)
                                .setParam("http.socket.timeout", 10_000)));
    }

    // Routes

    @Test
    @Order(1)
    @DisplayName("the status line begins with HTTP/1.1")
    @Rfc("RFC 9112 section 4")
    void version(Target target) {
        get(target, "/").expectStatus(200).expectVersion("HTTP/1.1");
    }

    @Test
    @Order(2)
    @DisplayName("GET / is a welcome page: 200, text/html")
    @Rfc("RFC 9110 section 9.3.1")
    void welcome(Target target) {
        get(target, "/")
                .expectStatus(200)
                .expectHeader(
                        "Content-Type",
                        "text/html",
                        type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
                .expectBodyContaining("<");
    }

    @Test
    @Order(3)
    @DisplayName("GET /hello/Ada says Hello, Ada! as text/plain in UTF-8")
    @Rfc("RFC 9110 section 8.3")
    void hello(Target target) {
        get(target, "/hello/Ada")
                .expectStatus(200)
                .expectHeader("Content-Type", "text/plain; charset=utf-8", Stage2RequestsIT::isUtf8Text)
                .expectBody(GREETING);
    }

    private static boolean isUtf8Text(String type) {
        return type.toLowerCase(Locale.ROOT).matches("text/plain\\s*;\\s*charset=\"?utf-8\"?");
    }

    @ParameterizedTest(name = "GET {0} greets {1}")
    @Order(4)
    @DisplayName("the name in the path may be percent-encoded UTF-8")
    @Rfc("RFC 3986 section 2.1")
    @CsvSource({
        "/hello/Ada%20Lovelace, Ada Lovelace",
        "/hello/J%C3%BCrgen, J\u00fcrgen",
        "/hello/%e5%bc%a0%e4%b8%89, \u5f20\u4e09",
        "/hello/%F0%9F%A6%8A, \ud83e\udd8a",
        "/hello/a+b, a+b",
        "/hello/%41da, Ada",
        "/hello/%2541da, %41da"
    })
    void encodedName(String path, String name, Target target) {
        get(target, path).expectStatus(200).expectBody("Hello, " + name + "!\n");
    }

    @Test
    @Order(5)
    @DisplayName("an encoded slash is no slash: the path is cut first and decoded then")
    @Rfc("RFC 3986 section 2.2")
    void encodedSlash(Target target) {
        get(target, "/hello/Ada%2FBob")
                .expectStatus(200)
                .expectBody("Hello, Ada/Bob!\n")
                .wire()
                .close();
        get(target, "/hello%2FAda").expectStatus(404, 400);
    }

    @ParameterizedTest(name = "GET {0}")
    @Order(6)
    @DisplayName("what follows a question mark is the query and not part of the path")
    @Rfc("RFC 9112 section 3.2.1")
    @ValueSource(strings = {"/hello/Ada?", "/hello/Ada?lang=en", "/hello/Ada?next=/hello/Bob", "/hello/Ada?a=?&b=%2F"})
    void query(String path, Target target) {
        get(target, path).expectStatus(200).expectBody(GREETING);
    }

    @ParameterizedTest(name = "GET {0}")
    @Order(7)
    @DisplayName("a path that has no route is a 404 page")
    @Rfc("RFC 9110 section 15.5.5")
    @ValueSource(strings = {"/nothing", "/hello/", "/hello/Ada/Bob", "/HELLO/Ada", "/helloAda"})
    void notFound(String path, Target target) {
        get(target, path).expectStatus(404);
    }

    @Test
    @Order(8)
    @DisplayName("GET /headers gives back each header field of the request as a line \"Name: value\"")
    @Rfc("RFC 9112 section 5.1")
    void headers(Target target) {
        Reply reply = target.exchange("GET /headers HTTP/1.1\r\n"
                        + "X-Plain: one\r\n"
                        + "X-Tight:two\r\n"
                        + "X-Wide: \t three and more\t \r\n"
                        + "X-Colons: a:b::c: d\r\n"
                        + "X-Empty:\r\n"
                        + "x!#$%&'*+-.^_`|~9: every character a name may have\r\n"
                        + END)
                .expectStatus(200)
                .expectHeader(
                        "Content-Type",
                        "text/plain",
                        type -> type.toLowerCase(Locale.ROOT).startsWith("text/plain"));
        expectLine(reply, "Host", "localhost");
        expectLine(reply, "X-Plain", "one");
        expectLine(reply, "X-Tight", "two");
        expectLine(reply, "X-Wide", "three and more");
        expectLine(reply, "X-Colons", "a:b::c: d");
        expectLine(reply, "X-Empty", "");
        expectLine(reply, "x!#$%&'*+-.^_`|~9", "every character a name may have");
    }

    @Test
    @Order(9)
    @DisplayName("GET /headers keeps the order of fields that have the same name, however it is spelled")
    @Rfc("RFC 9110 section 5.3")
    void repeatedField(Target target) {
        Reply reply = target.exchange(
                        "GET /headers HTTP/1.1\r\nX-Many: a\r\nOther: 1\r\nx-many: b\r\nX-MANY: c\r\n" + END)
                .expectStatus(200);
        expectLine(reply, "X-Many", "a, b, c");
    }

    /** Fields of one name may come as one line or as several; the case of a name means nothing. */
    private static void expectLine(Reply reply, String name, String value) {
        List<String[]> lines = Arrays.stream(reply.text().split("\r?\n"))
                .map(line -> line.split(":", 2))
                .filter(line -> line.length == 2 && line[0].equalsIgnoreCase(name))
                .toList();
        String joined = lines.stream().map(line -> line[1].strip()).collect(Collectors.joining(", "));
        if (lines.isEmpty() || !joined.replaceAll(", *", ", ").equals(value)) {
            throw reply.wire().failure("in the body, a line " + name + ": " + value, -1);
        }
    }

    @Test
    @Order(10)
    @DisplayName("HEAD gets the header section of GET and no body")
    @Rfc("RFC 9110 section 9.3.2")
    void head(Target target) {
        for (String path : List.of("/", "/hello/Ada", "/nothing")) {
            Reply get = get(target, path);
            get.wire().close();
            Reply head = target.exchange("HEAD " + path + " HTTP/1.1\r\n" + END).expectStatus(get.status());
            get.header("Content-Type").ifPresent(type -> head.expectHeader("Content-Type", type));
            // HEAD may leave Content-Length out, but not give another one (RFC 9110 section 8.6).
            if (head.header("Content-Length").isPresent()) {
                String length = get.header("Content-Length").orElse(String.valueOf(get.body().length));
                head.expectHeader("Content-Length", length);
            }
            head.wire().finish().expectClosed().close();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @Order(11)
    @DisplayName("a method that a route does not take: 405 and an Allow that names those it takes")
    @Rfc("RFC 9110 section 15.5.6")
    @CsvSource({"DELETE, /hello/Ada, GET", "PUT, /, GET", "GET, /echo, POST", "POST, /headers, GET"})
    void methodNotAllowed(String method, String path, String allowed, Target target) {
        String length = method.equals("GET") ? "" : "Content-Length: 0\r\n";
        target.exchange(method + " " + path + " HTTP/1.1\r\n" + length + END)
                .expectStatus(405)
                .expectHeader(
                        "Allow",
                        "a list with " + allowed + " in it",
                        allow -> List.of(allow.split("[ \t]*,[ \t]*")).contains(allowed));
    }

    @ParameterizedTest(name = "{0} /")
    @Order(12)
    @DisplayName("a method that nobody knows is no GET: 501 (or 405, or 400), also get in small letters")
    @Rfc("RFC 9110 section 9.1")
    @ValueSource(strings = {"FOO", "get", "GETT", "Get"})
    void unknownMethod(String method, Target target) {
        refused(target, method + " / HTTP/1.1\r\n" + END, 501, 405, 400);
    }

    @ParameterizedTest(name = "OPTIONS {0}")
    @Order(13)
    @DisplayName("OPTIONS is answered with a 2xx, for one route and for the server as a whole (*)")
    @Rfc("RFC 9110 section 9.3.7")
    @ValueSource(strings = {"/hello/Ada", "*"})
    void options(String path, Target target) {
        target.exchange("OPTIONS " + path + " HTTP/1.1\r\n" + END).expectStatus(200, 204);
    }

    @Test
    @Order(14)
    @DisplayName("every answer has a Date such as Tue, 03 Nov 2026 08:05:09 GMT")
    @Rfc("RFC 9110 section 6.6.1, RFC 9110 section 5.6.7")
    void date(Target target) {
        List<String> requests = List.of(
                ADA,
                "HEAD / HTTP/1.1\r\n" + END,
                "GET /nothing HTTP/1.1\r\n" + END,
                "DELETE / HTTP/1.1\r\n" + END,
                "GET / HTTP/1.1\r\n\r\n",
                "nonsense\r\n\r\n");
        for (String request : requests) {
            Reply reply = target.exchange(request);
            if (reply.status() < 500) {
                reply.expectHeader("Date", "a date such as Tue, 03 Nov 2026 08:05:09 GMT", Stage2RequestsIT::isDate);
            }
            reply.wire().close();
        }
    }

    /** IMF-fixdate: two digits for the day, GMT, and the right day of the week. */
    static boolean isDate(String date) {
        try {
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .parse(date);
            return date.length() == 29;
        } catch (DateTimeException e) {
            return false;
        }
    }

    @Test
    @Order(15)
    @DisplayName("a client library gets what it asked for")
    @Rfc("RFC 9110 section 9.3.1")
    void clientLibrary(Target target) {
        client(target)
                .get("/hello/{name}", "J\u00fcrgen / \u5f20\u4e09")
                .then()
                .statusCode(200)
                .contentType(containsStringIgnoringCase("text/plain"))
                .body(equalTo("Hello, J\u00fcrgen / \u5f20\u4e09!\n"));
        client(target).get("/nothing").then().statusCode(404);
    }

    // How a request comes

    @Test
    @Order(20)
    @DisplayName("a request may come one byte at a time")
    @Rfc("RFC 9112 section 2.2")
    void byteByByte(Target target) {
        target.connect()
                .sendByteByByte(bytes(ADA))
                .finalReply()
                .expectStatus(200)
                .expectBody(GREETING);
    }

    @Test
    @Order(21)
    @DisplayName("a request may come in two pieces, cut at any place: one read is not one request")
    @Rfc("RFC 9112 section 2.2")
    void everyCut(Target target) {
        byte[] request = bytes(ADA);
        for (int cut = 1; cut < request.length; cut++) {
            try (Wire wire = target.connect()) {
                wire.sendEach(request, cut).finalReply().expectStatus(200).expectBody(GREETING);
            }
        }
    }

    @Test
    @Order(22)
    @DisplayName("a request line of 8000 bytes is read to its end")
    @Rfc("RFC 9112 section 3")
    void longRequestLine(Target target) {
        String around = "GET /hello/Ada? HTTP/1.1";
        String line = "GET /hello/Ada?" + "q".repeat(8000 - around.length()) + " HTTP/1.1";
        target.exchange(line + "\r\n" + END).expectStatus(200).expectBody(GREETING);
    }

    @Test
    @Order(23)
    @DisplayName("the names of header fields count in any case")
    @Rfc("RFC 9110 section 5.1")
    void fieldNamesInAnyCase(Target target) {
        target.exchange("GET /hello/Ada HTTP/1.1\r\nhOST: localhost\r\nCONNECTION: close\r\n\r\n")
                .expectStatus(200)
                .expectBody(GREETING);
    }

    @Test
    @Order(24)
    @DisplayName("an HTTP/1.0 client sends no Host and gets its answer, without Transfer-Encoding")
    @Rfc("RFC 9112 section 3.2, RFC 9112 section 6.1")
    void http10(Target target) {
        target.exchange("GET /hello/Ada HTTP/1.0\r\n\r\n")
                .expectStatus(200)
                .expectNoHeader("Transfer-Encoding")
                .expectBody(GREETING);
    }

    @Test
    @Order(25)
    @DisplayName("an empty line before the request line is overlooked")
    @Rfc("RFC 9112 section 2.2")
    void leadingEmptyLine(Target target) {
        target.exchange("\r\n" + ADA).expectStatus(200).expectBody(GREETING);
    }

    @Test
    @Order(26)
    @DisplayName("a request target may be a whole URI: its path is routed, its host counts and not the Host field")
    @Rfc("RFC 9112 section 3.2.2")
    void absoluteForm(Target target) {
        target.exchange("GET http://localhost/hello/Ada?q HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n")
                .expectStatus(200)
                .expectBody(GREETING)
                .wire()
                .close();
        target.exchange("GET HTTP://localhost:8080 HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n")
                .expectStatus(200)
                .expectBodyContaining("<");
    }

    // What is no request

    @Test
    @Order(30)
    @DisplayName("an HTTP/1.1 request without Host is refused: 400")
    @Rfc("RFC 9112 section 3.2")
    void noHost(Target target) {
        refused(target, "GET /hello/Ada HTTP/1.1\r\nConnection: close\r\n\r\n", 400);
    }

    @ParameterizedTest(name = "Host: localhost and Host: {0}")
    @Order(31)
    @DisplayName("two Host fields are refused, even if they are equal: 400")
    @Rfc("RFC 9112 section 3.2")
    @ValueSource(strings = {"localhost", "elsewhere"})
    void twoHosts(String second, Target target) {
        refused(target, "GET / HTTP/1.1\r\nHost: " + second + "\r\n" + END, 400);
    }

    @ParameterizedTest(name = "GET / {0}")
    @Order(32)
    @DisplayName("another major version of HTTP is refused: 505 (or 400)")
    @Rfc("RFC 9110 section 15.6.6")
    @ValueSource(strings = {"HTTP/2.0", "HTTP/9.9"})
    void otherVersion(String version, Target target) {
        refused(target, "GET / " + version + "\r\n" + END, 505, 400);
    }

    @ParameterizedTest(name = "GET / {0}")
    @Order(33)
    @DisplayName("what is no HTTP version is refused: 400 (or 505)")
    @Rfc("RFC 9112 section 2.3")
    @ValueSource(strings = {"HTTP/1", "HTTP/01.1", "HTTP/1.1x", "http/1.1", "HTTP/", "XTTP/1.1", "1.1"})
    void noVersion(String version, Target target) {
        refused(target, "GET / " + version + "\r\n" + END, 400, 505);
    }

    @ParameterizedTest(name = "{0}")
    @Order(34)
    @DisplayName("what is no request line is refused: 400")
    @Rfc("RFC 9112 section 3")
    @ValueSource(strings = {"GET /", "GET HTTP/1.1", "GET", "nonsense", "GET / HTTP /1.1", "G@T / HTTP/1.1"})
    void noRequestLine(String line, Target target) {
        refused(target, line + "\r\n" + END, 400, 501, 505);
    }

    @Test
    @Order(35)
    @DisplayName("a space in the path is refused (400), or the client is told where to go (301)")
    @Rfc("RFC 9112 section 3")
    void spaceInTarget(Target target) {
        refused(target, "GET /hello/Ada Lovelace HTTP/1.1\r\n" + END, 400, 301);
    }

    @ParameterizedTest(name = "GET{0}/hello/Ada{1}HTTP/1.1")
    @Order(36)
    @DisplayName("more than one space, or a tab, between the parts of the request line: 400, or taken for one space")
    @Rfc("RFC 9112 section 3")
    @CsvSource({"'  ', ' '", "' ', '  '", "'\t', ' '", "' ', '\t'"})
    void otherSpace(String first, String second, Target target) {
        Reply reply = target.exchange("GET" + first + "/hello/Ada" + second + "HTTP/1.1\r\n" + END)
                .expectStatus(400, 200);
        if (reply.status() == 200) {
            reply.expectBody(GREETING);
        }
    }

    @ParameterizedTest(name = "GET {0}")
    @Order(37)
    @DisplayName("a request target that is neither a path nor a URI is refused: 400")
    @Rfc("RFC 9112 section 3.2")
    @ValueSource(strings = {"*", "hello/Ada", "/hello/\u00e9", "/hello/a\0b", "/hello/\u007f"})
    void noTarget(String path, Target target) {
        refused(target, "GET " + path + " HTTP/1.1\r\n" + END, 400, 404);
    }

    @ParameterizedTest(name = "GET {0}")
    @Order(38)
    @DisplayName("bytes that are no UTF-8 never become a slash: 400 or 404")
    @Rfc("RFC 3629 section 3")
    @ValueSource(strings = {"/hello%C0%AFAda", "/hello%E0%80%AFAda"})
    void overlongSlash(String path, Target target) {
        refused(target, "GET " + path + " HTTP/1.1\r\n" + END, 400, 404);
    }

    @ParameterizedTest(name = "{0}")
    @Order(39)
    @DisplayName("a line in the header section that is no \"Name: value\" is refused: 400")
    @Rfc("RFC 9112 section 5.1")
    @ValueSource(
            strings = {"no colon", "X-Space : 1", "X-Tab\t: 1", ": no name", "X[]: 1", "N\u00e4me: 1", "Two Words: 1"})
    void badField(String line, Target target) {
        refused(target, "GET /hello/Ada HTTP/1.1\r\n" + line + "\r\n" + END, 400);
    }

    @ParameterizedTest(name = "{0}")
    @Order(40)
    @DisplayName("after each refusal the answer ends: Content-Length, or chunks, or the connection is closed")
    @Rfc("RFC 9112 section 6.3")
    @ValueSource(strings = {"GET /nothing", "DELETE /", "FOO /"})
    void errorsEnd(String start, Target target) {
        target.exchange(start + " HTTP/1.1\r\nHost: localhost\r\n\r\n").expectStatus(400, 404, 405, 501);
    }

    @Test
    @Order(41)
    @DisplayName("visitors who leave without a word, or in the middle of one, do no harm")
    @Rfc("RFC 9112 section 8")
    void visitorsWhoLeave(Target target) {
        target.connect().close();
        target.connect().finish().expectClosed().close();
        target.connect().send("GET /hello/Ada HT").close();
        target.connect().send("GET /hello/Ada HTTP/1.1\r\nHost: loc").close();
        get(target, "/hello/Ada").expectStatus(200).expectBody(GREETING);
    }
}
