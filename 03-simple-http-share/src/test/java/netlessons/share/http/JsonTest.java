package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void quotes() {
        assertThat(Json.quote("")).isEqualTo("\"\"");
        assertThat(Json.quote("a/b c")).isEqualTo("\"a/b c\"");
        assertThat(Json.quote("\"\\\n")).isEqualTo("\"\\u0022\\u005c\\u000a\"");
        assertThat(Json.quote("ü\uD83D\uDE00")).isEqualTo("\"\\u00fc\\ud83d\\ude00\"");
    }

    @Test
    @DisplayName("within a script element nothing ends it, and no character is the end of a line (attack 30)")
    void harmless() {
        StringBuilder all = new StringBuilder("</script><!--");
        for (char c = 0; c < 0x2100; c++) {
            all.append(c);
        }
        String json = Json.quote(all.toString());
        assertThat(json.substring(1, json.length() - 1)).matches("[ -~]*").doesNotContain("<", "\"");
    }
}
