package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Content-Disposition (attack 33)")
class DispositionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a.txt|filename=\"a.txt\"",
                "two words.txt|filename=\"two words.txt\"",
                "a;b=c.txt|filename=\"a;b=c.txt\"",
                "ü.txt|filename=\"_.txt\"; filename*=UTF-8''%C3%BC.txt",
                "50%.txt|filename=\"50_.txt\"; filename*=UTF-8''50%25.txt",
                "a\"b.txt|filename=\"a_b.txt\"; filename*=UTF-8''a%22b.txt",
                "a\\b.txt|filename=\"a_b.txt\"; filename*=UTF-8''a%5Cb.txt",
                "it's ü|filename=\"it's _\"; filename*=UTF-8''it%27s%20%C3%BC",
            })
    void bothForms(String name, String parameters) {
        assertThat(Disposition.of("inline", name)).isEqualTo("inline; " + parameters);
    }

    @Test
    @DisplayName("a letter beyond 16 bits is one underscore, and four bytes")
    void emoji() {
        assertThat(Disposition.of("attachment", "\uD83D\uDE00.png"))
                .isEqualTo("attachment; filename=\"_.png\"; filename*=UTF-8''%F0%9F%98%80.png");
    }

    @Test
    @DisplayName("no name ends the field, the quotes, or the encoding")
    void nothingGetsOut() {
        StringBuilder all = new StringBuilder("x\r\nSet-Cookie: a=b");
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        all.append("\u202E\u2028\uD800"); // right to left, a line's end, half of a letter
        String field = Disposition.of("attachment", all.toString());
        assertThat(field)
                .matches("attachment; filename=\"[ -!#-\\[\\]-~]*\"; filename\\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]*");
    }
}
