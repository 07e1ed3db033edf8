package netlessons.downloader.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @Test
    @DisplayName("controls, ends of lines, lone surrogates and what turns the direction of writing become ?")
    void harmful() {
        assertThat(Printable.of("a\u001b[31mb\r\nc\u0000\u009b\u007f")).isEqualTo("a?[31mb??c???");
        assertThat(Printable.of("txt.\u202Eexe\u2066\u200F\u061C\u2028\uD800")).isEqualTo("txt.?exe?????");
    }

    @Test
    @DisplayName("letters of all languages and pictures stay")
    void harmless() {
        assertThat(Printable.of("na\u00EFve \u65E5\u672C \uD83D\uDE80 ~"))
                .isEqualTo("na\u00EFve \u65E5\u672C \uD83D\uDE80 ~");
        assertThat(Printable.of(null)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "http://joe:secret@host/a@b, http://host/a@b",
        "no answer from https://joe@host: refused, no answer from https://host: refused",
        "http://a:b@c@host?x=@y, http://host?x=@y",
        "http://u:p@h and http://u:q@i/, http://h and http://i/",
        "http://host/, http://host/",
        "mail me@example.org, mail me@example.org"
    })
    @DisplayName("names and passwords in addresses go")
    void credentials(String text, String shown) {
        assertThat(Printable.of(text)).isEqualTo(shown);
    }
}
