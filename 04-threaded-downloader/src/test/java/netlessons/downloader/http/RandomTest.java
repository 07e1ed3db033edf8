package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Origin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that were cut anywhere, and answers with something wrong anywhere. */
class RandomTest {
    private static final String LENGTH = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 16\r\n\r\nhello, new world";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "10\r\nhello, new world\r\n3;x=y\r\n!\r\n\r\n0\r\nA: b\r\n\r\n";
    private static final String PART =
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-15/16\r\n\r\nhello, new world";

    @ParameterizedTest
    @DisplayName("cut anywhere, an answer is never taken for a whole one")
    @ValueSource(strings = {LENGTH, CHUNKED, PART})
    void cut(String whole) throws HttpFault {
        String[] now = new String[1];
        try (Origin origin = Origin.start()
                        .at("/f", (asked, speaker) -> Answers.raw(now[0]).to(asked, speaker));
                Asking asking = new Asking()) {
            for (int length = 0; length < whole.length(); length++) {
                now[0] = whole.substring(0, length);
                HttpFault fault =
                        whole.equals(PART) ? asking.fault(origin.uri("/f"), 0, 16) : asking.fault(origin.uri("/f"));
                assertThat(fault.kind())
                        .as(length + " bytes: " + fault.getMessage())
                        .isEqualTo(HttpFault.Kind.TRANSIENT);
            }
        }
    }

    @ParameterizedTest
    @DisplayName("whatever comes, what comes of it is a body or a fault, and soon")
    @ValueSource(strings = {LENGTH, CHUNKED, PART})
    void mutated(String whole) throws HttpFault {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        byte[][] now = new byte[1][];
        Answer answer = (asked, speaker) -> {
            speaker.send(now[0]);
            speaker.close();
        };
        try (Origin origin = Origin.start().at("/f", answer);
                Asking asking = new Asking()) {
            for (int i = 0; i < 1000; i++) {
                now[0] = mutated(whole.getBytes(StandardCharsets.ISO_8859_1), random);
                try (Response response =
                        whole.equals(PART) ? asking.send(origin.uri("/f"), 0, 16) : asking.send(origin.uri("/f"))) {
                    byte[] body = Asking.body(response);
                    response.length().ifPresent(length -> assertThat(body).hasSize((int) length));
                } catch (HttpFault fault) {
                    assertThat(fault.getMessage()).isNotBlank();
                } catch (RuntimeException e) {
                    String text = new String(now[0], StandardCharsets.ISO_8859_1);
                    throw new AssertionError("seed " + seed + ", turn " + i + ": " + text, e);
                }
            }
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] special = "\r\n :;,-+0\u0000\t\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        for (int n = random.nextInt(3) + 1; n > 0; n--) {
            int at = random.nextInt(bytes.length);
            byte b = random.nextBoolean() ? special[random.nextInt(special.length)] : (byte) random.nextInt(256);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = b;
                case 1 -> { // one more
                    byte[] longer = new byte[bytes.length + 1];
                    System.arraycopy(bytes, 0, longer, 0, at);
                    longer[at] = b;
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    bytes = longer;
                }
                default -> { // one less
                    byte[] shorter = new byte[bytes.length - 1];
                    System.arraycopy(bytes, 0, shorter, 0, at);
                    System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
                    bytes = shorter;
                }
            }
        }
        return bytes;
    }
}
