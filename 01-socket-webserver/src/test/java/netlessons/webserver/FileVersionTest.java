package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions and ranges, RFC 9110 sections 13 and 14, on a file of 1000 bytes. */
class FileVersionTest {
    private static final FileVersion FILE = new FileVersion(1000, "\"v1\"", Instant.parse("2020-05-05T10:00:00Z"));
    private static final String SAME = "Tue, 05 May 2020 10:00:00 GMT";
    private static final String EARLIER = "Tue, 05 May 2020 09:59:59 GMT";

    private static Response respond(String method, String fields) {
        Headers headers = Headers.NONE;
        for (String field : fields.split("; ")) {
            if (!field.isEmpty()) {
                headers = headers.with(field.split(": ", 2)[0], field.split(": ", 2)[1]);
            }
        }
        Target target = new Target("a", "/f", List.of("f"), "");
        return FILE.respond(new Request(method, target, headers, Map.of(), InputStream.nullInputStream()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "200|GET|``",
                "304|GET|If-None-Match: \"v1\"",
                "304|HEAD|If-None-Match: \"v1\"",
                "304|GET|If-None-Match: W/\"v1\"",
                "304|GET|If-None-Match: \"v0\", \"v1\"",
                "304|GET|If-None-Match: \"v0\"; If-None-Match: \"v1\"",
                "304|GET|If-None-Match: *",
                "200|GET|If-None-Match: \"v2\"",
                "200|GET|If-None-Match: v1",
                "412|PUT|If-None-Match: *",
                "304|GET|If-Modified-Since: " + SAME,
                "200|GET|If-Modified-Since: " + EARLIER,
                "200|GET|If-Modified-Since: nonsense",
                "200|PUT|If-Modified-Since: " + SAME,
                "200|GET|If-None-Match: \"v2\"; If-Modified-Since: " + SAME,
                "304|GET|If-None-Match: \"v1\"; If-Modified-Since: " + EARLIER,
                "200|GET|If-Match: \"v1\"",
                "200|GET|If-Match: *",
                "412|GET|If-Match: W/\"v1\"",
                "412|GET|If-Match: \"v2\"",
                "200|GET|If-Unmodified-Since: " + SAME,
                "412|GET|If-Unmodified-Since: " + EARLIER,
                "200|GET|If-Match: \"v1\"; If-Unmodified-Since: " + EARLIER,
                "412|GET|If-Match: \"v2\"; If-None-Match: \"v1\"",
                "206|GET|Range: bytes=0-0; If-Range: \"v1\"",
                "200|GET|Range: bytes=0-0; If-Range: \"v2\"",
                "200|GET|Range: bytes=0-0; If-Range: W/\"v1\"",
                "206|GET|Range: bytes=0-0; If-Range: " + SAME,
                "200|GET|Range: bytes=0-0; If-Range: " + EARLIER,
                "304|GET|Range: bytes=0-0; If-None-Match: \"v1\"",
                "412|GET|Range: bytes=5000-; If-Match: \"v2\"",
            })
    void weighsConditionsInOrder(int status, String method, String fields) {
        assertThat(respond(method, fields).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0|bytes 0-0/1000",
                "bytes=10-19|bytes 10-19/1000",
                "BYTES=10-19|bytes 10-19/1000",
                "bytes= 10-19 |bytes 10-19/1000",
                "bytes=0-|bytes 0-999/1000",
                "bytes=-5000|bytes 0-999/1000",
                "bytes=000000000000000000001-0000000000000000000000002|bytes 1-2/1000",
                "bytes=990-|bytes 990-999/1000",
                "bytes=-10|bytes 990-999/1000",
                "bytes=999-5000|bytes 999-999/1000",
                "bytes=999-99999999999999999999|bytes 999-999/1000",
                "bytes=1000-|bytes */1000",
                "bytes=99999999999999999999-|bytes */1000",
                "bytes=-0|bytes */1000",
                "bytes=9-5|bytes */1000",
                "bytes=-|bytes */1000",
                "bytes=abc|bytes */1000",
                "bytes=+1-2|bytes */1000",
            })
    void cutsRanges(String range, String contentRange) {
        Response response = respond("GET", "Range: " + range);
        assertThat(response.headers().first("Content-Range")).contains(contentRange);
        assertThat(response.status()).isEqualTo(contentRange.contains("*") ? 416 : 206);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"GET|bytes=0-1,5-6", "GET|lines=1-2", "HEAD|bytes=0-1", "POST|bytes=5000-"})
    void sendsTheWhole(String method, String range) {
        assertThat(respond(method, "Range: " + range).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("whatever fills a field to its limit: it is read at once, not in hours")
    void longFields() {
        String zeros = "0".repeat(15_000);
        List<String> fields = List.of(
                "Range: bytes=" + zeros + "-" + zeros + "x",
                "Range: bytes= \t" + " \t".repeat(15_000) + "x",
                "Range: bytes=-" + zeros + zeros,
                "If-Range: " + "\"".repeat(30_000),
                "If-None-Match: " + "\"a\",".repeat(7_000) + "\"",
                "If-Match: " + "W/".repeat(15_000),
                "If-Modified-Since: " + "Sun, ".repeat(6_000));
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> fields.forEach(field -> assertThat(respond("GET", field).status())
                        .as(field.substring(0, 25))
                        .isPositive()));
    }

    @Test
    void anEmptyFileHasNoParts() {
        assertThat(ByteRange.parse("bytes=0-", 0).orElseThrow().isIn(0)).isFalse();
        assertThat(ByteRange.parse("bytes=-1", 0).orElseThrow().isIn(0)).isFalse();
        assertThat(ByteRange.whole(0).length()).isZero();
    }

    @Test
    void saysWhatAClientNeedsToAskAgain() {
        for (String fields : List.of("", "Range: bytes=0-1", "If-None-Match: *")) {
            Headers headers = respond("GET", fields).headers();
            assertThat(headers.first("ETag")).contains("\"v1\"");
            assertThat(headers.first("Last-Modified")).contains(SAME);
        }
    }
}
