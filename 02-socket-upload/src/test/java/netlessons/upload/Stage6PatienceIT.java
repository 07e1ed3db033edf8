package netlessons.upload;

import static netlessons.upload.Received.expectAlive;
import static netlessons.upload.Received.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 6: senders that take their time, or never listen. The receiver says in LIMITS how long it waits; whoever makes it
 * wait longer is let go, and keeps nobody else from their uploads.
 */
@Stage(value = 6, name = "hostile input")
@DisplayName("Stage 6: hostile input, patience")
final class Stage6PatienceIT {
    private static final String TIME = "docs/02-protocol.md section 7";

    /** In milliseconds; each test here lasts as long as the receiver's patience. */
    private static final long LONGEST_IDLE = 6000;

    private long idle;

    @BeforeEach
    void askForPatience(Target target) {
        try (FrameWire wire = FrameWire.open(target)) {
            idle = wire.bounds().idle();
        }
        Assumptions.assumeTrue(
                idle <= LONGEST_IDLE,
                "LIMITS says that this receiver waits " + idle / 1000
                        + " s for the next byte; to be graded, it should be" + " told to wait 6 s at most");
    }

    @Test
    @Order(1)
    @DisplayName(
            "who says nothing more is let go, wherever it stops, with ERROR TIMEOUT; others need not wait (case 15)")
    @Rfc(TIME)
    void silence(Target target) {
        WireUpload file = WireUpload.of(target.newFolder().getFileName() + "/hello.txt", "hello");
        byte[] data = file.data(0, 5).bytes();
        List<FrameWire> before = Stream.of(new byte[0], Arrays.copyOf(WireFrame.PREAMBLE, 5))
                .map(FrameWire.connect(target)::send)
                .toList();
        List<FrameWire> after = Stream.of(
                        new byte[0],
                        new byte[] {'B'},
                        Arrays.copyOf(file.begin().bytes(), 30),
                        WireUpload.of(file.name() + 1, "hello").eager().bytes(),
                        WireFrame.join(WireUpload.of(file.name() + 2, "hello").eager(), file.data(0, 3)),
                        WireFrame.join(
                                WireUpload.of(file.name() + 3, "hello").eager().bytes(),
                                Arrays.copyOf(data, data.length - 1)),
                        WireFrame.join(WireFrame.cancel(), WireFrame.ping()))
                .map(said -> FrameWire.open(target).send(said))
                .toList();
        long start = System.nanoTime(); // no later: what follows takes its time, and the receiver's clock goes on
        FrameWire ready = FrameWire.open(target).send(file.begin()).expectReady(file, 0);
        expectAlive(target);
        ready.expectErrorOrClosed(WireCode.TIMEOUT, WireCode.TOO_SLOW);
        after.forEach(wire -> wire.expectErrorOrClosed(WireCode.TIMEOUT, WireCode.TOO_SLOW));
        assertThat((System.nanoTime() - start) / 1_000_000)
                .as("milliseconds until all were let go, with an idle time of %d", idle)
                .isBetween(idle / 2, idle * 2 + 2000);
        before.stream().map(FrameWire::wire).forEach(Wire::expectClosed);
    }

    @Test
    @Order(2)
    @DisplayName("a byte now and then is no progress: ERROR TOO_SLOW (case 15)")
    @Rfc(TIME)
    void tooSlow(Target target) throws Exception {
        WireUpload file = file(target, target.newFolder(), "file", 100_000);
        WireUpload other = WireUpload.of(file.name() + "-2", file.bytes());
        byte[] data = file.data(0, 4000).bytes();
        // So long that it does not come to its end byte by byte: what came whole would be progress.
        byte[] begin = WireUpload.of(file.name() + "-" + "x".repeat(200), file.bytes())
                .eager()
                .bytes();
        List<Crawler> slow = List.of(
                new Crawler(target, "a BEGIN, byte by byte", new byte[0], i -> new byte[] {begin[i % begin.length]}),
                new Crawler(target, "a DATA frame, byte by byte", begin, i -> new byte[] {data[i]}),
                new Crawler(
                        target,
                        "DATA of one byte each",
                        other.eager().bytes(),
                        i -> other.data(i, i + 1).bytes()));
        try {
            long deadline = System.nanoTime() + (3 * idle + 3000) * 1_000_000;
            while (slow.stream().anyMatch(one -> !one.ended()) && System.nanoTime() < deadline) {
                slow.stream().filter(one -> !one.ended()).forEach(Crawler::step);
                Thread.sleep(100);
            }
            assertThat(slow).as("clients that crawl, let go").allMatch(Crawler::ended);
            assertThat(slow)
                    .as("what they were told: TOO_SLOW (9), or nothing that has reached them (0)")
                    .allMatch(one -> one.code() == 0 || one.code() == WireCode.TOO_SLOW.number);
        } finally {
            slow.forEach(Crawler::close);
        }
        expectAlive(target);
    }

    @Test
    @Order(3)
    @DisplayName(
            "PING without end, and nobody reads the PONGs: the connection is ended, and others need not wait (case 14)")
    @Rfc(TIME)
    void neverListens(Target target) throws Exception {
        byte[] pings =
                WireFrame.join(Stream.generate(WireFrame::ping).limit(1000).toArray(WireFrame[]::new));
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(target.host(), target.port()), 5000);
            Thread thread = new Thread(() -> sayForEver(socket, pings), "says PING");
            thread.start();
            thread.join(1000);
            expectAlive(target);
            thread.join(3 * idle + 20_000); // some allow a KiB a second for what they have gathered
            boolean ended = !thread.isAlive();
            socket.shutdownOutput(); // wakes the thread if it still waits
            thread.join();
            assertThat(ended).as("whether the connection was ended").isTrue();
        }
        expectAlive(target);
    }

    private static void sayForEver(Socket socket, byte[] pings) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(WireFrame.PREAMBLE);
            while (true) {
                out.write(pings);
            }
        } catch (IOException e) {
            // that is what should happen
        }
    }
}
