package netlessons.webserver;

import static netlessons.webserver.Stage2RequestsIT.bytes;

import io.restassured.http.ContentType;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 3: the body of a request ends where Content-Length or its chunks say (RFC 9112 sections 6 and 7), and nothing
 * in it is text unless somebody says so.
 */
@Stage(value = 3, name = "bodies")
@DisplayName("Stage 3: bodies")
final class Stage3BodiesIT {
    private static final String POST =
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    private static final byte[] ALL_BYTES = allBytes();

    private static byte[] allBytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return all;
    }

    private static byte[] post(byte[] body) {
        return join(bytes(POST + "Content-Length: " + body.length + "\r\n\r\n"), body);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The body came back, the whole of it, and not one byte follows it. */
    private static void expectEcho(Reply reply, byte[] body) {
        reply.expectStatus(200).expectBody(body).wire().finish().expectClosed().close();
    }

    private static void expectEcho(Reply reply, String body) {
        expectEcho(reply, bytes(body));
    }

    /** RFC 9112 section 6.3: nobody knows where the next request begins, so 400 and the end of the connection. */
    private static void refused(Target target, String request) {
        target.exchange(request).expectStatus(400).expectClosed().wire().close();
        expectEcho(target.exchange(post(bytes("after"))), "after");
    }

    // Content-Length

    @Test
    @Order(1)
    @DisplayName("what is posted to /echo comes back")
    @Rfc("RFC 9112 section 6.2")
    void echo(Target target) {
        expectEcho(target.exchange(post(bytes("Hello, body!"))), "Hello, body!");
    }

    @Test
    @Order(2)
    @DisplayName("the name Content-Length counts in any case, and leading zeros mean nothing")
    @Rfc("RFC 9110 section 5.1, RFC 9110 section 8.6")
    void fieldNameInAnyCase(Target target) {
        expectEcho(target.exchange(POST + "cOnTeNt-lEnGtH:0005\r\n\r\nhello"), "hello");
    }

    @Test
    @Order(3)
    @DisplayName("/echo keeps the Content-Type; a body without one is application/octet-stream")
    @Rfc("RFC 9110 section 8.3")
    void contentType(Target target) {
        String head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n";
        target.exchange(head + "Content-Type: application/x-thing; a=\"b c\"\r\n\r\n{}")
                .expectStatus(200)
                .expectHeader("Content-Type", "application/x-thing; a=\"b c\"")
                .expectBody("{}")
                .wire()
                .close();
        target.exchange(head + "\r\n{}")
                .expectStatus(200)
                .expectHeader("Content-Type", "application/octet-stream")
                .expectBody("{}");
    }

    @Test
    @Order(4)
    @DisplayName("a body may be empty: Content-Length: 0")
    @Rfc("RFC 9112 section 6.2")
    void emptyBody(Target target) {
        expectEcho(target.exchange(post(new byte[0])), "");
    }

    @Test
    @Order(5)
    @DisplayName("a POST with neither Content-Length nor chunks has no body: it is answered at once (411 will do)")
    @Rfc("RFC 9112 section 6.3, RFC 9110 section 15.5.12")
    void noLength(Target target) {
        Reply reply = target.exchange(POST + "\r\n").expectStatus(200, 411);
        if (reply.status() == 200) {
            expectEcho(reply, "");
        }
    }

    @Test
    @Order(6)
    @DisplayName("all 256 values of a byte come back as they were, CR, LF and NUL among them")
    @Rfc("RFC 9112 section 6")
    void binary(Target target) {
        expectEcho(target.exchange(post(ALL_BYTES)), ALL_BYTES);
    }

    @Test
    @Order(7)
    @DisplayName("a body that looks like a request is still a body")
    @Rfc("RFC 9112 section 6.2")
    void requestInBody(Target target) {
        String body = "\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        expectEcho(target.exchange(post(bytes(body))), body);
    }

    @Test
    @Order(8)
    @DisplayName("head and body may come in two pieces, cut at any place")
    @Rfc("RFC 9112 section 6.2")
    void everyCut(Target target) {
        byte[] request = post(bytes("some\r\n\r\nbody"));
        for (int cut = 1; cut < request.length; cut++) {
            try (Wire wire = target.connect()) {
                wire.sendEach(request, cut).finalReply().expectStatus(200).expectBody("some\r\n\r\nbody");
            }
        }
    }

    @Test
    @Order(9)
    @DisplayName("head and body may come one byte at a time")
    @Rfc("RFC 9112 section 6.2")
    void byteByByte(Target target) {
        expectEcho(target.connect().sendByteByByte(post(ALL_BYTES)).finalReply(), ALL_BYTES);
    }

    @Test
    @Order(10)
    @DisplayName("100 KB come back whole, in whatever pieces they arrive")
    @Rfc("RFC 9112 section 6.2")
    void manyPieces(Target target) {
        String body = numberedLines(2500);
        byte[] request = post(bytes(body));
        int[] cuts =
                target.random().ints(60, 1, request.length).sorted().distinct().toArray();
        expectEcho(target.connect().sendEach(request, cuts).finalReply(), body);
    }

    /** Lines of 40 bytes, so that a failure shows which part is missing. */
    private static String numberedLines(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj("line %6d of a body, 40 bytes in each\n"::formatted)
                .collect(Collectors.joining());
    }

    @Test
    @Order(11)
    @DisplayName("a body of more than a megabyte comes back whole, or is refused with a 413 that can be read")
    @Rfc("RFC 9110 section 15.5.14, RFC 9112 section 9.6")
    void tooLarge(Target target) {
        String body = numberedLines((1 << 20) / 40 + 1);
        Reply reply = target.exchange(post(bytes(body))).expectStatus(413, 200);
        if (reply.status() == 200) {
            reply.expectBody(body);
        }
    }

    @Test
    @Order(12)
    @DisplayName("a client library's upload comes back")
    @Rfc("RFC 9112 section 6.2")
    void clientLibrary(Target target) {
        byte[] body = new byte[20_000];
        target.random().nextBytes(body);
        byte[] echo = Stage2RequestsIT.client(target)
                .contentType(ContentType.BINARY)
                .body(body)
                .post("/echo")
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .extract()
                .asByteArray();
        Assertions.assertThat(echo).isEqualTo(body);
    }

    @ParameterizedTest(name = "Content-Length: {0}")
    @Order(13)
    @DisplayName("a Content-Length that is no number of bytes is refused: 400, then the connection is closed")
    @Rfc("RFC 9112 section 6.3")
    @ValueSource(strings = {"abc", "-1", "+5", "5x", "0x5", "5.0", "5 5", "99999999999999999999"})
    void badLength(String length, Target target) {
        if (length.startsWith("9")) {
            // A number all the same: too large for us is as good an answer.
            target.exchange(POST + "Content-Length: " + length + "\r\n\r\n")
                    .expectStatus(400, 413)
                    .expectClosed();
        } else {
            refused(target, POST + "Content-Length: " + length + "\r\n\r\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(14)
    @DisplayName("two lengths that differ are refused: 400, then the connection is closed")
    @Rfc("RFC 9112 section 6.3")
    @ValueSource(strings = {"Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5, 6\r\n"})
    void twoLengths(String fields, Target target) {
        refused(target, POST + fields + "\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @Order(15)
    @DisplayName("a length and chunks at once: the connection ends, and what is hidden in the body is no request")
    @Rfc("RFC 9112 section 6.1, RFC 9112 section 6.3")
    @ValueSource(
            strings = {
                "Content-Length: 42\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 42\r\n"
            })
    void lengthAndChunks(String fields, Target target) {
        String hidden = "GET /hello/trap HTTP/1.1\r\nHost: a\r\n\r\n";
        Reply reply = target.exchange("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n0\r\n\r\n" + hidden)
                .expectStatus(400, 200);
        if (reply.status() == 200) { // allowed, if the chunks count and the length does not
            reply.expectBody("");
        }
        reply.expectClosed();
    }

    @ParameterizedTest(name = "Transfer-Encoding: {0}")
    @Order(16)
    @DisplayName("a Transfer-Encoding that does not end in chunked says nothing of the end: 400 or 501, and closed")
    @Rfc("RFC 9112 section 6.3")
    @ValueSource(strings = {"gzip", "xchunked", "chunked, gzip", "chunked, chunked"})
    void otherCoding(String coding, Target target) {
        target.exchange(POST + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n")
                .expectStatus(400, 501)
                .expectClosed();
    }

    // Chunks

    @ParameterizedTest(name = "{1}")
    @Order(20)
    @DisplayName("a body may come in chunks")
    @Rfc("RFC 9112 section 7.1")
    @MethodSource("chunkedBodies")
    void chunked(String chunks, String what, String body, Target target) {
        expectEcho(target.exchange(CHUNKED + chunks), body);
    }

    static Object[][] chunkedBodies() {
        String alphabet = "abcdefghijklmnopqrstuvwxyz";
        return new Object[][] {
            {"5\r\nhello\r\n0\r\n\r\n", "one chunk", "hello"},
            {"5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\n\r\n", "three chunks", "hello world"},
            {"0\r\n\r\n", "the last chunk alone: an empty body", ""},
            {"1A\r\n" + alphabet + "\r\n0\r\n\r\n", "a size in capital hexadecimal digits", alphabet},
            {"1a\r\n" + alphabet + "\r\n0\r\n\r\n", "a size in small hexadecimal digits", alphabet},
            {"0005\r\nhello\r\n000\r\n\r\n", "sizes with leading zeros", "hello"},
            {"8\r\na\r\n0\r\n\r\n\r\n0\r\n\r\n", "data that looks like the last chunk", "a\r\n0\r\n\r\n"},
            {"5;name=value\r\nhello\r\n0;last\r\n\r\n", "chunk extensions, which are ignored", "hello"},
            {"5;a=\"b;c\";d\r\nhello\r\n0\r\n\r\n", "a chunk extension in quotes", "hello"},
            {"1\r\nx\r\n".repeat(1000) + "0\r\n\r\n", "a thousand chunks", "x".repeat(1000)},
        };
    }

    @Test
    @Order(21)
    @DisplayName("the name of the coding counts in any case: Transfer-Encoding: Chunked")
    @Rfc("RFC 9112 section 7")
    void codingInAnyCase(Target target) {
        expectEcho(target.exchange(POST + "transfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), "abc");
    }

    @Test
    @Order(22)
    @DisplayName("trailer fields behind the last chunk are read, and do not become header fields")
    @Rfc("RFC 9110 section 6.5.1, RFC 9112 section 7.1.2")
    void trailers(Target target) {
        Reply reply = target.exchange(CHUNKED + "5\r\nhello\r\n0\r\nContent-Type: text/evil\r\nX-Second: 2\r\n\r\n")
                .expectHeader("Content-Type", "text/plain");
        expectEcho(reply, "hello");
    }

    @Test
    @Order(23)
    @DisplayName("chunks may come in two pieces, cut at any place, or one byte at a time")
    @Rfc("RFC 9112 section 7.1")
    void chunksAtEveryCut(Target target) {
        byte[] request = bytes(CHUNKED + "a;x=1\r\n0123456789\r\n3\r\n\r\n\r\r\n00\r\nX-Trailer: 1\r\n\r\n");
        String body = "0123456789\r\n\r";
        for (int cut = CHUNKED.length() - 4; cut < request.length; cut++) {
            try (Wire wire = target.connect()) {
                wire.sendEach(request, cut).finalReply().expectStatus(200).expectBody(body);
            }
        }
        expectEcho(target.connect().sendByteByByte(request).finalReply(), body);
    }

    @Test
    @Order(24)
    @DisplayName("100 KB in chunks come back whole, in whatever pieces they arrive")
    @Rfc("RFC 9112 section 7.1")
    void manyChunks(Target target) {
        Random random = target.random();
        String body = numberedLines(2500);
        StringBuilder chunks = new StringBuilder(CHUNKED);
        for (int from = 0; from < body.length(); ) {
            int to = Math.min(body.length(), from + 1 + random.nextInt(10_000));
            chunks.append(Integer.toHexString(to - from)).append("\r\n");
            chunks.append(body, from, to).append("\r\n");
            from = to;
        }
        byte[] request = bytes(chunks.append("0\r\n\r\n").toString());
        int[] cuts = random.ints(60, 1, request.length).sorted().distinct().toArray();
        expectEcho(target.connect().sendEach(request, cuts).finalReply(), body);
    }

    @ParameterizedTest(name = "{0}")
    @Order(25)
    @DisplayName("a chunk size that is no hexadecimal number is refused: 400, then the connection is closed")
    @Rfc("RFC 9112 section 7.1")
    @ValueSource(strings = {"Z", "-1", "+5", "0x5", "5 5", "", "g5"})
    void badChunkSize(String size, Target target) {
        refused(target, CHUNKED + size + "\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @Order(26)
    @DisplayName("a chunk that runs over its size is refused: 400, then the connection is closed")
    @Rfc("RFC 9112 section 7.1")
    @ValueSource(strings = {"5\r\nhello!!\r\n", "5\r\nhello!!0\r\n\r\n"})
    void chunkRunsOver(String chunks, Target target) {
        refused(target, CHUNKED + chunks);
    }

    // Bodies that do not come

    @ParameterizedTest(name = "{1}")
    @Order(30)
    @DisplayName("a body that breaks off is no body: no 200, an error or just the end")
    @Rfc("RFC 9112 section 8")
    @CsvSource({
        "'Content-Length: 10\r\n\r\nhello', Content-Length: 10 and 5 bytes",
        "'Transfer-Encoding: chunked\r\n\r\n5\r\nhel', a chunk without its end",
        "'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', chunks without the last one",
        "'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n', the last chunk without its empty line"
    })
    void brokenOff(String rest, String what, Target target) {
        Wire wire = target.connect().send(POST + rest).finish();
        try {
            wire.expectClosed();
        } catch (AssertionError e) {
            Reply reply = wire.finalReply();
            if (reply.status() < 400) {
                throw wire.failure("an error (400 or more), or the end of the connection", "HTTP/1.1 ".length());
            }
            reply.expectClosed();
        }
        wire.close();
        expectEcho(target.exchange(post(bytes("after"))), "after");
    }

    @Test
    @Order(31)
    @DisplayName("a client that waits for 100 Continue before it sends its body gets it, or a final answer")
    @Rfc("RFC 9110 section 10.1.1")
    void expectContinue(Target target) {
        Reply first = target.connect()
                .send(POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")
                .reply()
                .expectStatus(100, 417);
        if (first.status() == 100) {
            expectEcho(first.wire().send("hello").finalReply(), "hello");
        }
    }

    @Test
    @Order(32)
    @DisplayName("a client that announces to wait and does not wait gets its answer too")
    @Rfc("RFC 9110 section 10.1.1")
    void expectContinueWithBody(Target target) {
        Reply reply = target.exchange(POST + "Expect: 100-Continue\r\nContent-Length: 5\r\n\r\nhello")
                .expectStatus(200, 417);
        if (reply.status() == 200) {
            expectEcho(reply, "hello");
        }
    }

    @Test
    @Order(33)
    @DisplayName("an HTTP/1.0 client never gets a 100 Continue")
    @Rfc("RFC 9110 section 10.1.1, RFC 9110 section 15.2")
    void expectInHttp10(Target target) {
        expectEcho(
                target.connect()
                        .send("POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello")
                        .reply(),
                "hello");
    }

    @Test
    @Order(34)
    @DisplayName("a body that nobody wants is not waited for: 404 at once, or 100 first")
    @Rfc("RFC 9110 section 10.1.1")
    void expectOnUnknownPath(Target target) {
        Reply first = target.connect()
                .send("POST /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")
                .reply()
                .expectStatus(404, 417, 100);
        if (first.status() == 100) {
            first.wire().send("hello").finalReply().expectStatus(404);
        }
    }
}
