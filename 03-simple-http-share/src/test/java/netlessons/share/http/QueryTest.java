package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QueryTest {
    @Test
    void namesAndValues() {
        Query query = Query.parse("q=a+b%2Bc&empty=&flag&q=second&=nameless&&%C3%BC=%3D");
        assertThat(query.first("q")).contains("a b+c");
        assertThat(query.first("empty")).contains("");
        assertThat(query.first("flag")).contains("");
        assertThat(query.first("")).contains("nameless");
        assertThat(query.first("ü")).contains("=");
        assertThat(query.has("flag")).isTrue();
        assertThat(query.has("Flag")).isFalse();
        assertThat(query.first("absent")).isEmpty();
    }

    @Test
    void asItCame() {
        assertThat(Query.parse("a=%20&b").text()).isEqualTo("a=%20&b");
        assertThat(Query.parse("").text()).isEmpty();
        assertThat(Query.parse("").has("")).isFalse();
    }

    @Test
    @DisplayName("broken escapes, and more parameters than anybody needs, are refused (attacks 7, 43)")
    void refuses() {
        for (String text : List.of("a=%", "%zz", "a=%00", "a=%ff", "a&".repeat(101))) {
            assertThatExceptionOfType(HttpError.class)
                    .as(text)
                    .isThrownBy(() -> Query.parse(text))
                    .satisfies(error -> assertThat(error.status()).isEqualTo(400));
        }
        assertThat(Query.parse("a&".repeat(100)).has("a")).isTrue();
    }
}
