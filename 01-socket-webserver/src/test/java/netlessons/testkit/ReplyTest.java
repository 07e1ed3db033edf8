package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String GOOD = "HTTP/1.1 200 OK\r\nX-A: \t1 2 \r\nx-a:3\r\nContent-Length: 2\r\n\r\nhi";

    @Test
    void readsAWholeReply() throws Exception {
        try (TinyServer server = TinyServer.answering(GOOD)) {
            Reply reply = server.target().exchange(REQUEST);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.version()).isEqualTo("HTTP/1.1");
            assertThat(reply.reason()).isEqualTo("OK");
            assertThat(reply.headers("X-a")).containsExactly("1 2", "3");
            assertThat(reply.allHeaders())
                    .containsExactly(Map.entry("X-A", "1 2"), Map.entry("x-a", "3"), Map.entry("Content-Length", "2"));
            reply.expectStatus(204, 200)
                    .expectVersion("HTTP/1.1")
                    .expectHeader("content-length", "2")
                    .expectNoHeader("Date")
                    .expectBody("hi")
                    .expectBodyContaining("i")
                    .expectClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD,
                "HTTP/1.0 200 \r\n\r\nhi",
                "HTTP/1.1 200 \r\ntransfer-encoding: Chunked\r\n\r\n1;a=b\r\nh\r\n1\r\ni\r\n0\r\nT: 1\r\nU: 2\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nhi"
            })
    void readsTheSameByteByByte(String answer) throws Exception {
        try (TinyServer server = new TinyServer(socket -> {
            socket.setTcpNoDelay(true);
            TinyServer.readHead(socket);
            for (byte octet : answer.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(octet);
                Thread.yield();
            }
        })) {
            server.target().exchange(REQUEST).expectStatus(200).expectBody("hi").expectClosed();
        }
    }

    @Test
    void readsPipelinedRepliesOneAfterTheOther() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
        try (TinyServer server = TinyServer.answering(head + "HTTP/1.1 204 \r\n\r\n" + head + "ab" + head + "cd")) {
            Wire wire = server.target().connect().send(REQUEST);
            wire.replyTo("HEAD").expectBody("");
            wire.reply().expectStatus(204);
            wire.reply().expectBody("ab");
            wire.reply().expectBody("cd").expectClosed();
        }
    }

    /** The caret stands below the first wrong byte of the line; \ is two columns wide here as in the transcript. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "HTTP/1.1 200 OK\\n\\n | HTTP/1.1 200 OK | CR LF",
                "HTTP/1.1 200\\r\\n\\r\\n | HTTP/1.1 200 | one space behind the status code",
                "HTTP/2 200\\r\\n\\r\\n | HTTP/ | a status line beginning HTTP/1.1",
                "http/1.1 200 OK\\r\\n\\r\\n | \"\" | a status line beginning HTTP/1.1",
                "HTTP/1.1 20x OK\\r\\n\\r\\n | HTTP/1.1 20 | three digits",
                "HTTP/1.1 600 OK\\r\\n\\r\\n | \"HTTP/1.1 \" | three digits",
                "HTTP/1.1 200 OK\\r\\nConnection\\r\\n\\r\\n | Connection | a colon",
                "HTTP/1.1 200 OK\\r\\nA : 1\\r\\n\\r\\n | A | a colon",
                "HTTP/1.1 200 OK\\r\\nA: 1\\r\\n 2\\r\\n\\r\\n | \"\" | a field line",
                "HTTP/1.1 200 OK\\r\\nA: 1\\n\\r\\n | A: 1 | CR LF",
                "HTTP/1.1 200 OK\\r\\nA: 1\\rB\\r\\n\\r\\n | A: 1\\\\r | CR LF",
                "HTTP/1.1 200 OK\\r\\nA: \\0\\r\\n\\r\\n | \"A: \" | CR LF",
                "HTTP/1.1 200 OK\\r\\nContent-Length: +2\\r\\n\\r\\nhi | \"Content-Length: \" | a decimal number",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nContent-Length: 2\\r\\n\\r\\nhi | \"\" | a single Content-Length",
                "HTTP/1.1 204 OK\\r\\nContent-Length: 0\\r\\n\\r\\n | \"\" | no framing field with status 204",
                "HTTP/1.0 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n | \"\" | no Transfer-Encoding in",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n | \"\" | Transfer-Encoding: chunked",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nx\\r\\n | \"\" | a chunk size",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nab\\r\\n0\\r\\n\\r\\n | a | CR LF",
            })
    void pointsAtTheFirstWrongByte(String answer, String before, String expected) throws Exception {
        String bytes = answer.strip().replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        WireFailure failure = failure(bytes, Fault.MALFORMED);
        String column = " ".repeat(11 + before.replace("\\\\", "\\").length());
        assertThat(failure.getMessage())
                .contains("\n" + column + "^ here: malformed\n")
                .containsPattern("(?m)^  expected .*" + java.util.regex.Pattern.quote(expected));
        assertThat(failure.getStackTrace()).isEmpty();
    }

    @Test
    void tellsWhatIsWrongWithAValue() throws Exception {
        try (TinyServer server = TinyServer.answering(GOOD)) {
            Reply reply = server.target().exchange(REQUEST);
            assertThat(message(() -> reply.expectStatus(400, 501)))
                    .contains("expected a status line beginning HTTP/1.1 400 or 501")
                    .contains("received HTTP/1.1 200 OK\\r\\n\n" + " ".repeat(20) + "^ here\n");
            assertThat(message(() -> reply.expectVersion("HTTP/1.0"))).contains("\n" + " ".repeat(18) + "^ here");
            assertThat(message(() -> reply.expectHeader("Content-Length", "3")))
                    .contains("the field Content-Length: 3")
                    .contains("\n" + " ".repeat(27) + "^ here");
            assertThat(message(() -> reply.expectHeader("Allow", "a list", v -> true)))
                    .contains("           \\r\\n\n           ^ here");
            assertThat(message(() -> reply.expectHeader("X-A", "1 2"))).contains("once only");
            assertThat(message(() -> reply.expectNoHeader("X-A"))).contains("no field X-A");
            assertThat(message(() -> reply.expectBody("ho")))
                    .contains("from here on o")
                    .contains("\n            ^ here");
            assertThat(message(() -> reply.expectBody("hi!")))
                    .contains("from here on !")
                    .contains("\n             ^");
            assertThat(message(() -> reply.expectBody("h"))).contains("which ends here");
            assertThat(message(() -> reply.expectBodyContaining("x\n"))).contains("contains x\\n");
        }
    }

    @Test
    void tellsThatTheAnswerBeforeWasComplete() throws Exception {
        try (TinyServer server = TinyServer.answering(GOOD)) {
            Wire wire = server.target().exchange(REQUEST).wire();
            assertThat(wire.failure("a page", -1).getMessage())
                    .contains("           hi\n           ^ here\n")
                    .doesNotContain("means", "closed");
            assertThat(message(() -> wire.send(REQUEST).reply()))
                    .contains(
                            "means    the answer before was complete; then the program closed the connection. HTTP/1.1")
                    .doesNotContain("crash");
        }
    }

    @Test
    void tellsThatTheAnswerIsCompleteButTheConnectionOpen() throws Exception {
        try (TinyServer server = new TinyServer(s -> {
            while (TinyServer.readHead(s)) {
                s.getOutputStream().write(GOOD.getBytes(StandardCharsets.ISO_8859_1));
            }
            Thread.sleep(10_000); // it is interrupted by nobody, and outlives the test
        })) {
            Wire wire = server.hastyTarget().connect();
            hasAnswer(wire.send(REQUEST)).finalReply();
            assertThat(message(wire::expectClosed))
                    .contains(
                            "means    the answer is complete, but the program keeps the connection open where it has to");
            hasAnswer(wire.send("GET / HTTP/1.0\r\n\r\n")).reply();
            assertThat(message(wire::expectClosed))
                    .contains("means    the answer is complete, but a client of HTTP/1.0 waits for the end, unless");
            wire.finish();
            assertThat(message(wire::expectClosed))
                    .contains("means    the answer is complete, but the program has not seen that the client closed");
            wire.close();
        }
    }

    @Test
    void anAnswerToHeadHasNoBody() throws Exception {
        try (TinyServer server = TinyServer.answering(GOOD)) {
            Reply reply = server.target().exchange("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(message(reply::expectClosed))
                    .contains("expected no body: an answer to HEAD ends with the empty line")
                    .contains("           hi\n           ^ here\n");
        }
    }

    @Test
    void pointsIntoTheRightChunk() throws Exception {
        try (TinyServer server = TinyServer.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n")) {
            Reply reply = server.target().exchange(REQUEST);
            assertThat(message(() -> reply.expectBody("abd"))).contains("           bc\\r\\n\n            ^ here\n");
        }
    }

    /** The whole of it, which comes at once, however long it takes: the target is one for what never comes. */
    private static Wire hasAnswer(Wire wire) {
        assertThat(wire.hasWord(Duration.ofSeconds(20))).isTrue();
        return wire;
    }

    private static WireFailure failure(String answer, Fault fault) throws Exception {
        try (TinyServer server = TinyServer.answering(answer)) {
            Target target = server.target();
            WireFailure failure = catchThrowableOfType(WireFailure.class, () -> target.exchange(REQUEST));
            assertThat(failure.fault()).isEqualTo(fault);
            return failure;
        }
    }

    private static String message(org.assertj.core.api.ThrowableAssert.ThrowingCallable check) {
        return catchThrowableOfType(WireFailure.class, check).getMessage();
    }
}
