package netlessons.share.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("errors, as who asked can show them")
class ErrorsTest {
    private final Errors errors = new Errors(new Pages());

    private Response shown(Response plain, String accept) {
        Fields asked = accept.isEmpty() ? Fields.NONE : new Fields(List.of(new Field("Accept", accept)));
        return errors.shown(asked, Optional.empty(), plain);
    }

    private static String text(Response response) {
        return new String(((Content.Bytes) response.content()).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("a browser gets a page, in which nothing is markup, and all other fields are kept (attack 30)")
    void page() {
        Response plain = Response.text(401, "No <script>alert(1)</script>\n").with("WWW-Authenticate", "Basic");
        Response page = shown(plain, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assertThat(page.status()).isEqualTo(401);
        assertThat(page.fields().all("Content-Type")).containsExactly("text/html; charset=utf-8");
        assertThat(page.fields().first("WWW-Authenticate")).contains("Basic");
        assertThat(page.fields().first("Content-Security-Policy")).isPresent();
        assertThat(text(page))
                .contains("No &lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
    }

    @ParameterizedTest
    @DisplayName("programs get the words")
    @ValueSource(strings = {"", "*/*", "text/plain", "application/json"})
    void words(String accept) {
        Response answer = shown(Response.text(404, "There is no such file.\n"), accept);
        assertThat(text(answer)).isEqualTo("There is no such file.\n");
        assertThat(answer.fields().all("Cache-Control")).containsExactly("no-store");
    }

    @Test
    @DisplayName("what is no text stays as it is")
    void others() {
        Response json = Response.json(409, "{}");
        assertThat(shown(json, "text/html")).isSameAs(json);
    }
}
