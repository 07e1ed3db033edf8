package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "a|a",
                "%61|a",
                "a%20b|a b",
                "+|+",
                "%2B|+",
                "%c3%bC|ü",
                "ü|ü",
                "ü%20ü|ü ü",
                "Ł%20|'Ł '", // a byte of its own would be an A
                "%F0%9F%98%80|\uD83D\uDE00",
                "%252e%252e|%2e%2e",
                "%2F|/",
                "%5c|\\",
                "%2e%2e|..",
            })
    void decodes(String text, String decoded) {
        assertThat(Percent.decode(text)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%2",
                "a%",
                "%zz",
                "%2g",
                "%-1",
                "%+1",
                "% 1",
                "%00",
                "a%00b",
                "%ff",
                "%c0%ae",
                "%c0%af",
                "%C3",
                "%ED%A0%80",
                "%F5%80%80%80",
                "%２Ｆ",
                "%٣٠",
            })
    @DisplayName("what is broken is refused: NUL, half an escape, bytes that are no UTF-8 (attacks 2, 7)")
    void refuses(String text) {
        assertThatExceptionOfType(HttpError.class)
                .isThrownBy(() -> Percent.decode(text))
                .satisfies(error -> assertThat(error.status()).isEqualTo(400));
    }

    @Test
    @DisplayName("what is encoded has nothing that means anything in an address or in a page, and comes back")
    void roundTrip() {
        StringBuilder all = new StringBuilder();
        for (char c = 1; c < 0x800; c++) {
            all.append(c);
        }
        all.append("\u202E\uD83D\uDE00");
        String encoded = Percent.encode(all.toString());
        assertThat(encoded).matches("[A-Za-z0-9._~%-]*");
        assertThat(Percent.decode(encoded)).isEqualTo(all.toString());
    }
}
