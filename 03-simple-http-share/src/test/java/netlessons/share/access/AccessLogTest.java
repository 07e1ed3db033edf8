package netlessons.share.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import netlessons.share.engine.Answered;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("the log")
@Timeout(60)
class AccessLogTest {
    private static final Accounts ACCOUNTS = Accounts.parse(List.of("a b:c"));

    private static Answered answered(String authorization, String line) {
        return new Answered(InetAddress.getLoopbackAddress(), authorization, line, 200, 512, 1_234_567);
    }

    private static String line(Answered answered) {
        StringBuilder line = new StringBuilder();
        new LogLine(ACCOUNTS).append(line, answered);
        return line.toString();
    }

    @Test
    @DisplayName("is in the common log format, and says how long it took")
    void format() {
        assertThat(line(answered(null, "GET /a?b HTTP/1.1")))
                .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}]"
                        + " \"GET /a\\?b HTTP/1\\.1\" 200 512 1\\.2ms\n");
        assertThat(line(answered(null, ""))).contains(" \"-\" 200 ");
    }

    @Test
    @DisplayName("names whose password was right, as one word")
    void names() {
        assertThat(line(answered("Basic YSBiOmM=", "GET / HTTP/1.1"))).contains(" - a_b [");
        assertThat(line(answered("Basic YSBiOmQ=", "GET / HTTP/1.1"))).contains(" - - [");
    }

    @Test
    @DisplayName("shows ends of lines, quotes, ESC and other alphabets escaped (attack 34)")
    void escaped() {
        String line = line(answered(null, "GET /\"\\\u001b[2J\r\n\u007f\u009b\u202e HTTP/1.1"));
        assertThat(line).contains("\"GET /\\\"\\\\\\x1b[2J\\x0d\\x0a\\x7f\\x9b\\u202e HTTP/1.1\"");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    }

    @Test
    @DisplayName("has no line longer than needed: 8 KiB of nonsense are cut")
    void cut() {
        assertThat(line(answered(null, "x".repeat(8000)))).contains("xxx...\"").hasSizeLessThan(1200);
    }

    @Test
    @DisplayName("keeps little of each line that waits to be printed")
    void little() {
        Answered long1 = answered("Basic " + "x".repeat(8000), "x".repeat(8000)).shortened(LogLine.LONGEST + 1);
        assertThat(long1.authorization()).isNull();
        assertThat(long1.requestLine()).hasSize(1001);
        assertThat(line(long1)).contains("xxx...\"");
        Answered short1 = answered("Basic YSBiOmM=", "GET / HTTP/1.1");
        assertThat(short1.shortened(LogLine.LONGEST + 1)).isSameAs(short1);
    }

    @Test
    @DisplayName("has the lines of all when it is closed")
    void closed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (AccessLog log = new AccessLog(ACCOUNTS, new PrintStream(bytes, false, StandardCharsets.UTF_8))) {
            for (int i = 0; i < 1000; i++) {
                log.accept(answered(null, "GET /" + i + " HTTP/1.1"));
            }
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(1000);
    }

    @Test
    @DisplayName("has them also if whoever reads it stands still for a second at that moment")
    void slow() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream slow = new FilterOutputStream(bytes) {
            @Override
            public void write(byte[] some, int offset, int length) {
                try {
                    Thread.sleep(1200);
                    bytes.write(some, offset, length);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (AccessLog log = new AccessLog(ACCOUNTS, new PrintStream(slow, false, StandardCharsets.UTF_8))) {
            log.accept(answered(null, "GET / HTTP/1.1"));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    @Test
    @DisplayName("makes nobody wait when nobody reads it, and says how many lines it has lost")
    void stuck() {
        CountDownLatch read = new CountDownLatch(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) {
                try {
                    read.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                synchronized (bytes) {
                    bytes.write(b);
                }
            }
        };
        try (AccessLog log = new AccessLog(ACCOUNTS, new PrintStream(stuck, false, StandardCharsets.UTF_8))) {
            for (int i = 0; i < 30_000; i++) {
                log.accept(answered(null, "GET / HTTP/1.1"));
            }
            read.countDown();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                synchronized (bytes) {
                    assertThat(bytes.toString(StandardCharsets.UTF_8))
                            .containsPattern("\\(\\d+ lines were lost: nobody read them in time\\.\\)");
                }
            });
        }
    }
}
