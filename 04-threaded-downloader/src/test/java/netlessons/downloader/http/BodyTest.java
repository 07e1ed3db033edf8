package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies on the way: whole ones in any pieces, broken ones, silent ones. */
class BodyTest {
    private static final Content CONTENT = Content.random(2, 300_000);

    private static HttpFault fault(Answer answer) throws HttpFault {
        return fault(answer, Asking.SETTINGS);
    }

    private static HttpFault hastyFault(Answer answer) throws HttpFault {
        return fault(answer, Asking.hasty(Map.of()));
    }

    private static HttpFault fault(Answer answer, HttpSettings settings) throws HttpFault {
        try (Origin origin = Origin.start().at("/f", answer);
                Asking asking = new Asking(settings)) {
            return asking.fault(origin.uri("/f"));
        }
    }

    @Test
    @DisplayName("a connection that is closed, reset or silent in the body (cases 1, 8, 37)")
    void breaks() throws Exception {
        long before = System.nanoTime();
        List<FutureTask<HttpFault>> silences = new ArrayList<>();
        for (ServedFile file :
                new ServedFile[] {ServedFile.of(CONTENT), ServedFile.of(CONTENT).chunked()}) {
            silences.add(new FutureTask<>(() -> fault(file.silentAfter(100_000), Asking.patient())));
            new Thread(silences.get(silences.size() - 1)).start();
            assertThat(fault(file.cutAfter(100_000)).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
            assertThat(fault(file.resetAfter(100_000)).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
        }
        for (FutureTask<HttpFault> silence : silences) {
            assertThat(silence.get().kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
            assertThat(silence.get()).hasMessage("nothing came for too long");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        assertThat(fault(ServedFile.of(CONTENT).badChunkAfter(100_000)).kind()).isEqualTo(HttpFault.Kind.PERMANENT);
    }

    @Test
    @DisplayName("framing that comes a byte at a time, and never a byte of the file")
    void nothingOfUse() throws HttpFault {
        Answer extension = (asked, speaker) -> {
            speaker.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5;");
            for (int i = 0; i < 1000; i++) {
                speaker.pause(Asking.SHORT.dividedBy(3));
                speaker.send("x");
            }
        };
        long before = System.nanoTime();
        assertThat(hastyFault(extension).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Asking.SHORT.multipliedBy(20));
    }

    @ParameterizedTest(name = "into a direct buffer: {0}")
    @DisplayName("all bytes before a break are handed out, at any pace, into any buffer")
    @ValueSource(booleans = {false, true})
    void allBefore(boolean direct) throws HttpFault {
        for (ServedFile file :
                new ServedFile[] {ServedFile.of(CONTENT), ServedFile.of(CONTENT).chunked()}) {
            for (int size : new int[] {1, 999, 70_000, 400_000}) {
                assertThat(readUntilFault(file.cutAfter(100_000), size, direct))
                        .isEqualTo(Arrays.copyOf(CONTENT.bytes(), 100_000));
            }
        }
    }

    private static byte[] readUntilFault(Answer answer, int size, boolean direct) throws HttpFault {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer bytes = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        try (Origin origin = Origin.start().at("/f", answer);
                Asking asking = new Asking();
                Response response = asking.send(origin.uri("/f"))) {
            while (true) {
                int count;
                try {
                    count = response.read(bytes.clear());
                } catch (HttpFault fault) {
                    return all.toByteArray();
                }
                assertThat(count).isPositive().isEqualTo(bytes.position());
                byte[] some = new byte[count];
                bytes.flip().get(some);
                all.writeBytes(some);
            }
        }
    }

    @Test
    @DisplayName("the body's time-out begins anew with each byte")
    void slow() throws HttpFault {
        Answer slow = (asked, speaker) -> {
            speaker.send("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n");
            for (int i = 0; i < 14; i++) { // more than the time-out in all, and each pause a tenth of it
                speaker.pause(Asking.PATIENT.dividedBy(10));
                speaker.send("x");
            }
        };
        try (Origin origin = Origin.start().at("/f", slow);
                Asking asking = new Asking(Asking.patient())) {
            assertThat(asking.body(origin.uri("/f"))).hasSize(14);
        }
    }

    @Test
    @DisplayName("chunks of all sizes, in all pieces")
    void chunks() throws HttpFault {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] content = CONTENT.bytes();
        for (int round = 0; round < 20; round++) {
            int most = 1 << 1 + random.nextInt(17);
            java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
            body.writeBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes());
            for (int at = 0; at < content.length; ) {
                int size = Math.min(content.length - at, 1 + random.nextInt(most));
                String extension = random.nextInt(4) == 0 ? " ;a=\"b\"" : "";
                body.writeBytes((Integer.toHexString(size) + extension + "\r\n").getBytes());
                body.write(content, at, size);
                body.writeBytes("\r\n".getBytes());
                at += size;
            }
            body.writeBytes("0\r\nX: y\r\n\r\n".getBytes());
            byte[] wire = body.toByteArray();
            int pieces = 1 + random.nextInt(200_000);
            Answer answer = (asked, speaker) -> {
                for (int at = 0; at < wire.length; at += pieces) {
                    speaker.send(java.util.Arrays.copyOfRange(wire, at, Math.min(wire.length, at + pieces)));
                }
            };
            if (wire.length / pieces > 2000) {
                continue;
            }
            try (Origin origin = Origin.start().at("/f", answer);
                    Asking asking = new Asking()) {
                assertThat(asking.body(origin.uri("/f"))).as("seed " + seed).isEqualTo(content);
                assertThat(asking.body(origin.uri("/f"))).as("seed " + seed).isEqualTo(content);
                assertThat(origin.connections()).isEqualTo(1);
            }
        }
    }
}
