package netlessons.webserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 5: nobody has to wait for anybody else. A server may close after each response here, whatever stage 4 says;
 * echoed bodies are small and travel with their heads.
 */
@Stage(value = 5, name = "many clients")
@DisplayName("Stage 5: many clients")
@Rfc("RFC 9112 section 9.4")
final class Stage5ManyClientsIT {
    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static Wire expectHello(Wire wire, Object name) {
        wire.finalReply().expectStatus(200).expectBody("Hello, " + name + "!\n");
        return wire;
    }

    /** Somebody else comes, asks, gets the answer and goes. */
    private static void expectAnswerFor(Target target, String name) {
        expectHello(target.connect().send(get("/hello/" + name)), name).close();
    }

    private static List<Wire> connect(Target target, int count) {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            wires.add(target.connect());
        }
        return wires;
    }

    private static List<Integer> shuffled(int count, Random random) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        return numbers;
    }

    @Test
    @Order(1)
    @DisplayName("a client that has connected and says nothing does not hold up another")
    void silentClient(Target target) {
        Wire silent = target.connect();
        expectAnswerFor(target, "other");
        expectHello(silent.send(get("/hello/awake")), "awake");
    }

    @Test
    @Order(2)
    @DisplayName("clients that have sent half a request do not hold up another")
    void halfRequest(Target target) {
        Wire line = target.connect().send("GET /hello/li");
        Wire field = target.connect().send("GET /hello/field HTTP/1.1\r\nHost: a\r\nAccept: te");
        expectAnswerFor(target, "other");
        expectHello(field.send("xt/plain\r\n\r\n"), "field");
        expectHello(line.send("ne HTTP/1.1\r\nHost: a\r\n\r\n"), "line");
    }

    @Test
    @Order(3)
    @DisplayName("a client that has sent half a body does not hold up another")
    void halfBody(Target target) {
        Wire slow = target.connect()
                .send("POST /hello/slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhello");
        expectAnswerFor(target, "other");
        slow.send("world").finalReply(); // whatever the answer is: it comes
    }

    @Test
    @Order(4)
    @DisplayName("fifty clients that say nothing do not hold up another")
    void silentClients(Target target) {
        List<Wire> silent = connect(target, 50);
        expectAnswerFor(target, "other");
        expectHello(silent.get(0).send(get("/hello/first")), "first");
        expectHello(silent.get(49).send(get("/hello/last")), "last");
    }

    @Test
    @Order(5)
    @DisplayName("a hundred clients are connected, and the one who came last is answered first")
    void reverseOrder(Target target) {
        List<Wire> wires = connect(target, 100);
        for (int i = 99; i >= 0; i--) {
            expectHello(wires.get(i).send(get("/hello/" + i)), i);
        }
    }

    @Test
    @Order(6)
    @DisplayName("a hundred clients ask at once, five times each, and everyone gets the answer to his own question")
    void hundredAtOnce(Target target) {
        Random random = target.random();
        List<Wire> wires = connect(target, 100);
        for (int round = 0; round < 5; round++) {
            for (int i : shuffled(100, random)) {
                wires.get(i).send(get("/hello/" + i + "-" + round));
            }
            for (int i : shuffled(100, random)) {
                Reply reply = wires.get(i).finalReply().expectStatus(200);
                reply.expectBody("Hello, " + i + "-" + round + "!\n");
                wires.set(i, forNextRequest(target, reply));
            }
        }
    }

    @Test
    @Order(7)
    @DisplayName("a hundred clients send bodies at once, three times each, and everyone gets his own back")
    void hundredEchoes(Target target) {
        Random random = target.random();
        List<Wire> wires = connect(target, 100);
        for (int round = 0; round < 3; round++) {
            List<byte[]> bodies = new ArrayList<>();
            for (Wire wire : wires) {
                byte[] body = new byte[1 + random.nextInt(4000)];
                random.nextBytes(body);
                bodies.add(body);
                wire.send(post(body));
            }
            for (int i : shuffled(100, random)) {
                Reply reply = wires.get(i).finalReply().expectStatus(200).expectBody(bodies.get(i));
                wires.set(i, forNextRequest(target, reply));
            }
        }
    }

    /** The same connection, unless the server has said that it closes it. */
    private static Wire forNextRequest(Target target, Reply reply) {
        if (reply.header("Connection").filter("close"::equalsIgnoreCase).isEmpty()) {
            return reply.wire();
        }
        reply.wire().close();
        return target.connect();
    }

    private static byte[] post(byte[] body) {
        byte[] head = ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    @Test
    @Order(8)
    @DisplayName("a client that does not read its answers does not hold up another")
    void clientThatDoesNotRead(Target target) throws IOException {
        try (SocketChannel deaf = SocketChannel.open()) {
            deaf.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            deaf.socket().connect(new InetSocketAddress(target.host(), target.port()), 3000);
            askWithoutReading(deaf, post(new byte[500_000]));
            expectAnswerFor(target, "other");
        }
    }

    /** Sends requests until the server reads no more, because it cannot get rid of its answers; or until 64 MB. */
    private static void askWithoutReading(SocketChannel channel, byte[] request) throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer rest = ByteBuffer.wrap(request);
            long sent = 0;
            while (sent < 64_000_000 && selector.select(300) > 0) {
                selector.selectedKeys().clear();
                sent += channel.write(rest);
                if (!rest.hasRemaining()) {
                    rest.rewind();
                }
            }
        } catch (IOException e) {
            // The server has thrown this client out, as it may.
        }
    }

    @Test
    @Order(9)
    @DisplayName("clients that vanish, in good order or not, do no harm")
    @Rfc("RFC 9112 section 9.5")
    void vanishingClients(Target target) throws IOException {
        List<String> lastWords = List.of(
                "",
                "GET /hel",
                "GET /hello/gone HTTP/1.1\r\nHost: a\r\n",
                get("/hello/gone"),
                get("/hello/gone").repeat(20),
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
        Wire patient = target.connect().send("GET /hello/pat");
        for (int i = 0; i < 10 * lastWords.size(); i++) {
            try (SocketChannel client = SocketChannel.open()) {
                client.socket().connect(new InetSocketAddress(target.host(), target.port()), 3000);
                if (i % 2 == 0) {
                    client.setOption(StandardSocketOptions.SO_LINGER, 0); // close sends a reset
                }
                client.write(
                        ByteBuffer.wrap(lastWords.get(i % lastWords.size()).getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        expectAnswerFor(target, "other");
        expectHello(patient.send("ient HTTP/1.1\r\nHost: a\r\n\r\n"), "patient");
    }
}
