package netlessons.webserver;

import static netlessons.webserver.Stage2RequestsIT.bytes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.webserver.Dribbler.Fate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 7: clients that mean harm. What can be read in two ways is read in neither, nobody may take more than a share
 * of memory and time, and nothing a visitor wrote becomes part of a header. After each attack somebody else comes and
 * must be answered. Where the RFCs leave a choice, each choice is right; a server may close after every response here.
 */
@Stage(value = 7, name = "hostile input")
@DisplayName("Stage 7: hostile input")
final class Stage7HostileIT {
    private static final String HOST = "Host: localhost\r\n";
    private static final String POST = "POST /echo HTTP/1.1\r\n" + HOST;
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String HELLO_IN_CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

    /** What an attacker wants to be taken for a request, and what must not be. */
    private static final String TRAP = "GET /hello/trap HTTP/1.1\r\n" + HOST + "\r\n";

    /** What comes next, and may be. */
    private static final String NEXT = "GET /hello/next HTTP/1.1\r\n" + HOST + "\r\n";

    private static final String SCRIPT = "<script>alert(7)</script>";

    /** Enough for anybody's patience: 32 MiB. */
    private static final long ENOUGH = 32 << 20;

    /** Seconds: a header section must not take longer, whatever the limit of the server is called. */
    private static final int HEADER_LIMIT = 15;

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + String.join("", fields) + "\r\n";
    }

    /** Somebody else, who is not to blame. */
    private static void expectAlive(Target target) {
        target.exchange(get("/hello/after", "Connection: close\r\n"))
                .expectStatus(200)
                .expectBody("Hello, after!\n")
                .wire()
                .close();
    }

    /** One answer with one of these statuses, then the end: whatever came behind the request is not answered. */
    private static void refused(Target target, String request, int... anyOf) {
        target.exchange(request + TRAP)
                .expectStatus(anyOf)
                .expectClosed()
                .wire()
                .close();
        expectAlive(target);
    }

    /** The same for a request that ends where everybody sees it; the connection may go on. */
    private static Reply answered(Target target, String request, int... anyOf) {
        Reply reply = target.exchange(request).expectStatus(anyOf);
        reply.wire().close();
        expectAlive(target);
        return reply;
    }

    /** Refused, or echoed: then the body is hello, and the next request is the next request (or there is an end). */
    private static void refusedOrHello(Target target, String request, int... refusals) {
        Reply reply = target.exchange(request + NEXT).expectStatus(and(200, refusals));
        if (reply.status() == 200) {
            reply.expectBody("hello");
            reply.wire().replyIfAny().ifPresent(next -> next.expectStatus(200).expectBody("Hello, next!\n"));
        } else {
            reply.expectClosed();
        }
        reply.wire().close();
        expectAlive(target);
    }

    private static int[] and(int status, int[] others) {
        return IntStream.concat(IntStream.of(others), IntStream.of(status)).toArray();
    }

    /** Below 500, or one that says "I cannot do that": a 500 would mean that the program has stumbled. */
    private static void expectSane(Reply reply) {
        if (reply.status() >= 500 && reply.status() != 501 && reply.status() != 505) {
            throw reply.wire().failure("no server error (5xx): the fault was in the request", 9);
        }
    }

    // Two readings of one request: where does it end?

    @ParameterizedTest(name = "Content-Length: {0}")
    @Order(1)
    @DisplayName("a Content-Length that only looks like a number is refused: 400, then the connection is closed")
    @Rfc("RFC 9112 section 6.3, RFC 9110 section 8.6")
    @ValueSource(strings = {"-0", "1_0", "1 0", "", "5;", "5e0", "\u000b5", "5\u00a0", "\u00b2", "hello"})
    void badLength(String length, Target target) {
        refused(target, POST + "Content-Length: " + length + "\r\n\r\nhello", 400);
    }

    @ParameterizedTest(name = "Content-Length: {0}, which is 5 to those who count modulo {1}")
    @Order(2)
    @DisplayName("a Content-Length that fits into no number does not become a small one: 400 or 413, closed")
    @Rfc("RFC 9110 section 8.6")
    @CsvSource({"4294967301, 2^32", "18446744073709551621, 2^64", "340282366920938463463374607431768211461, 2^128"})
    void lengthOverflows(String length, String modulus, Target target) {
        refused(target, POST + "Content-Length: " + length + "\r\n\r\nhello", 400, 413);
    }

    @ParameterizedTest(name = "{0}")
    @Order(3)
    @DisplayName("the same length twice is refused (400), or taken for one")
    @Rfc("RFC 9110 section 8.6")
    @ValueSource(strings = {"Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length: 5, 5\r\n"})
    void lengthTwice(String fields, Target target) {
        refusedOrHello(target, POST + fields + "\r\nhello", 400);
    }

    @ParameterizedTest(name = "{0}")
    @Order(4)
    @DisplayName("a length and chunks at once: refused, or read as chunks; and it is the last on its connection")
    @Rfc("RFC 9112 section 6.1, RFC 9112 section 6.3")
    @ValueSource(
            strings = {
                "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: Chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 15\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: five\r\n",
                "Content-Length: 5\r\nTransfer-Encoding:\r\n chunked\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: identity\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: chunked, x\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: \r\n"
            })
    void lengthAndChunks(String fields, Target target) {
        Reply reply =
                target.exchange(POST + fields + "\r\n" + HELLO_IN_CHUNKS + TRAP).expectStatus(400, 501, 200);
        if (reply.status() == 200) {
            reply.expectBody("hello");
        }
        reply.expectClosed().wire().close();
        expectAlive(target);
    }

    @ParameterizedTest(name = "Transfer-Encoding: {0}")
    @Order(5)
    @DisplayName("a Transfer-Encoding that is nearly chunked is not chunked: 400 or 501, then the connection is closed")
    @Rfc("RFC 9112 section 6.1, RFC 9112 section 6.3")
    @ValueSource(
            strings = {
                "",
                ",",
                "identity",
                "\u000bchunked",
                "chunked\u000c",
                "chunked\u00a0",
                "chunked;q=1",
                "\"chunked\"",
                "chun\tked",
                "chunked chunked",
                "gzip, chunked",
                "chunked\r\nTransfer-Encoding: chunked",
                "identity\r\nTransfer-Encoding: chunked",
                "chunked\r\nTransfer-Encoding: identity"
            })
    void nearlyChunked(String coding, Target target) {
        refused(target, POST + "Transfer-Encoding: " + coding + "\r\n\r\n" + HELLO_IN_CHUNKS, 400, 501);
    }

    @ParameterizedTest(name = "Transfer-Encoding: {0}")
    @Order(6)
    @DisplayName(
            "chunked that is not the last coding leaves the end open: 400 (not 501), then the connection is closed")
    @Rfc("RFC 9112 section 6.3")
    @ValueSource(strings = {"chunked, gzip", "chunked, identity"})
    void chunkedNotLast(String coding, Target target) {
        refused(target, POST + "Transfer-Encoding: " + coding + "\r\n\r\n" + HELLO_IN_CHUNKS, 400);
    }

    @Test
    @Order(7)
    @DisplayName("HTTP/1.0 knows no chunks: a request with them is the last on its connection, whatever it asks for")
    @Rfc("RFC 9112 section 6.1")
    void chunksInHttp10(Target target) {
        String request = "POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n";
        refused(target, request + "\r\n" + HELLO_IN_CHUNKS, 400, 501, 200);
        refused(target, request + "Content-Length: 5\r\n\r\n" + HELLO_IN_CHUNKS, 400, 501, 200);
    }

    @ParameterizedTest(name = "{0}")
    @Order(8)
    @DisplayName(
            "white space between a field's name and its colon is refused, first of all where a body's end depends on it: 400")
    @Rfc("RFC 9112 section 5.1")
    @ValueSource(
            strings = {
                "Content-Length : 5",
                "Content-Length\t: 5",
                "Transfer-Encoding : chunked",
                "Content-Length: 5\r\nTransfer-Encoding : chunked",
                "Host : elsewhere"
            })
    void spaceBeforeColon(String fields, Target target) {
        refused(target, POST + fields + "\r\n\r\n" + HELLO_IN_CHUNKS, 400);
    }

    @ParameterizedTest(name = "{0}")
    @Order(9)
    @DisplayName("a line that begins with a space continues no field: 400 (or its line end is read as a space)")
    @Rfc("RFC 9112 section 5.2")
    @ValueSource(strings = {"X: 1\r\n 2\r\n", "X: 1\r\n\t2\r\n", "X: 1\r\n \t 2\r\n"})
    void foldedField(String fields, Target target) {
        Reply reply = answered(target, get("/headers", fields), 400, 200);
        expectSpaceIfAnswered(reply);
    }

    @Test
    @Order(10)
    @DisplayName("a folded Content-Length is refused, or read as the number that it is")
    @Rfc("RFC 9112 section 5.2")
    void foldedLength(Target target) {
        refusedOrHello(target, POST + "Content-Length:\r\n 5\r\n\r\nhello", 400);
    }

    @Test
    @Order(11)
    @DisplayName("a line with a space in front, between the request line and the first field: 400, or it is overlooked")
    @Rfc("RFC 9112 section 2.2")
    void spaceBeforeFirstField(Target target) {
        Reply reply = answered(target, "GET /headers HTTP/1.1\r\n X-First: 1\r\n" + HOST + "\r\n", 400, 200);
        if (reply.status() == 200 && reply.text().contains("X-First")) {
            throw reply.wire().failure("no X-First: its line began with a space", -1);
        }
        answered(target, "GET /hello/Ada HTTP/1.1\r\n " + HOST + "\r\n", 400);
        refusedOrHello(
                target,
                "POST /echo HTTP/1.1\r\n Transfer-Encoding: chunked\r\n" + HOST + "Content-Length: 5\r\n\r\nhello",
                400);
    }

    /** In a 200 of /headers, what stood between the 1 and the 2 of X has become spaces. */
    private static void expectSpaceIfAnswered(Reply reply) {
        boolean there =
                Arrays.stream(reply.text().split("\n", -1)).anyMatch(l -> l.matches("(?i)X:[ \t]*1[ \t]+2[ \t]*\r?"));
        if (reply.status() == 200 && !there) {
            throw reply.wire().failure("400 (Bad Request); or in the body the line X: 1 2", -1);
        }
    }

    // Characters that end a line for some, and nothing for others

    @ParameterizedTest(name = "{0}")
    @Order(20)
    @DisplayName("a CR alone, or a NUL, in a field is refused (400), or read as a space")
    @Rfc("RFC 9110 section 5.5, RFC 9112 section 2.2")
    @ValueSource(strings = {"X: 1\r2\r\n", "X: 1\0" + "2\r\n"})
    void controlInValue(String fields, Target target) {
        Reply reply = answered(target, get("/headers", fields), 400, 200);
        expectSpaceIfAnswered(reply);
    }

    @ParameterizedTest(name = "{0}")
    @Order(21)
    @DisplayName("a CR alone ends no line: 400")
    @Rfc("RFC 9112 section 2.2")
    @ValueSource(
            strings = {
                "GET /hello/Ada HTTP/1.1\rHost: localhost\r\n\r\n",
                "GET /hello/Ada HTTP/1.1\r\n\rHost: localhost\r\n\r\n",
                "GET /hello/Ada HTTP/1.1\r\nX: 1\rHost: localhost\r\n\r\n"
            })
    void crAlone(String request, Target target) {
        answered(target, request, 400, 505);
    }

    @Test
    @Order(22)
    @DisplayName("a request whose lines all end in CR alone is none: 400, or no answer")
    @Rfc("RFC 9112 section 2.2")
    void onlyCr(Target target) {
        Wire wire = target.connect()
                .send("GET /hello/Ada HTTP/1.1\rHost: localhost\r\r")
                .finish();
        wire.replyIfAny().ifPresent(reply -> reply.expectStatus(400, 505).expectClosed());
        wire.close();
        expectAlive(target);
    }

    @ParameterizedTest(name = "{0}")
    @Order(23)
    @DisplayName("a NUL, or another control character, in a name is refused: 400")
    @Rfc("RFC 9110 section 5.1")
    @ValueSource(strings = {"\0X: 1\r\n", "X\0: 1\r\n", "X\u0001: 1\r\n", "X\u007f: 1\r\n", "Host\0: elsewhere\r\n"})
    void controlInName(String fields, Target target) {
        answered(target, get("/hello/Ada", fields), 400);
    }

    // Chunks

    @ParameterizedTest(name = "size {0}")
    @Order(30)
    @DisplayName("a chunk size is hexadecimal digits and nothing else: 400, then the connection is closed")
    @Rfc("RFC 9112 section 7.1")
    @ValueSource(
            strings = {
                " 5", "5 ", "\t5", "5\t", " ", "-0", "+0", "0X5", "x5", "1_0", "5,", "5.", "5\u00a0", "5\0", "\u00b2"
            })
    void badChunkSize(String size, Target target) {
        refused(target, CHUNKED + size + "\r\nhello\r\n0\r\n\r\n", 400);
    }

    @ParameterizedTest(name = "size {0}")
    @Order(31)
    @DisplayName("a chunk size that fits into no number does not become a small one: 400 or 413, closed")
    @Rfc("RFC 9112 section 7.1")
    @ValueSource(
            strings = {"100000005", "10000000000000005", "ffffffffffffffff", "fffffffffffffffff", "8000000000000000"})
    void chunkSizeOverflows(String size, Target target) {
        refused(target, CHUNKED + size + "\r\nhello\r\n0\r\n\r\n", 400, 413);
    }

    @ParameterizedTest(name = "{0}")
    @Order(32)
    @DisplayName("behind a chunk's data there is CR LF and nothing else: 400, then the connection is closed")
    @Rfc("RFC 9112 section 7.1")
    @ValueSource(
            strings = {
                "5\r\nhello0\r\n\r\n",
                "4\r\nhello\r\n0\r\n\r\n",
                "5\r\nhell\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\r0\r\n\r\n",
                "5\r\nhello\n\r0\r\n\r\n",
                "5\r\nhello\r\r\n0\r\n\r\n",
                "5\r\nhello \r\n0\r\n\r\n",
                "5\r\nhello\r\n\r\n0\r\n\r\n"
            })
    void badChunkEnd(String chunks, Target target) {
        refused(target, CHUNKED + chunks, 400);
    }

    @ParameterizedTest(name = "{0}")
    @Order(33)
    @DisplayName("the line of a chunk's size ends in CR LF, not in one of the two: 400, then the connection is closed")
    @Rfc("RFC 9112 section 7.1")
    @ValueSource(
            strings = {
                "5\nhello\r\n0\r\n\r\n",
                "5\rhello\r\n0\r\n\r\n",
                "5;a\nhello\r\n0\r\n\r\n",
                "5;a\n5\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\n\r\n"
            })
    void badSizeLine(String chunks, Target target) {
        refused(target, CHUNKED + chunks, 400);
    }

    @ParameterizedTest(name = "{0}")
    @Order(34)
    @DisplayName("a chunk extension with wrong syntax is refused (400), or means nothing like all the others")
    @Rfc("RFC 9112 section 7.1.1")
    @ValueSource(strings = {"5;", "5;[", "5;a=", "5;a=\"b", "5;a\0", "5;a\rb", "5 ; a = b"})
    void badExtension(String size, Target target) {
        refusedOrHello(target, CHUNKED + size + "\r\nhello\r\n0\r\n\r\n", 400);
    }

    @ParameterizedTest(name = "{0}")
    @Order(35)
    @DisplayName(
            "a trailer field changes nothing, whatever it is called; the next request begins behind the empty line")
    @Rfc("RFC 9112 section 7.1.2, RFC 9110 section 6.5.1")
    @ValueSource(
            strings = {
                "X: 1",
                "X: 1\r\nY: 2\r\nZ: 3",
                "Content-Length: 60",
                "Transfer-Encoding: chunked",
                "Host: elsewhere",
                "Connection: keep-alive"
            })
    void trailers(String fields, Target target) {
        refusedOrHello(target, CHUNKED + "5\r\nhello\r\n0\r\n" + fields + "\r\n\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @Order(36)
    @DisplayName("a trailer line that is no field is refused (400), or thrown away")
    @Rfc("RFC 9112 section 7.1.2")
    @ValueSource(strings = {"no colon", "X : 1", ": 1", "X: 1\r\n 2", "GET /hello/trap HTTP/1.1"})
    void badTrailers(String fields, Target target) {
        refusedOrHello(target, CHUNKED + "5\r\nhello\r\n0\r\n" + fields + "\r\n\r\n", 400);
    }

    // Which site, which page?

    @ParameterizedTest(name = "Host: {0}")
    @Order(40)
    @DisplayName("a Host that is no host name or address, with perhaps a port, is refused: 400")
    @Rfc("RFC 9112 section 3.2, RFC 9110 section 4.2.1")
    @ValueSource(
            strings = {
                "",
                "user@a",
                "a/b",
                "a?b",
                "a#b",
                "a b",
                "a, b",
                "a\\b",
                "<a>",
                "\"a\"",
                "a:b",
                "a:80:80",
                "a:-1",
                "[::1",
                "::1",
                "a\u00e9",
                "http://a",
                "a\0b"
            })
    void badHost(String host, Target target) {
        answered(target, "GET /hello/Ada HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 400);
    }

    @ParameterizedTest(name = "Host: {0}")
    @Order(41)
    @DisplayName("strict does not mean narrow-minded: every kind of host is taken")
    @Rfc("RFC 9110 section 7.2, RFC 3986 section 3.2.2")
    @ValueSource(
            strings = {
                "a",
                "A.EXAMPLE.",
                "localhost:",
                "127.0.0.1:8080",
                "[::1]",
                "[::1]:80",
                "a-b_c~d",
                "xn--bcher-kva"
            })
    void goodHost(String host, Target target) {
        answered(target, "GET /hello/Ada HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 200);
    }

    @ParameterizedTest(name = "GET {0}")
    @Order(42)
    @DisplayName("a request target that is no URI is refused: 400 (or 404)")
    @Rfc("RFC 9112 section 3.2, RFC 3986 section 2.1")
    @ValueSource(
            strings = {
                "http:///hello/Ada",
                "http://",
                "/hello/%",
                "/hello/%4",
                "/hello/%zz",
                "/hello/%u0041",
                "/hello/a\rb"
            })
    void badTarget(String path, Target target) {
        answered(target, get(path), 400, 404);
    }

    @Test
    @Order(43)
    @DisplayName("a Host that is wrong is refused although a whole URI makes it unimportant: 400")
    @Rfc("RFC 9112 section 3.2")
    void badHostBesideUri(Target target) {
        answered(target, "GET http://localhost/hello/Ada HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
        answered(target, "GET http://localhost/hello/Ada HTTP/1.1\r\n\r\n", 400);
    }

    // What a visitor wrote stays text

    @Test
    @Order(50)
    @DisplayName("CR LF in a name that is echoed makes no header field and no second answer")
    @Rfc("RFC 9112 section 11.1")
    void splitByName(Target target) {
        for (String name :
                List.of("a%0d%0aX-Evil:%201", "a%0d%0a%0d%0aHTTP/1.1%20200%20OK%0d%0a%0d%0a", "%0aX-Evil:1%0a")) {
            for (String path : List.of("/hello/", "/nothing/", "/files/", "/hello/a?", "//")) {
                Reply reply = target.exchange(get(path + name, "Connection: close\r\n"))
                        .expectNoHeader("X-Evil")
                        .expectClosed();
                expectSane(reply);
                reply.wire().close();
                expectAlive(target);
            }
        }
    }

    @Test
    @Order(51)
    @DisplayName("CR LF in the name of a folder does not split the redirect to the address with a slash")
    @Rfc("RFC 9112 section 11.1, RFC 9110 section 10.2.2")
    void splitByLocation(Target target) throws IOException {
        Path folder = target.newFolder();
        try {
            Files.createDirectory(folder.resolve("a\r\nX-Evil: 1"));
        } catch (IOException | InvalidPathException e) {
            Assumptions.abort("this system has no folders with CR and LF in their names");
        }
        Reply reply = target.exchange(get("/files/" + folder.getFileName() + "/a%0D%0AX-Evil:%201"))
                .expectStatus(301, 302, 307, 308, 400, 404)
                .expectNoHeader("X-Evil");
        if (reply.status() < 400) {
            reply.expectHeader("Location", "an address, still percent-encoded", at -> at.matches("[!-~]+"));
        }
        reply.wire().close();
        expectAlive(target);
    }

    @ParameterizedTest(name = "Content-Type: {0}")
    @Order(52)
    @DisplayName("a Content-Type that comes back from /echo brings no line end and no NUL with it")
    @Rfc("RFC 9110 section 5.5")
    @ValueSource(strings = {"text/plain\rX-Evil: 1", "text/plain\r\n X-Evil: 1", "text/plain\0"})
    void splitByType(String type, Target target) {
        // That no CR and no NUL is in a field is checked with every answer.
        answered(target, POST + "Content-Length: 5\r\nContent-Type: " + type + "\r\n\r\nhello", 400, 200)
                .expectNoHeader("X-Evil");
    }

    @ParameterizedTest(name = "{0}")
    @Order(53)
    @DisplayName("an error page shows what the visitor wrote as text, or not at all: a script in it would run")
    @Rfc("RFC 9110 section 17.4")
    @MethodSource("scripts")
    void noScript(String where, String request, Target target) {
        Reply reply = target.exchange(request);
        expectSane(reply);
        String type = reply.header("Content-Type").orElse("text/html").toLowerCase(Locale.ROOT);
        boolean runs = type.matches(".*(html|xml|svg).*");
        if (runs && reply.text().toLowerCase(Locale.ROOT).contains("<script>")) {
            throw reply.wire().failure("a page in which < of the request has become &lt;", -1);
        }
        reply.wire().close();
        expectAlive(target);
    }

    static Object[][] scripts() {
        String encoded = SCRIPT.replace("<", "%3C").replace(">", "%3E").replace("/", "%2F");
        return new Object[][] {
            {"in the path", get("/" + SCRIPT)},
            {"in the path, percent-encoded", get("/" + encoded)},
            {"in the path, percent-encoded twice", get("/" + encoded.replace("%", "%25"))},
            {"in the query", get("/nothing?" + SCRIPT)},
            {"in the name of a file", get("/files/" + encoded)},
            {"in the name that is greeted", get("/hello/" + encoded)},
            {"in the path of a wrong method", "DELETE /hello/" + encoded + " HTTP/1.1\r\n" + HOST + "\r\n"},
            {"in the method", SCRIPT + " / HTTP/1.1\r\n" + HOST + "\r\n"},
            {"in the version", "GET / HTTP/" + SCRIPT + "\r\n" + HOST + "\r\n"},
            {"in Host", "GET / HTTP/1.1\r\nHost: " + SCRIPT + "\r\n\r\n"},
            {"in the name of a field", get("/", SCRIPT + ": 1\r\n")},
            {"in Content-Length", POST + "Content-Length: " + SCRIPT + "\r\n\r\n"},
            {"in Transfer-Encoding", POST + "Transfer-Encoding: " + SCRIPT + "\r\n\r\n"},
            {"in Expect", get("/nothing", "Expect: " + SCRIPT + "\r\n")},
            {"in Range", get("/nothing", "Range: " + SCRIPT + "\r\n")},
            {"in a chunk size", CHUNKED + SCRIPT + "\r\n"},
            {"in a field of /headers", get("/headers", "X: " + SCRIPT + "\r\n")},
        };
    }

    // Too much

    @ParameterizedTest(name = "{0}")
    @Order(60)
    @DisplayName("what never ends is refused while it is still coming")
    @Rfc("RFC 9112 section 3, RFC 9110 section 5.4, RFC 9110 section 15.5.14")
    @MethodSource("endless")
    void endless(String what, String start, String more, int[] anyOf, Target target) throws IOException {
        try (Intruder client = new Intruder(target)) {
            flood(client, start, more);
            if (IntStream.of(anyOf).noneMatch(status -> status == client.status())) {
                throw client.failure(
                        what + " without end is not refused as it should be",
                        "status "
                                + String.join(
                                        " or ",
                                        IntStream.of(anyOf)
                                                .mapToObj(String::valueOf)
                                                .toList()) + ", before 32 MiB have come");
            }
        }
        expectAlive(target);
    }

    static Object[][] endless() {
        int[] header = {431, 400, 413};
        return new Object[][] {
            {"a request line", "GET /", "a", new int[] {414}},
            {"a method", "", "G", new int[] {400, 405, 414, 431, 501}},
            {"a header field", "GET / HTTP/1.1\r\n" + HOST + "X: ", "x", header},
            {"the name of a header field", "GET / HTTP/1.1\r\n" + HOST, "X", header},
            {"a header section", "GET / HTTP/1.1\r\n" + HOST, "X: 1\r\n", header},
            {"a body of 1 GiB", POST + "Content-Length: 1073741824\r\n\r\n", "x", new int[] {413}},
            {"a chunk of 1 GiB", CHUNKED + "40000000\r\n", "x", new int[] {413, 400}},
            {"a body in small chunks", CHUNKED, "10\r\n0123456789abcdef\r\n", new int[] {413}},
            {"a chunk extension", CHUNKED + "5;a=", "x", header},
            {"a trailer section", CHUNKED + "0\r\n", "X: 1\r\n", header},
        };
    }

    /**
     * Sends start, then more again and again, until there is an answer, an end, or enough.
     *
     * @return when there was no answer yet, in System.nanoTime: the server has not closed anything before that
     */
    private static long flood(Intruder client, String start, String more) {
        ByteBuffer first = ByteBuffer.wrap(bytes(start));
        ByteBuffer rest = ByteBuffer.wrap(bytes(more.repeat(16_384 / more.length())));
        long unanswered = System.nanoTime();
        long now = unanswered;
        long lastSent = unanswered;
        while (client.status() == 0
                && !client.isFinished()
                && since(lastSent) < 10
                && client.age().toSeconds() < 60) {
            unanswered = now; // from before we looked
            now = System.nanoTime();
            long before = client.sent();
            if (first.hasRemaining()) {
                client.send(first);
            } else if (before < ENOUGH) {
                client.send(rest.hasRemaining() ? rest : rest.rewind());
            }
            if (client.sent() > before) {
                lastSent = now;
            } else {
                Intruder.pause(2);
            }
        }
        return unanswered;
    }

    @ParameterizedTest(name = "{0}")
    @Order(61)
    @DisplayName(
            "a client that is still sending can read why it was refused: no reset while it does (close in two steps)")
    @Rfc("RFC 9112 section 9.6")
    @CsvSource({
        "a body that is too long, 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1073741824\r\n\r\n'",
        "a body that nobody wants, 'POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 1073741824\r\n\r\n'",
        "a body with a wrong chunk, 'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n'",
        "a header section that is too long, 'GET / HTTP/1.1\r\nHost: a\r\nX: '",
        "a request line that is too long, 'GET /'"
    })
    void twoSteps(String what, String start, Target target) throws IOException {
        boolean judged = false;
        for (int attempt = 0; attempt < 5 && !judged; attempt++) {
            try (Intruder client = new Intruder(target)) {
                judged = sendsOn(client, what, start);
            }
        }
        expectAlive(target);
    }

    /**
     * Goes on sending for a moment after the answer: most programs send all they have before they read, and give up when
     * that fails. Returns false if this machine was too slow to judge.
     */
    private static boolean sendsOn(Intruder client, String what, String start) {
        long unanswered = flood(client, start, "x");
        if (client.status() == 0) {
            throw client.failure(what + ": there is no answer", "a status line");
        }
        for (int i = 0; i < 20 && !client.isRefused(); i++) {
            Intruder.pause(20);
            client.send("still sending ");
        }
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - unanswered);
        if (client.isRefused() && milliseconds < 1500) {
            throw client.failure(
                    "%s: the answer came, and the connection was reset %d ms later at most, while the client still sent"
                            .formatted(what, milliseconds),
                    "first the end of the server's side only (FIN, shutdownOutput); then it reads on for a second or two,"
                            + " and throws away what comes, before it closes");
        }
        return !client.isRefused();
    }

    // Too long

    @Test
    @Order(70)
    @DisplayName("clients that dribble: a header section has its time, and no byte prolongs it (408, or the end)")
    @Rfc("RFC 9110 section 15.5.9, RFC 9112 section 9.5")
    void dribble(Target target) throws IOException {
        String line = "GET /hello/slow HTTP/1.1\r\n";
        String broken = POST + "Content-Length: five\r\n\r\n";
        List<Dribbler> clients = new ArrayList<>();
        try {
            clients.add(new Dribbler(Fate.ENDED, "a request line, byte by byte", target, 0, "GET /hello/", "s"));
            clients.add(new Dribbler(Fate.ENDED, "a field, byte by byte", target, 0, line + HOST + "X: ", "x"));
            clients.add(new Dribbler(Fate.ENDED, "a header section, line by line", target, 0, line + HOST, "X: 1\r\n"));
            clients.add(new Dribbler(Fate.ENDED, "half a request line, then nothing", target, 0, "GET /hel", ""));
            clients.add(new Dribbler(Fate.ENDED, "all but the last byte", target, 0, line + HOST + "\r", ""));
            clients.add(new Dribbler(Fate.ENDED, "a second request, byte by byte", target, 1, NEXT + "GET /", "s"));
            clients.add(new Dribbler(Fate.CUT_OFF, "byte by byte after a 400", target, 1, broken, "x"));
            clients.add(new Dribbler(Fate.LEFT_ALONE, "an idle connection", target, 0, "", ""));
            clients.add(new Dribbler(Fate.LEFT_ALONE, "an idle connection after a request", target, 1, NEXT, ""));
            clients.add(new Dribbler(
                    Fate.NOT_SERVED, "half a body", target, 0, POST + "Content-Length: 10\r\n\r\nhello", ""));
            long start = System.nanoTime();
            while (clients.stream().anyMatch(Dribbler::isWaiting) && since(start) < HEADER_LIMIT) {
                clients.forEach(Dribbler::dribble);
                Intruder.expectAnswer(target, "somebody else, while others dribble");
                Intruder.pause(500);
            }
            clients.forEach(client -> client.check(HEADER_LIMIT));
        } finally {
            clients.forEach(Dribbler::close);
        }
        expectAlive(target);
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }

    @Test
    @Order(71)
    @DisplayName("a client that reads slowly gets all of its 8 MiB, and the others do not wait for it")
    @Rfc("RFC 9112 section 9.5")
    void slowReader(Target target) throws IOException {
        byte[] data = new byte[8 << 20];
        Path folder = target.newFolder();
        Files.write(folder.resolve("big.bin"), data);
        String request = get("/files/" + folder.getFileName() + "/big.bin", "Connection: close\r\n");
        try (Intruder client = new Intruder(target, 64 << 10)) {
            client.send(request);
            for (int i = 0;
                    client.received() < data.length
                            && !client.isOver()
                            && client.age().toSeconds() < 60;
                    i++) {
                Intruder.pause(20);
                client.read(64 << 10);
                if (i % 20 == 0) {
                    Intruder.expectAnswer(target, "somebody else, while one reads slowly");
                }
            }
            long end = System.nanoTime();
            while (!client.isFinished() && since(end) < 10) {
                Intruder.pause(5);
            }
            int expected = client.text().indexOf("\r\n\r\n") + 4 + data.length;
            if (client.status() != 200 || client.received() != expected) {
                throw client.failure(
                        "a slow reader got %d bytes".formatted(client.received()),
                        "status 200, %d bytes and the end".formatted(expected));
            }
        }
        expectAlive(target);
    }

    @Test
    @Order(72)
    @DisplayName("1,100 clients connect and say nothing: who was there before is served, and so is who comes after")
    @Rfc("RFC 9112 section 9.4, RFC 9112 section 9.5")
    void crowd(Target target) throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        try {
            Wire early = target.connect().send("GET /hello/ea");
            for (int i = 0; i < 1100; i++) {
                try {
                    SocketChannel client = SocketChannel.open();
                    crowd.add(client);
                    client.socket().connect(new InetSocketAddress(target.host(), target.port()), 2000);
                } catch (IOException e) {
                    break; // there is a limit, and that is a way to show it
                }
            }
            early.send("rly HTTP/1.1\r\n" + HOST + "\r\n")
                    .finalReply()
                    .expectStatus(200)
                    .expectBody("Hello, early!\n");
        } finally {
            for (SocketChannel client : crowd) {
                client.close();
            }
        }
        // It may take a moment until the server sees that there is room again.
        long start = System.nanoTime();
        boolean served = false;
        while (!served && since(start) < 10) {
            try (Intruder client = new Intruder(target)) {
                served = client.isAnswered();
            }
        }
        if (!served) {
            expectAlive(target); // which tells what comes instead
        }
    }

    // Whatever

    /** The client closes its side behind these bytes, so the server waits for nothing more. */
    private static void survive(Target target, byte[] attack) {
        Wire wire = target.connect().send(attack).finish();
        for (Optional<Reply> reply = wire.replyIfAny(); reply.isPresent(); reply = wire.replyIfAny()) {
            expectSane(reply.get());
        }
        wire.close();
        expectAlive(target);
    }

    @ParameterizedTest(name = "{0}")
    @Order(80)
    @DisplayName("who speaks another protocol gets an error, or the end of the connection")
    @Rfc("RFC 9112 section 2.2")
    @CsvSource({
        "the beginning of TLS, '\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003random bytes'",
        "the beginning of HTTP/2, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0'",
        "the beginning of SSH, 'SSH-2.0-OpenSSH_9.2\r\n'",
        "FTP, 'USER anonymous\r\nPASS guest@\r\n'",
        "SMTP, 'EHLO localhost\r\nMAIL FROM:<a@b>\r\n'",
        "a line end for ever, '\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n'",
        "zeros, '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r\n\r\n'",
        "an answer, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'"
    })
    void otherProtocol(String what, String attack, Target target) {
        survive(target, bytes(attack));
    }

    @Test
    @Order(81)
    @DisplayName("200 visitors who send random bytes: an answer or the end, no 500, and the server lives on")
    @Rfc("RFC 9112 section 2.2")
    void randomBytes(Target target) {
        Random random = target.random();
        for (int i = 0; i < 200; i++) {
            byte[] attack = new byte[1 + random.nextInt(i % 10 == 0 ? 20_000 : 200)];
            random.nextBytes(attack);
            survive(target, attack);
        }
    }

    @Test
    @Order(82)
    @DisplayName("400 requests that are nearly right: an answer or the end, no 500, and the server lives on")
    @Rfc("RFC 9112 section 2.2")
    void nearlyRight(Target target) {
        Random random = target.random();
        for (int i = 0; i < 400; i++) {
            survive(target, bytes(mutated(GOOD.get(i % GOOD.size()), random)));
        }
    }

    private static final List<String> GOOD = List.of(
            NEXT + get("/headers", "Accept: */*\r\n", "X-Name: a, b;q=0.5\r\n"),
            POST + "Content-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello" + NEXT,
            CHUNKED + "5;a=\"b\"\r\nhello\r\n6\r\n world\r\n0\r\nX: 1\r\n\r\n" + NEXT,
            get("/files/nothing.txt?q=1", "Range: bytes=0-9,20-\r\n", "If-None-Match: W/\"a\", \"b\"\r\n"),
            "GET /hello/J%C3%BCrgen HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + NEXT,
            "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\nGET http://localhost:80/hello/%41?x HTTP/1.1\r\n" + HOST + "\r\n",
            get("/hello/Ada", "Connection: close, x\r\n", "If-Modified-Since: Sat, 21 Nov 2026 09:30:00 GMT\r\n"));

    /** What parsers trip over. */
    private static final List<String> STONES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            ":",
            ";",
            ",",
            "%",
            "\"",
            "\u00e9",
            "\u00ff",
            "..",
            "//",
            "?",
            "#",
            "*",
            "-1",
            "0",
            "99999999999999999999",
            "ffffffffffffffff",
            "Content-Length: 3\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Host: b\r\n",
            "Expect: x\r\n",
            "HTTP/1.1",
            "%00",
            "%ff",
            "\r\n\r\n");

    private static String mutated(String request, Random random) {
        StringBuilder text = new StringBuilder(request);
        for (int i = 1 + random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + 1 + random.nextInt(10));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(from, (char) random.nextInt(256));
                case 1 -> text.insert(from, STONES.get(random.nextInt(STONES.size())));
                case 2 -> text.delete(from, to);
                case 3 -> text.insert(from, text.substring(from, to));
                default -> text.replace(from, to, STONES.get(random.nextInt(STONES.size())));
            }
        }
        return text.toString();
    }
}
