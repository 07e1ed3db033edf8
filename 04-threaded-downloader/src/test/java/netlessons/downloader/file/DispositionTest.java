package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispositionTest {
    private static String name(String field) {
        return Names.of(Optional.of(field), URI.create("http://a/url"), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "attachment; filename=x.txt > x.txt",
                "attachment; filename=\"x y.txt\" > x y.txt",
                "ATTACHMENT;FILENAME = \"x.txt\" ; size=3 > x.txt",
                "inline; filename=x.txt > x.txt",
                "filename=x.txt > x.txt",
                "attachment; filename=\"a\\\"b\\\\c;d=e.txt\" > c;d=e.txt",
                "attachment; filename=\"a;b.txt\"; filename=\"c.txt\" > a;b.txt",
                "attachment; filename=\"x.txt > x.txt",
                "attachment; filename=\"..\\e\" > e",
                "attachment; filename=\"C:\\dir\\x.txt\" > x.txt",
                "attachment; filename=\"../../e\" > e",
                "attachment; filename=\"/etc/x\" > x",
                "attachment; filename=\".bashrc\" > _bashrc",
                "attachment; filename=\"..\" > url",
                "attachment; filename= > url",
                "attachment > url",
                "`` > url",
                ";;=;\"; > url"
            })
    @DisplayName("filename, as a token or in quotes, of any type (case 41)")
    void plain(String field, String name) {
        assertThat(name(field)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "attachment; filename=plain; filename*=UTF-8''%C3%A9.txt > é.txt",
                "attachment; filename*=utf-8'en'%E2%82%AC%20x.txt; filename=plain > € x.txt",
                "attachment; filename*=ISO-8859-1''%E9.txt; filename=plain > é.txt",
                "attachment; filename*=\"UTF-8''%C3%A9.txt\"; filename=plain > é.txt",
                "attachment; filename*=UTF-8''..%2F..%2Fe; filename=plain > e",
                "attachment; filename*=UTF-8''%2ebashrc > _bashrc"
            })
    @DisplayName("filename* wins (RFC 6266 section 4.3), wherever it stands (case 41)")
    void extended(String field, String name) {
        assertThat(name(field)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "attachment; filename*=UTF-8''%C3; filename=plain > plain",
                "attachment; filename*=UTF-8''%ZZ; filename=plain > plain",
                "attachment; filename*=UTF-8''x%; filename=plain > plain",
                "attachment; filename*=UTF-8''%4; filename=plain > plain",
                "attachment; filename*=UTF-16''%00a; filename=plain > plain",
                "attachment; filename*=nonsense''x; filename=plain > plain",
                "attachment; filename*=x.txt; filename=plain > plain",
                "attachment; filename*=UTF-8'x.txt; filename=plain > plain",
                "attachment; filename*=UTF-8''é; filename=plain > plain",
                "attachment; filename*=UTF-8''; filename=plain > plain",
                "attachment; filename*=UTF-8''%C0%AE%C0%AE%2Fe > url"
            })
    @DisplayName("a filename* that makes no sense, in its percent signs or its charset: the plain one (case 41)")
    void bad(String field, String name) {
        assertThat(name(field)).isEqualTo(name);
    }

    @Test
    @DisplayName("a plain one that is no ASCII is UTF-8 if it can be, else ISO-8859-1 (case 41)")
    void notAscii() {
        String wire = new String("é€.txt".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(name("attachment; filename=\"" + wire + "\"")).isEqualTo("é€.txt");
        assertThat(name("attachment; filename=\"é.txt\"")).isEqualTo("é.txt");
    }

    @RepeatedTest(20)
    @DisplayName("any field gives a name (case 41)")
    void anything() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pieces = {"filename", "*", "=", "\"", "\\", ";", " ", "UTF-8''", "%", "%41", "'", "é", "x", "/", "\0"};
        for (int i = 0; i < 200; i++) {
            StringBuilder field = new StringBuilder();
            for (int piece = random.nextInt(12); piece > 0; piece--) {
                field.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(name(field.toString()))
                    .as("seed %d: %s", seed, field)
                    .isNotEmpty()
                    .doesNotContain("/");
        }
    }
}
