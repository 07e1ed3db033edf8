package netlessons.ftp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControlTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Socket client;
    private Control control;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket(listener.getInetAddress(), listener.getLocalPort());
            control = new Control(listener.accept());
        }
    }

    @AfterEach
    void close() throws IOException {
        control.close();
        client.close();
    }

    private void say(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void expect(String line) throws IOException {
        assertThat(control.read(LONG)).isEqualTo(new Line.Text(line));
    }

    @Test
    @DisplayName("lines that come together are read one by one, and one that comes in two pieces is one")
    void lines() throws Exception {
        say("A\r\nB\r\nC");
        expect("A");
        expect("B");
        CompletableFuture<Line> line = CompletableFuture.supplyAsync(() -> {
            try {
                return control.read(LONG);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        say("D\r\n");
        assertThat(line.get(20, TimeUnit.SECONDS)).isEqualTo(new Line.Text("CD"));
    }

    @Test
    @DisplayName("urgent bytes are read where they stand: ABOR as RFC 959 would have it (case 16)")
    void urgent() throws IOException {
        say("\u00ff\u00f4\u00ff");
        client.sendUrgentData(0xf2);
        say("ABOR\r\n");
        expect("ABOR");
    }

    @Test
    @DisplayName("silence ends in a time-out, after which one may go on")
    void silence() throws IOException {
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> control.read(Duration.ofMillis(100)));
        say("A\r\n");
        expect("A");
    }

    @Test
    @DisplayName("a line that comes byte by byte has no more time than one that does not come")
    void slowly() throws IOException {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 1000; i++) {
                    say("a");
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                // it has been closed
            }
        });
        long start = System.nanoTime();
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> control.read(Duration.ofMillis(500)));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(400), Duration.ofSeconds(10));
        client.close();
        sending.join();
    }

    @Test
    @DisplayName("the end is an end, also in the middle of a line")
    void end() throws IOException {
        say("A\r\nQUI");
        client.shutdownOutput();
        expect("A");
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> control.read(LONG));
    }

    @Test
    @DisplayName("replies of two threads do not mix")
    void together() throws Exception {
        int count = 500;
        Reply[] replies = {Reply.of(226, "x".repeat(300)), Reply.of(200, "y".repeat(300))};
        CompletableFuture<?>[] senders = new CompletableFuture<?>[replies.length];
        for (int i = 0; i < replies.length; i++) {
            Reply reply = replies[i];
            senders[i] = CompletableFuture.runAsync(() -> {
                try {
                    for (int n = 0; n < count; n++) {
                        control.send(reply);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        int length = replies[0].bytes().length;
        for (int i = 0; i < 2 * count; i++) {
            String line = new String(client.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
            assertThat(line).matches("226 x{300}\r\n|200 y{300}\r\n");
        }
        CompletableFuture.allOf(senders).get(20, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName(
            "a thread that reads is woken when another one closes it, and so is one that sends to somebody who does not read")
    void closed() throws Exception {
        CompletableFuture<Void> reader = CompletableFuture.runAsync(
                () -> assertThatExceptionOfType(IOException.class).isThrownBy(() -> control.read(LONG)));
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> {
                    while (true) {
                        control.send(Reply.of(200, "x".repeat(100_000)));
                    }
                }));
        Thread.sleep(300);
        control.close();
        CompletableFuture.allOf(reader, sender).get(20, TimeUnit.SECONDS);
    }
}
