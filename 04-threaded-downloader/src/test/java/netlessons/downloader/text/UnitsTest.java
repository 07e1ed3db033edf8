package netlessons.downloader.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.00 KiB",
        "10239, 10.0 KiB",
        "1048000, 1023 KiB",
        "1048500, 1.00 MiB",
        "1073741824, 1.00 GiB",
        "9223372036854775807, 8.00 EiB"
    })
    @DisplayName("sizes: three digits or so")
    void size(long bytes, String text) {
        assertThat(Units.size(bytes)).isEqualTo(text);
        assertThat(Units.rate(bytes)).isEqualTo(text + "/s");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "4, 0 s",
        "40, 0.04 s",
        "300, 0.3 s",
        "2500, 2.5 s",
        "3000, 3 s",
        "20000, 20 s",
        "59400, 59 s",
        "61000, 1:01"
    })
    @DisplayName("times: seconds up to a minute")
    void seconds(long millis, String text) {
        assertThat(Units.seconds(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"7, 0:07", "3599, 59:59", "3723, 1:02:03", "359999, 99:59:59", "360000, 4 days"})
    @DisplayName("times as a clock shows them")
    void clock(long seconds, String text) {
        assertThat(Units.clock(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 files", "1, 1 file", "999, 999 files", "10000, '10,000 files'", "1234567, '1,234,567 files'"})
    @DisplayName("numbers of files")
    void files(long count, String text) {
        assertThat(Units.files(count)).isEqualTo(text);
    }
}
