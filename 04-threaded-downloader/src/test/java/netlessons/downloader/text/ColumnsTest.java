package netlessons.downloader.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {
    private static final String JAPANESE = "\u65E5\u672C\u8A9E";

    @Test
    @DisplayName("wide characters and pictures take two columns, accents none")
    void widths() {
        assertThat(Columns.of("abc")).isEqualTo(3);
        assertThat(Columns.of(JAPANESE)).isEqualTo(6);
        assertThat(Columns.of("\uD83D\uDE80")).isEqualTo(2);
        assertThat(Columns.of("e\u0301")).isEqualTo(1);
        assertThat(Columns.of("\uAC00\uFF21")).isEqualTo(4);
    }

    @Test
    @DisplayName("what is too long is cut in the middle, never through a character")
    void fit() {
        assertThat(Columns.fit("ab", 4, "...")).isEqualTo("ab  ");
        assertThat(Columns.fit("debian-12-amd64.iso", 11, "...")).isEqualTo("debi....iso");
        assertThat(Columns.fit("debian-12-amd64.iso", 11, "\u2026")).isEqualTo("debia\u20264.iso");
        assertThat(Columns.fit(JAPANESE + ".txt", 7, "\u2026")).isEqualTo("\u65E5\u2026.txt");
        assertThat(Columns.fit(JAPANESE + ".txt", 6, "\u2026")).isEqualTo("\u65E5\u2026txt");
        assertThat(Columns.fit(JAPANESE + JAPANESE, 8, "\u2026")).isEqualTo("\u65E5\u672C\u2026\u8A9E ");
        assertThat(Columns.fit("abcdef", 2, "...")).isEqualTo("ab");
        assertThat(Columns.fit("abcdef", 0, "...")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 13, 21, 40})
    @DisplayName("what comes out is exactly as wide as it was asked for")
    void exact(int columns) {
        for (String text :
                new String[] {"", "a", JAPANESE.repeat(9), "e\u0301".repeat(30), "\uD83D\uDE80x".repeat(9)}) {
            assertThat(Columns.of(Columns.fit(text, columns, "\u2026"))).isEqualTo(columns);
            assertThat(Columns.of(Columns.fit(text, columns, "..."))).isEqualTo(columns);
        }
    }
}
