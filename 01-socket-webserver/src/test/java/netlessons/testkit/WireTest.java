package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.origin.NoOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WireTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        over.countDown();
    }

    /** A server that neither reads nor answers, and keeps the connection open. */
    private TinyServer holding() {
        return new TinyServer(s -> over.await(20, TimeUnit.SECONDS));
    }

    @Test
    void tellsThatTheConnectionWasClosed() throws Exception {
        assertThat(told(Fault.CLOSED, TinyServer::readHead))
                .contains("received nothing: the connection was closed before a single byte came")
                .contains("means    too early: did the program crash");
    }

    @Test
    void tellsThatTheReplyWasCutShort() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi";
        assertThat(told(Fault.CLOSED, s -> {
                    TinyServer.readHead(s);
                    s.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                }))
                .contains("expected a body of 9 bytes")
                .contains("           hi\n             ^ here: the connection was closed");
    }

    @Test
    void tellsThatTheConnectionWasReset() throws Exception {
        assertThat(told(Fault.RESET, s -> {
                    TinyServer.readHead(s);
                    s.setSoLinger(true, 0);
                }))
                .contains("received nothing: the connection was reset");
    }

    @Test
    void tellsThatNothingCame() throws Exception {
        assertThat(told(Fault.TIMED_OUT, s -> s.getInputStream().readAllBytes()))
                .contains("received nothing: nothing came within 500 ms");
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        try (NoOrigin nobody = NoOrigin.refusing()) {
            Target target = Target.at(new InetSocketAddress("127.0.0.1", nobody.port()));
            WireFailure failure = catchThrowableOfType(WireFailure.class, target::connect);
            assertThat(failure.fault()).isEqualTo(Fault.REFUSED);
            assertThat(failure).hasMessageContaining("the connection was refused");
        }
    }

    @Test
    void tellsThatTheServerStopsReading() throws Exception {
        try (TinyServer server = holding()) {
            Target target = server.hastyTarget();
            byte[] much = new byte[64 << 20];
            WireFailure failure = catchThrowableOfType(
                    WireFailure.class, () -> target.connect().send("1").send(much));
            assertThat(failure.fault()).isEqualTo(Fault.NOT_READ);
            assertThat(failure).hasMessageContaining("again    (left out: 67108865 bytes");
            target.end(false);
        }
    }

    /** A server that answers before it has read all: neither side may wait for the other for ever. */
    @Test
    void readsWhileItWrites() throws Exception {
        byte[] much = new byte[16 << 20];
        new Random(7).nextBytes(much);
        try (TinyServer server = new TinyServer(s -> {
            TinyServer.readHead(s);
            s.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 16777216\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            byte[] block = new byte[65536];
            for (int n = s.getInputStream().read(block);
                    n >= 0;
                    n = s.getInputStream().read(block)) {
                s.getOutputStream().write(block, 0, n);
            }
        })) {
            Wire wire = server.target().connect().send(REQUEST).send(much).finish();
            wire.reply().expectBody(much).expectClosed();
        }
    }

    @Test
    void sendsInPiecesAndSaysSo() throws Exception {
        try (TinyServer server = TinyServer.answering("HTTP/1.1 204 \r\n\r\n")) {
            byte[] bytes = REQUEST.getBytes(StandardCharsets.ISO_8859_1);
            server.target().connect().sendByteByByte(bytes).reply().expectStatus(204);
            Reply reply =
                    server.target().connect().sendEach(bytes, 1, 5).reply().expectStatus(204);
            assertThat(reply.wire().failure("x", -1))
                    .hasMessageContaining(
                            "again    printf 'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' | nc -q 3 127.0.0.1 ")
                    .hasMessageContaining("note     sent in 3 pieces");
        }
    }

    @Test
    void noticesBytesAfterTheLastReply() throws Exception {
        try (TinyServer server = TinyServer.answering("HTTP/1.1 204 \r\n\r\nmore")) {
            Reply reply = server.target().exchange(REQUEST);
            WireFailure failure = catchThrowableOfType(WireFailure.class, reply::expectClosed);
            assertThat(failure)
                    .hasMessageContaining("not a byte more")
                    .hasMessageContaining("           more\n           ^ here");
        }
    }

    @Test
    void aReplyOrTheEnd() throws Exception {
        try (TinyServer server = TinyServer.answering("HTTP/1.1 204 \r\n\r\n");
                TinyServer holding = holding();
                Wire wire = Target.at(server.address()).connect().send(REQUEST);
                Wire waiting = holding.hastyTarget().connect()) {
            assertThat(wire.replyIfAny()).hasValueSatisfying(r -> r.expectStatus(204));
            assertThat(wire.replyIfAny()).isEmpty();
            WireFailure failure = catchThrowableOfType(WireFailure.class, waiting::replyIfAny);
            assertThat(failure).hasMessageContaining("expected a reply, or the connection to be closed");
            assertThat(failure.fault()).isEqualTo(Fault.TIMED_OUT);
        }
    }

    @Test
    void noticesAConnectionThatStaysOpen() throws Exception {
        try (TinyServer server = holding()) {
            Wire wire = server.hastyTarget().connect().expectSilence(Duration.ofMillis(50));
            WireFailure failure = catchThrowableOfType(WireFailure.class, wire::expectClosed);
            assertThat(failure.fault()).isEqualTo(Fault.STILL_OPEN);
            assertThat(failure).hasMessageContaining("means    the program keeps the connection open where");
            wire.close();
        }
    }

    /** Clients that say nothing keep a server busy that serves one at a time. */
    @Test
    void tellsThatOtherClientsWereConnected() throws Exception {
        try (TinyServer server = new TinyServer(s -> s.getInputStream().readAllBytes())) {
            Target target = server.hastyTarget();
            target.connect().close();
            target.connect();
            String port = "nc 127.0.0.1 " + target.port();
            assertThat(catchThrowableOfType(WireFailure.class, () -> target.exchange(REQUEST)))
                    .hasMessageContaining("means    nothing came while other clients were connected: does it serve one")
                    .hasMessageContaining("\n  note     1 more connection was open to the program at this time; it may")
                    .hasMessageContaining("\n  again    sleep 20 | " + port + " & sleep 1; printf 'GET / ");
            assertThat(catchThrowableOfType(WireFailure.class, () -> target.exchange("x")))
                    .hasMessageContaining("2 more connections were open")
                    .hasMessageContaining("it may serve one client at a time; \"again\" alone does not show that")
                    .hasMessageContaining("\n  again    printf 'x' | nc -q 3 ");
            target.end(false);
            target.connect();
            target.connect();
            assertThat(catchThrowableOfType(WireFailure.class, () -> target.exchange("x")))
                    .hasMessageContaining(
                            "again    for i in $(seq 2); do sleep 20 | " + port + " & done; sleep 1; printf 'x'");
            target.end(false);
        }
    }

    @Test
    void silenceIsNeitherBytesNorTheEnd() throws Exception {
        try (TinyServer server = TinyServer.answering("x")) {
            Wire wire = server.target().connect().finish();
            assertThat(catchThrowableOfType(WireFailure.class, () -> wire.expectSilence(Duration.ofSeconds(5))))
                    .isNotNull();
        }
    }

    @Test
    void randomDataComesFromTheSeedAndTheTest() throws Exception {
        try (TinyServer server = TinyServer.answering("")) {
            Target target = server.target();
            long[] first = numbers(target, "a");
            assertThat(numbers(target, "b")).isNotEqualTo(first);
            assertThat(numbers(target, "a")).isEqualTo(first);
            assertThat(target.connect().failure("x", -1)).hasMessageContaining("-Dseed=7");
        }
    }

    private static long[] numbers(Target target, String test) {
        target.begin(test, "");
        return new long[] {target.random().nextLong(), target.random().nextLong()};
    }

    private static String told(Fault fault, TinyServer.Script script) throws Exception {
        try (TinyServer server = new TinyServer(script)) {
            Target target = fault == Fault.TIMED_OUT ? server.hastyTarget() : server.target();
            WireFailure failure = catchThrowableOfType(WireFailure.class, () -> target.exchange(REQUEST));
            target.end(false);
            assertThat(failure.fault()).isEqualTo(fault);
            return failure.getMessage();
        }
    }
}
