package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Origin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a body ends, and which answers contradict themselves about that. */
class FramingTest {
    private static String body(String raw) throws HttpFault {
        try (Origin origin = Origin.start().at("/f", Answers.raw(raw));
                Asking asking = new Asking()) {
            return new String(asking.body(origin.uri("/f")), StandardCharsets.ISO_8859_1);
        }
    }

    private static HttpFault fault(String raw) throws HttpFault {
        try (Origin origin = Origin.start().at("/f", Answers.raw(raw));
                Asking asking = new Asking()) {
            return asking.fault(origin.uri("/f"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.1 200\r\n\r\nhello",
                "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2;a=b\r\nhe\r\n003\r\nllo\r\n000\r\nX: y\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nX-Folded: a\r\n b\r\n\r\nhello",
            })
    void whatIsLegalIsRead(String raw) throws HttpFault {
        assertThat(body(raw)).isEqualTo("hello");
    }

    @Test
    @DisplayName("more bytes than the length: exactly so many are read, and the connection is not used again (case 2)")
    void tooMuch() throws HttpFault {
        try (Origin origin = Origin.start()
                        .at(
                                "/f",
                                Answers.rawKept(
                                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n"));
                Asking asking = new Asking()) {
            assertThat(asking.body(origin.uri("/f"))).hasSize(5);
            assertThat(asking.body(origin.uri("/f"))).hasSize(5);
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @DisplayName("two lengths, a length of a chunked body, codings that nobody knows (cases 3 and 4): no second try")
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 4\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 4\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5,\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 25\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void contradictions(String raw) throws HttpFault {
        assertThat(fault(raw).kind()).isEqualTo(HttpFault.Kind.PERMANENT);
    }

    @ParameterizedTest
    @DisplayName("what breaks off may come whole the next time (cases 1, 5, 9)")
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "HTTP/1.1 200 OK",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Len",
                "HTTP/1.1 200 OK\r\nContent-Length: 5",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n",
            })
    void breaks(String raw) throws HttpFault {
        assertThat(fault(raw).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
    }

    @ParameterizedTest
    @DisplayName("bad chunks (case 6): no second try")
    @ValueSource(
            strings = {
                "zz\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "-0\r\n\r\n",
                "+0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5 5\r\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                ";a\r\nhello\r\n0\r\n\r\n",
                "5\r\nhelloworld\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "8000000000000000\r\nhello\r\n0\r\n\r\n",
                "10000000000000005\r\nhello\r\n0\r\n\r\n",
            })
    void badChunks(String chunks) throws HttpFault {
        HttpFault fault = fault("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
        assertThat(fault.kind()).isEqualTo(HttpFault.Kind.PERMANENT);
    }

    @Test
    @DisplayName("chunk extensions and trailers without an end are not read for ever")
    void endlessChunks() throws HttpFault {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(fault(head + "5;" + "a".repeat(100_000)).kind()).isEqualTo(HttpFault.Kind.PERMANENT);
        assertThat(fault(head + "0\r\n" + "A: b\r\n".repeat(1000) + "\r\n").kind())
                .isEqualTo(HttpFault.Kind.PERMANENT);
    }

    @Test
    @DisplayName("a body that ends with the connection has no certain end (case 7)")
    void untilClose() throws HttpFault {
        try (Origin origin = Origin.start()
                        .at("/close", Answers.raw("HTTP/1.1 200 OK\r\n\r\nhello"))
                        .at("/length", Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
                        .at("/chunks", Answers.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
                Asking asking = new Asking();
                Response close = asking.send(origin.uri("/close"));
                Response length = asking.send(origin.uri("/length"));
                Response chunks = asking.send(origin.uri("/chunks"))) {
            assertThat(close.endIsCertain()).isFalse();
            assertThat(close.length()).isEmpty();
            assertThat(length.endIsCertain()).isTrue();
            assertThat(length.length()).hasValue(0);
            assertThat(chunks.endIsCertain()).isTrue();
            assertThat(chunks.length()).isEmpty();
        }
    }
}
