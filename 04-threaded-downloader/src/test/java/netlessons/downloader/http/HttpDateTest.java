package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                " sun, 6 NOV 1994 08:49:37 gmt "
            })
    void readsTheThreeForms(String text) {
        assertThat(HttpDate.parse(text)).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @Test
    void readsWhatJavaWrites() {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC);
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(253_402_300_800L)); // up to the year 9999
            assertThat(HttpDate.parse(format.format(time))).contains(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "now",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 29 Feb 2023 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 ovd 1994 08:49:37 GMT",
                "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
                "a b c d e f g GMT"
            })
    void whatIsNoDateIsNone(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }

    @Test
    void retryAfterTakesSecondsAndDates() { // (case 29)
        assertThat(RetryAfter.parse("2", NOW)).contains(Duration.ofSeconds(2));
        assertThat(RetryAfter.parse(" 0 ", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 12:00:05 GMT", NOW)).contains(Duration.ofSeconds(5));
    }

    @Test
    void retryAfterInThePastMeansNow() {
        assertThat(RetryAfter.parse("Sat, 21 Nov 2020 12:00:05 GMT", NOW)).contains(Duration.ZERO);
    }

    @Test
    void aHugeRetryAfterIsHugeAndOverflowsNothing() {
        for (String huge : new String[] {"1000000000000", "9".repeat(40), "Fri, 31 Dec 9999 23:59:59 GMT"}) {
            Duration wait = RetryAfter.parse(huge, NOW).orElseThrow();
            assertThat(wait).isGreaterThan(Duration.ofDays(30_000));
            assertThat(wait.toNanos()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "-5", "+5", "2.5", "2 s", "soon, please"})
    void nonsenseIsNoRetryAfter(String text) {
        assertThat(RetryAfter.parse(text, NOW)).isEmpty();
    }
}
