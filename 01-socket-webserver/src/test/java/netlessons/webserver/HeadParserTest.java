package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadParserTest {
    private static final String HOST = "Host: a\r\n";

    /** All at once. */
    private static RequestHead parse(String bytes) {
        return new HeadParser(Limits.DEFAULT).parse(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Byte by byte, as a slow network would bring it; the answer must be the same. */
    private static RequestHead parseSlowly(String bytes) {
        HeadParser parser = new HeadParser(Limits.DEFAULT);
        ByteBuffer in = ByteBuffer.allocate(1 << 16).limit(0);
        RequestHead head = null;
        for (byte b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
            assertThat(head).as("a head before its last byte").isNull();
            in.compact().put(b).flip();
            head = parser.parse(in);
        }
        return head;
    }

    private static int refusal(String bytes) {
        HttpError whole = catchThrowableOfType(HttpError.class, () -> parse(bytes));
        HttpError slow = catchThrowableOfType(HttpError.class, () -> parseSlowly(bytes));
        assertThat(whole).as(bytes).isNotNull();
        assertThat(slow).as(bytes).isNotNull();
        assertThat(slow.status()).as("byte by byte").isEqualTo(whole.status());
        return whole.status();
    }

    @Test
    void readsLineAndFields() {
        String bytes =
                "GET /a%20b/c?x=1&y HTTP/1.1\r\nHost: example.org:8080\r\nX-One:1\r\nx-one: \t 2 \t\r\nEmpty:\r\n\r\n";
        for (RequestHead head : List.of(parse(bytes), parseSlowly(bytes))) {
            assertThat(head.method()).isEqualTo("GET");
            assertThat(head.version()).isEqualTo(1);
            assertThat(head.target().authority()).isEqualTo("example.org:8080");
            assertThat(head.target().path()).isEqualTo("/a%20b/c");
            assertThat(head.target().segments()).containsExactly("a b", "c");
            assertThat(head.target().query()).isEqualTo("x=1&y");
            assertThat(head.headers().all("X-ONE")).containsExactly("1", "2");
            assertThat(head.headers().first("Empty")).contains("");
            assertThat(head.bodyLength()).isZero();
            assertThat(head.keepAlive()).isTrue();
        }
    }

    /** A pattern that calls itself for each character would run out of stack. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "%41", "a%41", "-."})
    void readsTheLongestHost(String part) {
        String host = part.repeat(30_000 / part.length());
        RequestHead head = parse("GET / HTTP/1.1\r\nHost: " + host + ":80\r\n\r\n");
        assertThat(head.target().authority()).isEqualTo(host + ":80");
        assertThat(refusal("GET / HTTP/1.1\r\nHost: " + host + "/\r\n\r\n")).isEqualTo(400);
    }

    @Test
    void leavesWhatFollowsTheHead() {
        ByteBuffer in =
                ByteBuffer.wrap(("\r\nGET / HTTP/1.1\r\n" + HOST + "\r\nnext").getBytes(StandardCharsets.US_ASCII));
        assertThat(new HeadParser(Limits.DEFAULT).parse(in)).isNotNull();
        assertThat(StandardCharsets.US_ASCII.decode(in).toString()).isEqualTo("next");
    }

    @Test
    void asksForMore() {
        assertThat(parse("GET / HTTP/1.1\r\n" + HOST)).isNull();
        assertThat(parse("")).isNull();
    }

    @Test
    void absoluteFormOverridesHost() {
        RequestHead head = parse("GET http://b:1/x?q HTTP/1.1\r\n" + HOST + "\r\n");
        assertThat(head.target().authority()).isEqualTo("b:1");
        assertThat(head.target().path()).isEqualTo("/x");
        assertThat(parse("GET HTTP://b?q HTTP/1.1\r\n" + HOST + "\r\n").target().path())
                .isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "400,GET /",
                "400,GET HTTP/1.1",
                "400,GET  / HTTP/1.1",
                "400,GET /  HTTP/1.1",
                "400,GET /a b HTTP/1.1",
                "400,` GET / HTTP/1.1`",
                "400,G@T / HTTP/1.1",
                "400,GET / HTTP/1",
                "400,GET / HTTP/01.1",
                "400,GET / http/1.1",
                "400,GET / HTTP /1.1",
                "400,GET / HTTP/1.10",
                "505,GET / HTTP/2.0",
                "505,GET / HTTP/0.9",
                "400,GET * HTTP/1.1",
                "400,GET a HTTP/1.1",
                "400,GET ftp://a/ HTTP/1.1",
                "400,GET http:///x HTTP/1.1",
                "400,GET http://u@a/x HTTP/1.1",
                "421,GET https://a/x HTTP/1.1",
                "501,CONNECT a:443 HTTP/1.1",
                "400,GET /# HTTP/1.1",
                "400,GET /%C0%AF HTTP/1.1",
                "400,GET /%00 HTTP/1.1",
                "400,GET /%4 HTTP/1.1",
                "400,GET /%zz HTTP/1.1",
                "400,GET /é HTTP/1.1",
            })
    void refusesRequestLine(int status, String line) {
        assertThat(refusal(line + "\r\n" + HOST + "\r\n")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "400|X : 1",
                "400|` X: 1`",
                "400|X: 1\\r\\n 2",
                "400|X[]: 1",
                "400|: 1",
                "400|nocolon",
                "400|X: a\\0b",
                "400|X: a\\rb",
                "400|é: 1",
                "400|Host: a",
                "400|Content-Length: abc",
                "400|Content-Length: -1",
                "400|Content-Length: +5",
                "400|Content-Length: 0x5",
                "400|Content-Length: 1_0",
                "400|Content-Length: 1 0",
                "400|Content-Length:",
                "400|Content-Length: 5, 6",
                "400|Content-Length: 18446744073709551616",
                "400|Content-Length: 5\\r\\nContent-Length: 6",
                "400|Content-Length: 5\\r\\nContent-Length: 5",
                "400|Content-Length: 5\\r\\nTransfer-Encoding: chunked",
                "501|Transfer-Encoding: gzip",
                "501|Transfer-Encoding: xchunked",
                "501|Transfer-Encoding: identity",
                "501|Transfer-Encoding: gzip, chunked",
                "400|Transfer-Encoding: chunked, gzip",
                "400|Transfer-Encoding: chunked, chunked",
                "400|Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked",
                "400|Transfer-Encoding:",
                "400|Transfer-Encoding: \u000bchunked",
                "400|Transfer-Encoding: \"chunked\"",
                "417|Expect: something",
            })
    void refusesFields(int status, String fields) {
        String raw = fields.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        assertThat(refusal("POST / HTTP/1.1\r\n" + HOST + raw + "\r\n\r\n")).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u@a", "a/b", "a b", "a, b", "a:b", "a:123456", "[::1", "[]", "a?b"})
    void refusesHost(String host) {
        assertThat(refusal("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:80", "a:", "[::1]", "[::1]:80", "127.0.0.1:1", "a_b.c~d", "xn--bcher-kva.example"})
    void takesHost(String host) {
        assertThat(parse("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .target()
                        .authority())
                .isEqualTo(host);
    }

    @Test
    void needsHostSince11() {
        assertThat(refusal("GET / HTTP/1.1\r\n\r\n")).isEqualTo(400);
        assertThat(parse("GET / HTTP/1.0\r\n\r\n").target().authority()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\n" + HOST + "\r\n",
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\n" + HOST + "\n",
                "GET / HTTP/1.1\rHost: a\r\n\r\n",
                "\n",
                "\r\n\r\n\r\n"
            })
    void refusesOtherLineEnds(String bytes) {
        assertThat(refusal(bytes)).isEqualTo(400);
    }

    @Test
    void noTransferEncodingIn10() {
        assertThat(refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .isEqualTo(400);
    }

    @Test
    void limitsEachLineAndTheWhole() {
        int limit = Limits.DEFAULT.requestLine() - "GET / HTTP/1.1".length();
        assertThat(parse("GET /" + "a".repeat(limit) + " HTTP/1.1\r\n" + HOST + "\r\n"))
                .isNotNull();
        assertThat(refusal("GET /" + "a".repeat(limit + 1) + " HTTP/1.1\r\n" + HOST + "\r\n"))
                .isEqualTo(414);
        String start = "GET / HTTP/1.1\r\n" + HOST;
        assertThat(refusal(start + "X: " + "a".repeat(Limits.DEFAULT.headerSection()) + "\r\n\r\n"))
                .isEqualTo(431);
        assertThat(refusal(start + ("X: " + "a".repeat(1000) + "\r\n").repeat(33) + "\r\n"))
                .isEqualTo(431);
        assertThat(parse(start + "X: 1\r\n".repeat(99) + "\r\n")).isNotNull();
        assertThat(refusal(start + "X: 1\r\n".repeat(100) + "\r\n")).isEqualTo(431);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true|HTTP/1.1|X: 1",
                "false|HTTP/1.1|Connection: close",
                "false|HTTP/1.1|Connection: foo, Close",
                "false|HTTP/1.1|Connection: foo\\r\\nConnection: CLOSE",
                "true|HTTP/1.1|Connection: closed",
                "false|HTTP/1.0|X: 1",
                "true|HTTP/1.0|Connection: Keep-Alive",
                "false|HTTP/1.0|Connection: keep-alive, close",
            })
    void knowsWhetherTheConnectionStays(boolean stays, String version, String field) {
        String fields = field.replace("\\r\\n", "\r\n");
        assertThat(parse("GET / " + version + "\r\n" + HOST + fields + "\r\n\r\n")
                        .keepAlive())
                .isEqualTo(stays);
    }

    @Test
    void hundredContinueIsForBodiesAnd11() {
        String rest = HOST + "Expect: 100-Continue\r\nContent-Length: 5\r\n\r\n";
        assertThat(parse("POST / HTTP/1.1\r\n" + rest).expectsContinue()).isTrue();
        assertThat(parse("POST / HTTP/1.0\r\n" + rest).expectsContinue()).isFalse();
        assertThat(parse("GET / HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\n\r\n")
                        .expectsContinue())
                .isFalse();
        assertThat(parse("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: Chunked\r\n\r\n")
                        .bodyLength())
                .isEqualTo(RequestHead.CHUNKED);
    }
}
