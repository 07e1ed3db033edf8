package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

    @Test
    void writesTwoDigitsForTheDay() {
        assertThat(HttpDate.format(EXAMPLE)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void readsThreeForms(String text) {
        assertThat(HttpDate.parse(text)).contains(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "Sun, 06 Nov 1994 08:49:37",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Wed, 31 Feb 2001 00:00:00 GMT",
                "0"
            })
    void ignoresWhatIsNoDate(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }

    @Test
    void twoDigitYearsAreAtMostFiftyYearsAhead() {
        for (int ahead = -49; ahead <= 50; ahead++) {
            int year = Year.now(ZoneOffset.UTC).getValue() + ahead;
            Instant instant = Instant.parse(year + "-07-01T00:00:00Z");
            String weekday = instant.atOffset(ZoneOffset.UTC).getDayOfWeek().toString();
            String text = "%s%s, 01-Jul-%02d 00:00:00 GMT"
                    .formatted(weekday.charAt(0), weekday.substring(1).toLowerCase(java.util.Locale.ROOT), year % 100);
            assertThat(HttpDate.parse(text)).as(text).contains(instant);
        }
    }

    @Test
    void nowIsNow() {
        Instant before = Instant.now().minusSeconds(2);
        assertThat(HttpDate.parse(ResponseHead.date()).orElseThrow()).isBetween(before, Instant.now());
    }
}
