package netlessons.downloader.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://host/a, http://host/a",
        "HTTPS://Host:8443, https://Host:8443",
        "http://host?q=1, http://host?q=1",
        "http://host/a b, http://host/a%20b",
        "http://host/50%.txt, http://host/50%25.txt",
        "http://host/a%20b%2Fc, http://host/a%20b%2Fc",
        "http://host/na\u00EFve, http://host/na%C3%AFve",
        "http://host/\uD83D\uDE80, http://host/%F0%9F%9A%80",
        "http://host/a|b[1]\\c?x={y}, http://host/a%7Cb%5B1%5D%5Cc?x=%7By%7D",
        "http://host/a#part, http://host/a",
        "http://[::1]:80/a, http://[::1]:80/a",
        "http://b\u00FCcher.example/, http://xn--bcher-kva.example/",
        "http://joe:a@b:c@host/x@y, http://joe:a%40b:c@host/x@y"
    })
    @DisplayName("what people type becomes a URI")
    void typed(String text, String uri) {
        assertThat(Address.of(text)).hasToString(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host/file",
                "ftp://host/file",
                "file:///etc/passwd",
                "http:/host",
                "http://",
                "http:///path",
                "http://host:99999/",
                "http://host:0/",
                "http://host:http/",
                "http://a_b/",
                "http://[::1/",
                "http://a b/",
                "javascript:alert(1)"
            })
    @DisplayName("what cannot be fetched is Wrong")
    void wrong(String text) {
        assertThatThrownBy(() -> Address.of(text)).isInstanceOf(Wrong.class);
    }

    @Test
    @DisplayName("no message tells a name or a password")
    void secrets() {
        for (String text : new String[] {
            "ftp://joe:secret@host/",
            "http://joe:secret@host:99999/",
            "http://joe:secret@a b/",
            "http://joe:x/secret@host/",
            "http://joe:x#secret@host/",
            "joe:secret",
            "//joe:secret@h"
        }) {
            assertThatThrownBy(() -> Address.of(text)).hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> Address.of("ftp://joe:secret@host/"))
                .hasMessage("'ftp://host/' does not begin with http:// or https://");
        assertThatThrownBy(() -> Address.of("x\u001b[2J"))
                .hasMessage("'x?[2J' does not begin with http:// or https://");
    }
}
