package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import netlessons.share.http.Preconditions.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("conditions (attack 45)")
class PreconditionsTest {
    private static final String BEFORE = "Sat, 03 Feb 2001 04:05:05 GMT";
    private static final String SAME = "Sat, 03 Feb 2001 04:05:06 GMT";
    private static final String AFTER = "Sat, 03 Feb 2001 04:05:07 GMT";
    private static final FileVersion FILE =
            new FileVersion(1000, "\"v1\"", HttpDate.parse(SAME).orElseThrow());

    private static Outcome evaluate(String method, String... fields) {
        return Preconditions.evaluate(Requests.of(method, "/a", fields), FILE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "*|NOT_MODIFIED|FAILED",
                "\"v1\"|NOT_MODIFIED|FAILED",
                "W/\"v1\"|NOT_MODIFIED|FAILED",
                "\"v0\", \"v1\"|NOT_MODIFIED|FAILED",
                "\"v0\",W/\"v1\" , \"v2\"|NOT_MODIFIED|FAILED",
                "\"a,b\", \"v1\"|NOT_MODIFIED|FAILED",
                "\"v0\"|HOLD|HOLD",
                "\"V1\"|HOLD|HOLD",
                "v1|HOLD|HOLD",
                "\"v1|HOLD|HOLD",
                "w/\"v0\"|HOLD|HOLD",
                "\"*\"|HOLD|HOLD",
                "\"\"|HOLD|HOLD",
                "''|HOLD|HOLD",
            })
    void ifNoneMatch(String value, Outcome reading, Outcome writing) {
        assertThat(evaluate("GET", "If-None-Match: " + value)).isEqualTo(reading);
        assertThat(evaluate("HEAD", "If-None-Match: " + value)).isEqualTo(reading);
        assertThat(evaluate("PUT", "If-None-Match: " + value)).isEqualTo(writing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "*|HOLD",
                "\"v1\"|HOLD",
                "\"v0\", \"v1\"|HOLD",
                "W/\"v1\"|FAILED", // a weak tag proves nothing (section 13.1.1)
                "\"v0\"|FAILED",
                "v1|FAILED",
                "''|FAILED",
            })
    void ifMatch(String value, Outcome outcome) {
        for (String method : List.of("GET", "HEAD", "PUT")) {
            assertThat(evaluate(method, "If-Match: " + value)).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Modified-Since|" + BEFORE + "|HOLD",
                "If-Modified-Since|" + SAME + "|NOT_MODIFIED",
                "If-Modified-Since|" + AFTER + "|NOT_MODIFIED",
                "If-Modified-Since|Saturday, 03-Feb-01 04:05:06 GMT|NOT_MODIFIED",
                "If-Modified-Since|Sat Feb  3 04:05:06 2001|NOT_MODIFIED",
                "If-Modified-Since|yesterday|HOLD",
                "If-Modified-Since|Sat, 31 Feb 2001 04:05:06 GMT|HOLD",
                "If-Unmodified-Since|" + BEFORE + "|FAILED",
                "If-Unmodified-Since|" + SAME + "|HOLD",
                "If-Unmodified-Since|" + AFTER + "|HOLD",
                "If-Unmodified-Since|yesterday|HOLD",
            })
    void dates(String name, String date, Outcome outcome) {
        assertThat(evaluate("GET", name + ": " + date)).isEqualTo(outcome);
    }

    @Test
    @DisplayName("a date says whether to read anew, never whether to write (section 13.1.3)")
    void ifModifiedSinceIsForReading() {
        assertThat(evaluate("PUT", "If-Modified-Since: " + AFTER)).isEqualTo(Outcome.HOLD);
    }

    @Test
    @DisplayName("a tag says more than a date: where both are, the date does not count (section 13.2.2)")
    void tagsFirst() {
        assertThat(evaluate("GET", "If-None-Match: \"v0\"", "If-Modified-Since: " + AFTER))
                .isEqualTo(Outcome.HOLD);
        assertThat(evaluate("GET", "If-None-Match: \"v1\"", "If-Modified-Since: " + BEFORE))
                .isEqualTo(Outcome.NOT_MODIFIED);
        assertThat(evaluate("GET", "If-Match: \"v1\"", "If-Unmodified-Since: " + BEFORE))
                .isEqualTo(Outcome.HOLD);
        assertThat(evaluate("GET", "If-Match: \"v0\"", "If-None-Match: \"v1\"")).isEqualTo(Outcome.FAILED);
        assertThat(evaluate("GET", "If-Match: \"v1\"", "If-None-Match: \"v1\"")).isEqualTo(Outcome.NOT_MODIFIED);
    }

    @Test
    void severalFieldsOfOneName() {
        assertThat(evaluate("GET", "If-None-Match: \"v0\"", "If-None-Match: \"v1\""))
                .isEqualTo(Outcome.NOT_MODIFIED);
        assertThat(evaluate("GET")).isEqualTo(Outcome.HOLD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v1\"", SAME})
    void ifRangeFits(String value) {
        assertThat(Preconditions.ifRange(Requests.get("/a", "If-Range: " + value), FILE))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"v1\"", "\"v0\"", "v1", "*", "", "\"v0\", \"v1\"", BEFORE, AFTER, "yesterday"})
    @DisplayName("a part of another version would be glued to what the client has")
    void ifRangeDoesNotFit(String value) {
        assertThat(Preconditions.ifRange(Requests.get("/a", "If-Range: " + value), FILE))
                .isFalse();
    }

    @Test
    @DisplayName("a date proves nothing about a file that may have changed twice in this very second")
    void ifRangeWithAFreshFile() {
        FileVersion fresh = new FileVersion(1000, "\"v1\"", Instant.now().plusSeconds(5));
        String date = HttpDate.format(fresh.lastModified());
        assertThat(Preconditions.ifRange(Requests.get("/a", "If-Range: " + date), fresh))
                .isFalse();
        assertThat(Preconditions.ifRange(Requests.get("/a", "If-Range: \"v1\""), fresh))
                .isTrue();
        assertThat(Preconditions.ifRange(Requests.get("/a"), fresh)).isTrue();
    }

    @Test
    @DisplayName("whatever fills a field to its limit: it is read at once")
    void longFields() {
        List<String> fields = List.of(
                "If-None-Match: " + "\"".repeat(16_000),
                "If-None-Match: " + "\"a\",".repeat(4_000) + "\"",
                "If-None-Match: \"" + "a".repeat(16_000),
                "If-Match: " + "W/".repeat(8_000),
                "If-Match: " + "W/\"".repeat(5_000),
                "If-Modified-Since: " + "Sun, ".repeat(3_000));
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> fields.forEach(field -> assertThat(evaluate("GET", field)).isNotNull()));
    }
}
