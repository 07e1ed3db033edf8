package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection serves another request, and when it must not. */
class KeepAliveTest {
    private static int connections(Answer answer, int requests) throws HttpFault {
        try (Origin origin = Origin.start().at("/f", answer);
                Asking asking = new Asking()) {
            for (int i = 0; i < requests; i++) {
                asking.body(origin.uri("/f"));
            }
            return origin.connections();
        }
    }

    @Test
    void oneConnectionServesManyRequests() throws HttpFault {
        Content content = Content.random(1, 100_000);
        assertThat(connections(ServedFile.of(content), 5)).isEqualTo(1);
        assertThat(connections(ServedFile.of(content).chunked(), 5)).isEqualTo(1);
        assertThat(connections(ServedFile.of(""), 5)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: x, Close\r\n\r\nhi",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi\r\n",
            })
    void notAfterTheOriginSaidSo(String raw) throws HttpFault {
        assertThat(connections(Answers.rawKept(raw), 3)).isEqualTo(3);
    }

    @Test
    void http10MayKeepIt() throws HttpFault {
        String raw = "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi";
        assertThat(connections(Answers.rawKept(raw), 3)).isEqualTo(1);
    }

    @Test
    @DisplayName("a kept connection that was closed meanwhile is no failure: the request is sent again on a new one")
    void stale() throws Exception {
        Answer closing = (asked, speaker) -> {
            speaker.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
            speaker.pause(Duration.ofMillis(20)); // the client has read it
            speaker.close();
        };
        Answer resetting = (asked, speaker) -> {
            speaker.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
            speaker.pause(Duration.ofMillis(20));
            speaker.reset();
        };
        for (Answer answer : new Answer[] {closing, resetting}) {
            try (Origin origin = Origin.start().at("/f", answer);
                    Asking asking = new Asking()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(asking.body(origin.uri("/f"))).hasSize(2);
                    Thread.sleep(i % 2 == 0 ? 60 : 0); // also in the very moment
                }
                assertThat(origin.asked()).hasSize(5);
            }
        }
    }

    @Test
    @DisplayName("a request that a kept connection swallowed is sent again, once")
    void swallowed() throws HttpFault {
        try (Origin origin = Origin.start()
                        .at("/f", ServedFile.of("hello"))
                        .at("/g", Answers.closeAtOnce(), ServedFile.of("hello"))
                        .at("/h", Answers.closeAtOnce());
                Asking asking = new Asking()) {
            assertThat(asking.body(origin.uri("/f"))).hasSize(5);
            assertThat(asking.body(origin.uri("/g"))).hasSize(5);
            assertThat(asking.fault(origin.uri("/h")).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
            assertThat(origin.asked("/h")).hasSize(2);
            assertThat(asking.fault(origin.uri("/h")).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
            assertThat(origin.asked("/h")).hasSize(3); // that one was on a new connection
        }
    }

    @Test
    @DisplayName("but not one to which anything came, be it half a status line; and silence is silence")
    void begun() throws HttpFault {
        try (Origin origin = Origin.start()
                        .at("/f", ServedFile.of("hello"))
                        .at("/g", Answers.raw("HTT"))
                        .at("/h", Answers.silence());
                Asking asking = new Asking(Asking.patient())) {
            for (String path : new String[] {"/g", "/h"}) {
                assertThat(asking.body(origin.uri("/f"))).hasSize(5);
                assertThat(asking.fault(origin.uri(path)).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
                assertThat(origin.asked(path)).hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("a body that nobody wants is not read to its end: the connection is ended")
    void unread() throws Exception {
        Content big = Content.random(1, 100_000_000);
        try (Origin origin = Origin.start().at("/f", ServedFile.of(big));
                Asking asking = new Asking()) {
            try (Response response = asking.send(origin.uri("/f"))) {
                assertThat(response.read(ByteBuffer.allocate(10))).isPositive();
            }
            awaitOpen(origin, 0);
            assertThat(origin.sent("/f")).isLessThan(big.size() / 2);
            assertThat(asking.body(origin.uri("/f"))).hasSize(100_000_000);
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("all that was counted of a body is enough: its end need not be read")
    void exactly() throws HttpFault {
        try (Origin origin = Origin.start().at("/f", ServedFile.of("hello"));
                Asking asking = new Asking()) {
            for (int i = 0; i < 3; i++) {
                try (Response response = asking.send(origin.uri("/f"))) {
                    assertThat(response.read(ByteBuffer.allocate(5))).isEqualTo(5);
                }
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("after close() nothing is read any more, and that is not mistaken for the end")
    void closed() throws HttpFault {
        try (Origin origin = Origin.start().at("/f", ServedFile.of("hello"));
                Asking asking = new Asking()) {
            Response response = asking.send(origin.uri("/f"));
            assertThat(response.read(ByteBuffer.allocate(2))).isEqualTo(2);
            response.close();
            response.close();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> response.read(ByteBuffer.allocate(2))))
                    .isInstanceOf(HttpFault.class);
        }
    }

    @Test
    @DisplayName("no more connections are kept than may be, and none after close()")
    void bounded() throws HttpFault {
        try (Origin origin = Origin.start().at("/f", ServedFile.of("hello"))) {
            Asking asking = new Asking();
            Response[] responses = new Response[8];
            for (int i = 0; i < responses.length; i++) {
                responses[i] = asking.send(origin.uri("/f"));
                Asking.body(responses[i]);
            }
            Response late = asking.send(origin.uri("/f"));
            for (Response response : responses) {
                response.close();
            }
            awaitOpen(origin, 5);
            asking.close();
            Asking.body(late);
            late.close();
            awaitOpen(origin, 0);
        }
    }

    private static void awaitOpen(Origin origin, int number) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> origin.openConnections() == number);
    }
}
