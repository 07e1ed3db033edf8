package netlessons.ftp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("what people type and read")
class TextTest {
    @ParameterizedTest(name = "{0} is {1} ms")
    @CsvSource({
        "0, 0",
        "10, 10000",
        "0.5, 500",
        "0.001, 1",
        "1.25s, 1250",
        "2m, 120000",
        "1.5h, 5400000",
        "1d, 86400000",
        "366d, 31622400000"
    })
    @DisplayName("a time is seconds, or has its unit")
    void times(String text, long millis) {
        assertThat(new Seconds().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "", "-1", "1.", ".5", "1,5", "1e3", "0.0001", "1 s", "s", "1w", "1ms", "1000000", "367d", "999999d", "١"
            })
    @DisplayName("nothing else is a time")
    void noTimes(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new Seconds().convert(text))
                .withMessageContaining("'" + text + "'");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"0, 0", "500, 500", "64K, 65536", "64k, 65536", "10M, 10485760", "1G, 1073741824", "2t, 2199023255552"})
    @DisplayName("a size is bytes, or has its unit")
    void sizes(String text, long bytes) {
        assertThat(new Size().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {"", "-1", "1.5M", "M", "1 K", "1KB", "1P", "9999999999999999", "9007199254740992K", "10000000T"})
    @DisplayName("nothing else is a size, and nothing that a long cannot count")
    void noSizes(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new Size().convert(text))
                .withMessageContaining("'" + text + "'");
    }

    @Test
    @DisplayName("a name of a stranger stays on its line, and does nothing to a terminal")
    void printable() {
        assertThat(Printable.of("naïve 日本 🚀.txt")).isEqualTo("naïve 日本 🚀.txt");
        assertThat(Printable.of("a\r\nb\u001b[2J\u0000\u0085\u2028\u202ec")).isEqualTo("a??b?[2J????c");
        assertThat(Printable.of(null)).isEqualTo("null");
    }
}
