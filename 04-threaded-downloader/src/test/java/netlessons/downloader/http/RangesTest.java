package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalLong;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of files, asked for and not. */
class RangesTest {
    private static final byte[] BYTES = Content.random(4, 1000).bytes();

    @Test
    @DisplayName("a part comes with what it is a part of")
    void part() throws HttpFault {
        try (Origin origin = Origin.start().at("/f", ServedFile.of(BYTES).etag("\"a\""));
                Asking asking = new Asking();
                Response middle = asking.send(origin.uri("/f"), 10, 20);
                Response rest = asking.send(origin.uri("/f"), 990, -1, "\"a\"");
                Response changed = asking.send(origin.uri("/f"), 990, -1, "\"b\"")) {
            assertThat(middle.status()).isEqualTo(206);
            assertThat(middle.contentRange()).contains(new ContentRange(10, 20, OptionalLong.of(1000)));
            assertThat(middle.length()).hasValue(10);
            assertThat(middle.ranges()).isTrue();
            assertThat(Asking.body(middle)).isEqualTo(Arrays.copyOfRange(BYTES, 10, 20));
            assertThat(Asking.body(rest)).isEqualTo(Arrays.copyOfRange(BYTES, 990, 1000));
            assertThat(changed.status()).isEqualTo(200);
            assertThat(changed.length()).hasValue(1000);
            assertThat(origin.asked().get(0).header("Range")).contains("bytes=10-19");
            assertThat(origin.asked().get(0).header("If-Range")).isEmpty();
            assertThat(origin.asked().get(1).header("Range")).contains("bytes=990-");
            assertThat(origin.asked().get(1).header("If-Range")).contains("\"a\"");
            assertThat(origin.asked())
                    .allMatch(a -> a.headers("Accept-Encoding").equals(java.util.List.of("identity")));
        }
    }

    @Test
    @DisplayName("416 with a length, and without (cases 23 and 24)")
    void notThere() throws HttpFault {
        Answer plain = Answers.status(416);
        Answer odd = Answers.status(416, "Content-Range: bytes 0-9/10");
        try (Origin origin = Origin.start()
                        .at("/f", ServedFile.of(BYTES))
                        .at("/plain", plain)
                        .at("/odd", odd);
                Asking asking = new Asking();
                Response told = asking.send(origin.uri("/f"), 1000, -1);
                Response untold = asking.send(origin.uri("/plain"), 1000, -1);
                Response oddly = asking.send(origin.uri("/odd"), 1000, -1)) {
            assertThat(told.status()).isEqualTo(416);
            assertThat(told.contentRange()).contains(new ContentRange(0, 0, OptionalLong.of(1000)));
            assertThat(untold.contentRange()).isEmpty();
            assertThat(oddly.contentRange()).isEmpty();
        }
    }

    @Test
    @DisplayName("a part that nobody asked for (case 25)")
    void unasked() throws HttpFault {
        try (Origin origin = Origin.start().at("/f", ServedFile.of(BYTES).unasked206());
                Asking asking = new Asking()) {
            refused(asking.fault(origin.uri("/f")));
        }
    }

    @ParameterizedTest
    @DisplayName("parts of which nothing can be known, and parts in parts (cases 15, 17 and 18)")
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\n0123456789",
                "Content-Length: 10\r\nContent-Range: bytes 10-9/1000\r\n\r\n0123456789",
                "Content-Length: 10\r\nContent-Range: bytes 10-19/15\r\n\r\n0123456789",
                "Content-Length: 10\r\nContent-Range: bytes */1000\r\n\r\n0123456789",
                "Content-Length: 9\r\nContent-Range: bytes 10-19/1000\r\n\r\n012345678",
                "Content-Length: 11\r\nContent-Range: bytes 10-19/1000\r\n\r\n01234567890",
                "Content-Range: bytes 10-19/1000\r\nContent-Range: bytes 20-29/1000\r\n\r\n0123456789",
                "Content-Range: bytes 10-19/1000\r\n\r\n01234567890",
                "Content-Range: bytes 10-19/1000\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n",
                "Content-Type: multipart/byteranges; boundary=b\r\nContent-Range: bytes 10-19/1000\r\n\r\n--b",
                "Content-Range: bytes 10-19/1000\r\nContent-Encoding: gzip\r\n\r\n0123456789",
            })
    void strange(String rest) throws HttpFault {
        try (Origin origin = Origin.start().at("/f", Answers.raw("HTTP/1.1 206 Partial Content\r\n" + rest));
                Asking asking = new Asking()) {
            refused(asking.fault(origin.uri("/f"), 10, 20));
        }
    }

    private static void refused(HttpFault fault) {
        assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(HttpFault.Kind.PERMANENT);
        assertThat(fault.status()).isEqualTo(206);
    }

    @Test
    @DisplayName("a part without a length of its own has to be as long as it says")
    void chunkedPart() throws HttpFault {
        String head = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-19/*\r\n";
        try (Origin origin = Origin.start()
                        .at(
                                "/good",
                                Answers.raw(head + "Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n"))
                        .at("/short", Answers.raw(head + "Transfer-Encoding: chunked\r\n\r\n3\r\n012\r\n0\r\n\r\n"))
                        .at("/close", Answers.raw(head + "\r\n0123456789"))
                        .at("/torn", Answers.raw(head + "\r\n012345678"));
                Asking asking = new Asking();
                Response good = asking.send(origin.uri("/good"), 10, 20);
                Response close = asking.send(origin.uri("/close"), 10, 20)) {
            assertThat(good.length()).hasValue(10);
            assertThat(good.contentRange().orElseThrow().total()).isEmpty();
            assertThat(Asking.body(good)).hasSize(10);
            assertThat(close.endIsCertain()).isTrue();
            assertThat(Asking.body(close)).hasSize(10);
            assertThat(asking.fault(origin.uri("/short"), 10, 20).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
            assertThat(asking.fault(origin.uri("/torn"), 10, 20).kind()).isEqualTo(HttpFault.Kind.TRANSIENT);
        }
    }

    @Test
    @DisplayName("what is not wrong with the part alone is for others to judge (cases 12, 14 and 16)")
    void others() throws HttpFault {
        try (Origin origin = Origin.start()
                        .at("/all", ServedFile.of(BYTES).ignoringRange())
                        .at("/less", Answers.raw("HTTP/1.1 206 P\r\nContent-Range: bytes 10-11/1000\r\n\r\n01"))
                        .at("/other", Answers.raw("HTTP/1.1 206 P\r\nContent-Range: bytes 0-1/1000\r\n\r\n01"));
                Asking asking = new Asking();
                Response all = asking.send(origin.uri("/all"), 10, 20);
                Response less = asking.send(origin.uri("/less"), 10, 20);
                Response other = asking.send(origin.uri("/other"), 10, 20)) {
            assertThat(all.status()).isEqualTo(200);
            assertThat(less.contentRange()).contains(new ContentRange(10, 12, OptionalLong.of(1000)));
            assertThat(other.contentRange()).contains(new ContentRange(0, 2, OptionalLong.of(1000)));
        }
    }
}
