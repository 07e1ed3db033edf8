package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler hands over must not be able to break out of its place. */
class FieldTest {
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\0b", "a\u0007b", "\u20ac"})
    void aValueStaysAValue(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Response.of(200).with("X", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\n", "é"})
    void aNameIsAToken(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Response.of(200).with(name, "1"));
    }

    @Test
    void framingIsTheServersBusiness() {
        assertThatIllegalArgumentException().isThrownBy(() -> Response.of(200).with("content-length", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.of(200).with("Transfer-Encoding", "chunked"));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.text(204, "text"));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.of(100));
    }

    @Test
    void anErrorPageShowsTextAsText() {
        Content.Bytes page = (Content.Bytes) Response.error(404, "<script>\"&").content();
        assertThat(new String(page.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("&lt;script&gt;&quot;&amp;")
                .doesNotContain("<script>");
    }

    @Test
    void aLogLineStaysALine() {
        assertThat(AccessLog.escape("GET /\u001b[2J\r\n\"\\é HTTP/1.1"))
                .isEqualTo("GET /\\x1b[2J\\x0d\\x0a\\\"\\\\\\xe9 HTTP/1.1");
    }
}
