package netlessons.webserver;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 8: the server is told to stop, with SIGTERM if it is a program. Each test ends a server of its own. That a
 * request has begun is certain only when the server has said so, with a 100 Continue or the first bytes of an answer.
 */
@Stage(value = 8, name = "stopping")
@DisplayName("Stage 8: stopping")
final class Stage8StoppingIT {
    private static final String LAST_GET = "GET /hello/last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    /** More than what the system keeps on its way: 4 MiB and some, on Linux. */
    private static final int BIG = 16 << 20;
    /** From the signal to the end, whatever the clients do; five seconds of it are theirs. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    /** Connections with one request behind them, and one with none. */
    private static List<Wire> resting(FreshTarget server, int used) {
        List<Wire> wires = Stream.generate(server::connect).limit(used).toList();
        wires.forEach(wire -> wire.send("GET /hello/first HTTP/1.1\r\nHost: a\r\n\r\n")
                .finalReply()
                .expectStatus(200));
        return Stream.concat(wires.stream(), Stream.of(server.connect())).toList();
    }

    /** A POST that the server has begun to read; its body is still to come. */
    private static Wire begun(FreshTarget server) {
        String head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n";
        Wire wire = server.connect().send(head + "Expect: 100-continue\r\n\r\n");
        if (wire.reply().expectStatus(100, 417).status() == 100) {
            return wire;
        }
        wire.close(); // who refuses to be asked has had the time, at least, that another request takes
        Wire other = server.connect().send(head + "\r\n");
        server.exchange(LAST_GET).expectStatus(200);
        return other;
    }

    /** A GET whose answer has begun to come, and is too big to be on its way. */
    private static Wire download(Target target, FreshTarget server, byte[] content) throws IOException {
        String folder = target.newFolder().getFileName().toString();
        Files.write(target.dir().resolve(folder).resolve("big"), content);
        String path = "/files/" + folder + "/big";
        return server.connect()
                .send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
                .awaitAnswer();
    }

    private static boolean saysClose(String connection) {
        return Stream.of(connection.split(","))
                .anyMatch(option -> option.strip().equalsIgnoreCase("close"));
    }

    @Test
    @Order(1)
    @DisplayName("connections that rest are closed at once, and without a word")
    @Rfc("RFC 9112 section 9.5")
    void resting(Target target) {
        FreshTarget server = target.fresh();
        List<Wire> resting = resting(server, 1);
        server.stop();
        resting.forEach(Wire::expectClosed);
    }

    @Test
    @Order(2)
    @DisplayName("a request that has begun is answered, with 'Connection: close', and who rests does not wait for that")
    @Rfc("RFC 9112 section 9.6")
    void inFlight(Target target) {
        FreshTarget server = target.fresh();
        List<Wire> resting = resting(server, 5);
        Wire begun = begun(server);
        server.stop();
        resting.forEach(Wire::expectClosed); // from here on it is certain that the server knows
        Reply last = begun.send("helloworld").finalReply().expectStatus(200);
        last.expectHeader("Connection", "close", Stage8StoppingIT::saysClose);
        last.expectBody("helloworld").expectClosed();
    }

    @Test
    @Order(3)
    @DisplayName(
            "a download that has begun arrives whole, even if the server is told twice; nobody new gets in meanwhile")
    void download(Target target) throws IOException {
        byte[] content = new byte[BIG];
        target.random().nextBytes(content);
        FreshTarget server = target.fresh();
        Wire other = begun(server);
        Wire download = download(target, server, content);
        server.stop().expectNobodyGetsIn(LAST_GET).stop(); // to be told twice does no harm
        download.finalReply().expectStatus(200).expectBody(content).expectClosed(); // and not only when all are through
        other.send("helloworld").finalReply().expectStatus(200);
    }

    @Test
    @Order(4)
    @DisplayName("clients that stall do not keep it: ten seconds later it has ended")
    void stalled(Target target) throws IOException {
        FreshTarget server = target.fresh();
        begun(server).send("hello");
        download(target, server, new byte[BIG]);
        server.stop().expectEnd(LONGEST_STOP);
    }

    @Test
    @Order(5)
    @DisplayName("SIGTERM: the program ends with exit status 0, and another one can have its port at once")
    void terminated(Target target) {
        FreshTarget program = target.freshProgram();
        List<Wire> resting = resting(program, 1);
        program.stop();
        resting.forEach(Wire::expectClosed);
        program.expectEndInOrder(LONGEST_STOP);
        program.expectAnotherInItsPlace().exchange(LAST_GET).expectStatus(200);
    }

    @Test
    @Order(6)
    @DisplayName("Ctrl-C (SIGINT): the program ends with exit status 0")
    void interrupted(Target target) {
        FreshTarget program = target.freshProgram();
        List<Wire> resting = resting(program, 1);
        program.interrupt();
        resting.forEach(Wire::expectClosed);
        program.expectEndInOrder(LONGEST_STOP);
    }
}
