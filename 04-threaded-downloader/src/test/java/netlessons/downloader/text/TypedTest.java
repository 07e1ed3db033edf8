package netlessons.downloader.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Sizes and times as people type them. */
class TypedTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "500, 500", "64k, 65536", "64K, 65536", "1M, 1048576", "8191T, 9006099743113216"})
    @DisplayName("sizes")
    void size(String text, long bytes) {
        assertThat(new Size().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5M", "1KB", "1 k", "9999999999T", "1234567890123456", "\u0663"})
    @DisplayName("what is no size")
    void noSize(String text) {
        assertThatThrownBy(() -> new Size().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "10, 10000", "0.5, 500", "0.125s, 125", "2m, 120000", "1.5h, 5400000", "1d, 86400000"})
    @DisplayName("times")
    void seconds(String text, long millis) {
        assertThat(new Seconds().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", ".5", "5.", "1.2345", "-1", "1e3", "1 s", "1234567", "1,5", "1.2.3", "367d"})
    @DisplayName("what is no time")
    void noSeconds(String text) {
        assertThatThrownBy(() -> new Seconds().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
