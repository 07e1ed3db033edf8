package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.NoOrigin;
import netlessons.testkit.origin.Origin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads that are too long, too slow, or none; statuses; what a head says about the file. */
class HeadTest {
    private static HttpFault fault(Answer answer) throws HttpFault {
        try (Origin origin = Origin.start().at("/f", answer);
                Asking asking = new Asking()) {
            return asking.fault(origin.uri("/f"));
        }
    }

    private static HttpFault hastyFault(Answer answer) throws HttpFault {
        try (Origin origin = Origin.start().at("/f", answer);
                Asking asking = Asking.hasty()) {
            return asking.fault(origin.uri("/f"));
        }
    }

    @ParameterizedTest
    @DisplayName("garbage, and HTTP/0.9 (case 10): no second try")
    @ValueSource(
            strings = {
                "hello, world\r\n\r\n",
                "<html>\r\n",
                "\r\n\r\n\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/0.9 200 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 -200 OK\r\n\r\n",
                "HTTP/1.1 000 OK\r\n\r\n",
                "ICY 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            })
    void garbage(String raw) throws HttpFault {
        HttpFault fault = fault(Answers.raw(raw));
        assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(HttpFault.Kind.PERMANENT);
    }

    @Test
    @DisplayName("endless heads (case 11): no second try, and soon")
    void endless() throws HttpFault {
        String start = "HTTP/1.1 200 OK\r\n";
        for (Answer answer : new Answer[] {
            endless("", "a"),
            endless(start, "X: y\r\n"),
            endless(start + "X: ", "y"),
            endless(start + "X: ", "y\r\n "),
            endless("", "HTTP/1.1 100 Continue\r\n\r\n"),
            endless("", "HTTP/1.1 103 Early Hints\r\nX: " + "y".repeat(1000) + "\r\n\r\n"),
            Answers.raw(start + "X: y\r\n".repeat(201) + "\r\n"),
            Answers.raw(start + ("X: " + "y".repeat(1000) + "\r\n").repeat(70) + "\r\n"),
        }) {
            long before = System.nanoTime();
            assertThat(fault(answer).kind()).isEqualTo(HttpFault.Kind.PERMANENT);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
        }
    }

    private static Answer endless(String start, String more) {
        String many = more.repeat(10_000 / more.length() + 1);
        return (asked, speaker) -> {
            speaker.send(start);
            while (true) {
                speaker.send(many);
            }
        };
    }

    @Test
    @DisplayName("a long head that is not too long is read")
    void longHeads() throws HttpFault {
        String raw = "HTTP/1.1 200 OK\r\n" + ("X: " + "y".repeat(300) + "\r\n").repeat(199) + "\r\nhello";
        try (Origin origin = Origin.start().at("/f", Answers.raw(raw));
                Asking asking = new Asking()) {
            assertThat(asking.body(origin.uri("/f"))).hasSize(5);
        }
    }

    @Test
    @DisplayName("silence, and a head that comes byte by byte: the head as a whole is late")
    void late() throws HttpFault {
        Answer dribbled = (asked, speaker) -> {
            for (char c : "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".toCharArray()) {
                speaker.send(String.valueOf(c));
                speaker.pause(Duration.ofMillis(100));
            }
        };
        Answer interim = (asked, speaker) -> {
            for (int i = 0; i < 10; i++) {
                speaker.send("HTTP/1.1 100 Continue\r\n\r\n");
                speaker.pause(Duration.ofMillis(300));
            }
        };
        for (Answer answer : new Answer[] {Answers.silence(), dribbled, interim}) {
            long before = System.nanoTime();
            HttpFault fault = hastyFault(answer);
            assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(HttpFault.Kind.TRANSIENT);
            assertThat(fault).hasMessageContaining("in time");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Asking.SHORT.minusMillis(50), Duration.ofSeconds(10));
        }
    }

    @Test
    @DisplayName("a connection that is accepted and closed, or reset (case 9)")
    void closed() throws HttpFault {
        assertThat(fault(Answers.closeAtOnce()).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
        assertThat(fault(Answers.resetAtOnce()).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
    }

    @Test
    @DisplayName("nobody listens, nobody knows the host (case 39)")
    void connecting() throws Exception {
        try (NoOrigin nobody = NoOrigin.refusing();
                Asking asking =
                        new Asking(Asking.settings(Duration.ofMinutes(1), Map.of()))) { // the system may ask twice
            HttpFault refused = asking.fault(nobody.uri("/"));
            assertThat(refused.kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
            assertThat(refused).hasMessage("127.0.0.1:" + nobody.port() + " refused the connection");
            HttpFault unknown = asking.fault(URI.create("http://no.such.host.invalid/"));
            assertThat(unknown.kind()).as(unknown.getMessage()).isEqualTo(HttpFault.Kind.PERMANENT);
        }
    }

    @Test
    @DisplayName("nobody accepts (case 39): the time-out for connecting counts")
    void blackHole() throws Exception {
        try (NoOrigin deaf = NoOrigin.silent();
                Asking asking = Asking.hasty()) {
            long before = System.nanoTime();
            HttpFault fault = asking.fault(deaf.uri("/"));
            assertThat(fault.kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @DisplayName("which statuses are worth another try (cases 26, 27, 30, 31)")
    @CsvSource({
        "201, PERMANENT", "204, PERMANENT", "300, PERMANENT", "304, PERMANENT", "305, PERMANENT", "400, PERMANENT",
        "401, PERMANENT", "403, PERMANENT", "404, PERMANENT", "407, PERMANENT", "408, TRANSIENT", "410, PERMANENT",
        "416, PERMANENT", "425, TRANSIENT", "429, BUSY", "451, PERMANENT", "500, TRANSIENT", "501, PERMANENT",
        "502, TRANSIENT", "503, BUSY", "504, TRANSIENT", "505, PERMANENT", "520, TRANSIENT", "529, TRANSIENT",
        "530, PERMANENT", "999, PERMANENT",
    })
    void statuses(int status, HttpFault.Kind kind) throws HttpFault {
        HttpFault fault = fault(Answers.status(status, "Retry-After: 7"));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.status()).isEqualTo(status);
        assertThat(fault.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(fault.getMessage()).startsWith("the answer was " + status);
    }

    @Test
    @DisplayName("an origin's words are no commands for a terminal")
    void printable() throws HttpFault {
        HttpFault fault = fault(Answers.raw("HTTP/1.1 404 \u001b[2J" + "x".repeat(200) + "\r\n\r\n"));
        assertThat(fault.getMessage()).startsWith("the answer was 404 ?[2Jx").hasSizeLessThan(110);
    }

    @Test
    @DisplayName("a file that came packed is refused (case 35)")
    void packed() throws HttpFault {
        HttpFault fault = fault(Answers.status(200, "Content-Encoding: gzip"));
        assertThat(fault.kind()).isEqualTo(HttpFault.Kind.PERMANENT);
        assertThat(fault).hasMessageContaining("gzip");
    }

    @Test
    @DisplayName("what a head says about the file")
    void told() throws HttpFault {
        Answer answer =
                Answers.rawKept("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: W/\"x\"\r\nAccept-Ranges: bytes\r\n"
                        + "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:38 GMT\r\n"
                        + "Content-Disposition: attachment; filename=\"\u00e4\"\r\n\r\nhello");
        try (Origin origin = Origin.start().at("/f?q", answer).at("/plain", Answers.status(200));
                Asking asking = new Asking();
                Response response = asking.send(origin.uri("/f?q#part"));
                Response plain = asking.send(origin.uri("/plain"))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.length()).hasValue(5);
            assertThat(response.etag()).contains("W/\"x\"");
            assertThat(response.modified()).contains(Instant.parse("1994-11-06T08:49:37Z"));
            assertThat(response.date()).contains(Instant.parse("1994-11-06T08:49:38Z"));
            assertThat(response.disposition()).contains("attachment; filename=\"\u00e4\"");
            assertThat(response.ranges()).isTrue();
            assertThat(response.contentRange()).isEmpty();
            assertThat(plain.ranges()).isFalse();
            assertThat(plain.etag()).isEmpty();
            assertThat(plain.disposition()).isEmpty();
        }
    }
}
