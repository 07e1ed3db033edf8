package netlessons.webserver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 4: many requests on one connection, one after the other or all at once. Each test uses one connection at a
 * time, and bodies travel with their heads: how to wait for more is a matter of the stages before and after.
 */
@Stage(value = 4, name = "keep-alive and pipelining")
@DisplayName("Stage 4: keep-alive and pipelining")
final class Stage4KeepAliveIT {
    /** A body that a server which forgets to read it takes for the next request. */
    private static final String TRAP = get("/hello/trap");

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String request(String line, String body) {
        return line + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void expectHello(Wire wire, Object name) {
        wire.finalReply().expectStatus(200).expectBody("Hello, " + name + "!\n");
    }

    private static boolean says(Reply reply, String option) {
        return reply.headers("Connection").stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .anyMatch(member -> member.strip().equalsIgnoreCase(option));
    }

    /** The answer to a {@code GET /hello/next} that followed, or the end: nothing else may come. */
    private static void expectNextOrEnd(Reply first) {
        if (says(first, "close")) {
            first.expectClosed();
            return;
        }
        try {
            expectHello(first.wire(), "next");
        } catch (AssertionError wrong) {
            try {
                first.expectClosed(); // "close" should have been said, but no rule says that it must
            } catch (AssertionError open) {
                throw wrong;
            }
        }
    }

    @Test
    @Order(1)
    @DisplayName("the connection stays open for a second request")
    @Rfc("RFC 9112 section 9.3")
    void secondRequest(Target target) {
        Wire wire = target.connect().send(get("/hello/1"));
        expectHello(wire, 1);
        expectHello(wire.send(get("/hello/2")), 2);
    }

    @Test
    @Order(2)
    @DisplayName("ten requests, one after the other, on one connection")
    @Rfc("RFC 9112 section 9.3")
    void tenRequests(Target target) {
        Wire wire = target.connect();
        for (int i = 0; i < 10; i++) {
            expectHello(wire.send(get("/hello/" + i)), i);
        }
    }

    @Test
    @Order(3)
    @DisplayName("a 404 does not end the connection")
    @Rfc("RFC 9112 section 9.3")
    void notFoundKeepsConnection(Target target) {
        Wire wire = target.connect().send(get("/nothing-here"));
        wire.finalReply().expectStatus(404);
        expectHello(wire.send(get("/hello/still-here")), "still-here");
    }

    @Test
    @Order(4)
    @DisplayName("'Connection: close' is confirmed, then the server closes")
    @Rfc("RFC 9112 section 9.6")
    void closes(Target target) {
        target.exchange("GET /hello/last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .expectStatus(200)
                .expectHeader("Connection", "close", "close"::equalsIgnoreCase)
                .expectBody("Hello, last!\n")
                .expectClosed();
    }

    @Test
    @Order(5)
    @DisplayName("'Connection: foo, Close' is a list, in any case of letters, and says close too")
    @Rfc("RFC 9112 section 9.6, RFC 9110 section 7.6.1")
    void closesInList(Target target) {
        target.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n")
                .expectStatus(200)
                .expectHeader("Connection", "close", "close"::equalsIgnoreCase)
                .expectClosed();
    }

    @Test
    @Order(6)
    @DisplayName("what follows a request with 'Connection: close' is ignored")
    @Rfc("RFC 9112 section 9.6")
    void ignoresAfterClose(Target target) {
        target.exchange("GET /hello/last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + get("/hello/too-late"))
                .expectBody("Hello, last!\n")
                .expectClosed();
    }

    @Test
    @Order(7)
    @DisplayName("after an HTTP/1.0 request the server closes")
    @Rfc("RFC 9112 section 9.3")
    void http10Closes(Target target) {
        target.exchange("GET /hello/old HTTP/1.0\r\n\r\n")
                .expectStatus(200)
                .expectBody("Hello, old!\n")
                .expectClosed();
    }

    @Test
    @Order(8)
    @DisplayName(
            "HTTP/1.0 with 'Connection: keep-alive': the answer says keep-alive and means it, or the server closes")
    @Rfc("RFC 9112 section 9.3, RFC 9112 appendix C.2.2")
    void http10KeepAlive(Target target) {
        String request = "GET /hello/old HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n";
        Reply first = target.exchange(request).expectStatus(200).expectBody("Hello, old!\n");
        if (says(first, "keep-alive")) {
            expectHello(first.wire().send(request), "old");
        } else {
            first.expectClosed(); // a client of that age waits for the end where nobody says keep-alive
        }
    }

    @Test
    @Order(9)
    @DisplayName("an HTTP/1.0 client gets no Transfer-Encoding")
    @Rfc("RFC 9112 section 6.1")
    void noChunksForHttp10(Target target) {
        for (String request : List.of(
                "GET / HTTP/1.0\r\n\r\n",
                "GET /hello/old HTTP/1.0\r\n\r\n",
                "GET /nothing-here HTTP/1.0\r\n\r\n",
                "POST /echo HTTP/1.0\r\nContent-Length: 3\r\n\r\nold")) {
            target.exchange(request).expectNoHeader("Transfer-Encoding").expectClosed();
        }
    }

    @Test
    @Order(10)
    @DisplayName("HEAD, then GET: not one byte of a body lies between the two answers")
    @Rfc("RFC 9110 section 9.3.2")
    void headThenGet(Target target) {
        Wire wire = target.connect();
        for (int i = 0; i < 3; i++) {
            wire.send("HEAD /hello/head HTTP/1.1\r\nHost: a\r\n\r\n");
            wire.replyTo("HEAD").expectStatus(200);
            expectHello(wire.send(get("/hello/" + i)), i);
        }
    }

    @Test
    @Order(11)
    @DisplayName("OPTIONS, then GET: a 204 has no body and no Content-Length")
    @Rfc("RFC 9110 section 8.6, RFC 9112 section 6.3")
    void noContent(Target target) {
        Reply options = target.exchange("OPTIONS /hello/x HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hello/next"));
        if (options.status() == 204) {
            options.expectNoHeader("Content-Length").expectNoHeader("Transfer-Encoding");
        }
        expectNextOrEnd(options);
    }

    @Test
    @Order(12)
    @DisplayName("one body does not leak into the next, shorter one")
    @Rfc("RFC 9112 section 6.3")
    void bodiesDoNotMix(Target target) {
        Wire wire = target.connect();
        for (String body : List.of("a long body comes first", "short", "", "again")) {
            wire.send(request("POST /echo", body))
                    .finalReply()
                    .expectStatus(200)
                    .expectBody(body);
        }
    }

    @Test
    @Order(13)
    @DisplayName("three requests in one write get three answers, in order")
    @Rfc("RFC 9112 section 9.3.2")
    void pipelining(Target target) {
        Wire wire = target.connect().send(get("/hello/1") + get("/hello/2") + get("/hello/3"));
        for (int i = 1; i <= 3; i++) {
            expectHello(wire, i);
        }
    }

    @Test
    @Order(14)
    @DisplayName("HEAD and GET, mixed, in one write")
    @Rfc("RFC 9112 section 9.3.2, RFC 9110 section 9.3.2")
    void pipelinedHead(Target target) {
        String head = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
        Wire wire = target.connect().send(head + get("/hello/1") + head + head + get("/hello/2"));
        wire.replyTo("HEAD").expectStatus(200);
        expectHello(wire, 1);
        wire.replyTo("HEAD").expectStatus(200);
        wire.replyTo("HEAD").expectStatus(200);
        expectHello(wire, 2);
    }

    @Test
    @Order(15)
    @DisplayName("a POST with its body and a GET in one write: the next request begins where the body ends")
    @Rfc("RFC 9112 section 9.3.2, RFC 9112 section 6.3")
    void getAfterPost(Target target) {
        Wire wire = target.connect().send(request("POST /echo", TRAP) + get("/hello/next"));
        wire.finalReply().expectStatus(200).expectBody(TRAP);
        expectHello(wire, "next");
    }

    @Test
    @Order(16)
    @DisplayName("a body that nobody wants is not taken for the next request: POST where only GET is allowed")
    @Rfc("RFC 9112 section 9.3")
    void unwantedBody(Target target) {
        expectNextOrEnd(target.exchange(request("POST /hello/x", TRAP) + get("/hello/next")));
    }

    @Test
    @Order(17)
    @DisplayName("a body that nobody wants is not taken for the next request: DELETE with a body")
    @Rfc("RFC 9112 section 9.3, RFC 9110 section 9.3.5")
    void unwantedBodyOfDelete(Target target) {
        expectNextOrEnd(target.exchange(request("DELETE /", TRAP) + get("/hello/next")));
    }

    @Test
    @Order(18)
    @DisplayName("a body that nobody wants is not taken for the next request: in chunks")
    @Rfc("RFC 9112 section 9.3, RFC 9112 section 7.1")
    void unwantedChunks(Target target) {
        String post = "POST /nothing-here HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunks = Integer.toHexString(TRAP.length()) + "\r\n" + TRAP + "\r\n0\r\n\r\n";
        expectNextOrEnd(target.exchange(post + chunks + get("/hello/next")));
    }

    @Test
    @Order(19)
    @DisplayName("a body that nobody wants may be long: 100,000 bytes")
    @Rfc("RFC 9112 section 9.3")
    void unwantedLongBody(Target target) {
        String body = (TRAP + "x").repeat(100_000 / (TRAP.length() + 1));
        expectNextOrEnd(target.exchange(request("POST /hello/x", body) + get("/hello/next")));
    }

    @Test
    @Order(20)
    @DisplayName("two requests, cut in two at any point, get the same two answers")
    @Rfc("RFC 9112 section 9.3.2")
    void cutAnywhere(Target target) {
        byte[] requests = (get("/hello/1") + get("/hello/2")).getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 1; cut < requests.length; cut++) {
            try (Wire wire = target.connect().sendEach(requests, cut)) {
                expectHello(wire, 1);
                expectHello(wire, 2);
            }
        }
    }

    @Test
    @Order(21)
    @DisplayName("ten requests, byte by byte")
    @Rfc("RFC 9112 section 9.3.2")
    void byteByByte(Target target) {
        String requests = get("/hello/again").repeat(10);
        Wire wire = target.connect().sendByteByByte(requests.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < 10; i++) {
            expectHello(wire, "again");
        }
    }

    @Test
    @Order(22)
    @DisplayName("'Upgrade' without 'Connection: upgrade' is ignored, and so is an unknown protocol")
    @Rfc("RFC 9110 section 7.8")
    void noUpgrade(Target target) {
        Wire wire = target.connect();
        wire.send("GET /hello/1 HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n");
        wire.reply().expectStatus(200).expectBody("Hello, 1!\n");
        wire.send("GET /hello/2 HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: no-such-protocol/7\r\n\r\n");
        wire.reply().expectStatus(200).expectBody("Hello, 2!\n");
    }

    @Test
    @Order(23)
    @DisplayName("'Upgrade' in an HTTP/1.0 request is ignored")
    @Rfc("RFC 9110 section 7.8")
    void noUpgradeForHttp10(Target target) {
        target.connect()
                .send("GET /hello/old HTTP/1.0\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n")
                .reply()
                .expectStatus(200)
                .expectBody("Hello, old!\n");
    }

    @Test
    @Order(24)
    @DisplayName("after a request whose end cannot be known there is one answer, then the end")
    @Rfc("RFC 9112 section 6.3")
    void errorCloses(Target target) {
        target.exchange("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: two\r\n\r\n" + get("/hello/next"))
                .expectStatus(400)
                .expectClosed();
    }

    @Test
    @Order(25)
    @DisplayName("a hundred requests on one connection, some of them pipelined")
    @Rfc("RFC 9112 section 9.3, RFC 9112 section 9.3.2")
    void hundredRequests(Target target) {
        Wire wire = target.connect();
        int asked = 0;
        while (asked < 100) {
            int first = asked;
            StringBuilder requests = new StringBuilder();
            for (int more = Math.min(1 + target.random().nextInt(5), 100 - asked); more > 0; more--) {
                requests.append(get("/hello/" + asked++));
            }
            wire.send(requests.toString());
            for (int i = first; i < asked; i++) {
                expectHello(wire, i);
            }
        }
    }
}
