package netlessons.share.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("what people type and read")
class ConvertersTest {
    @ParameterizedTest
    @CsvSource({"0,0", "500,500", "64K,65536", "1m,1048576", "10G,10737418240", "8191T,9006099743113216"})
    @DisplayName("sizes")
    void sizes(String text, long bytes) {
        assertThat(new Size().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5M", "1KB", "K", "x", "99999999T", "9999999999999999", " 1"})
    @DisplayName("no sizes")
    void noSizes(String text) {
        assertThatThrownBy(() -> new Size().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({"10,10000", "0.5,500", "30m,1800000", "24h,86400000", "1d,86400000", "1.5h,5400000", "2s,2000"})
    @DisplayName("times")
    void times(String text, long milliseconds) {
        assertThat(new Seconds().convert(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1w", "1,5", ".5", "1e3", "99999999", "m", "367d"})
    @DisplayName("no times")
    void noTimes(String text) {
        assertThatThrownBy(() -> new Seconds().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    @DisplayName("what others named cannot steer a terminal")
    void printable() {
        assertThat(Printable.of("a\u001b[2J\n\u202eb\u0085")).isEqualTo("a?[2J??b?");
        assertThat(Printable.of("Z\u00fcrich \ud83d\ude00")).isEqualTo("Z\u00fcrich \ud83d\ude00");
    }
}
