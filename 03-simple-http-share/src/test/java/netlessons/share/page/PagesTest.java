package netlessons.share.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.share.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final Pattern NONCE = Pattern.compile("'nonce-([\\w-]{22})'");

    private final Pages pages = new Pages();

    private static String policy(Response page) {
        return page.fields().first("Content-Security-Policy").orElseThrow();
    }

    private static String nonce(Response page) {
        Matcher nonce = NONCE.matcher(policy(page));
        assertThat(nonce.find()).isTrue();
        return nonce.group(1);
    }

    @Test
    @DisplayName("the policy lets nothing run but what carries the nonce of this one answer")
    void policy() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Response page = pages.error(404, "There is no such file.");
            String nonce = nonce(page);
            assertThat(seen.add(nonce)).as("a fresh nonce").isTrue();
            assertThat(policy(page))
                    .contains(
                            "default-src 'none'",
                            "script-src 'nonce-" + nonce + "'",
                            "style-src 'nonce-" + nonce + "'",
                            "base-uri 'none'",
                            "frame-ancestors 'none'",
                            "form-action 'self'");
            assertThat(policy(page).replace(nonce, "")) // in which any word may be
                    .doesNotContain("unsafe", "*", "http:");
            Markup markup = Markup.parse(AssetsTest.text(page));
            assertThat(markup.all("link"))
                    .filteredOn(link -> link.get("rel").equals("stylesheet"))
                    .isNotEmpty()
                    .allSatisfy(link -> assertThat(link.get("nonce")).isEqualTo(nonce));
            assertThat(page.fields().first("Cache-Control")).contains("no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 414, 415, 416, 421, 429, 431, 500, 503, 507})
    @DisplayName("an error has a title, the reason in plain words, and a way back")
    void errors(int status) {
        Response page = pages.error(status, "Words of the one who knows.");
        Markup markup = Markup.parse(AssetsTest.text(page));
        assertThat(page.status()).isEqualTo(status);
        assertThat(markup.all("h1")).hasSize(1);
        assertThat(markup.all("main")).hasSize(1);
        assertThat(markup.all("html").get(0).get("lang")).isEqualTo("en");
        assertThat(markup.text()).contains("Words of the one who knows.", Integer.toString(status));
        assertThat(markup.all("a")).extracting(link -> link.get("href")).contains("/");
    }

    @Test
    @DisplayName("what was asked for is text in an error, wherever it stands (attack 30)")
    void hostile() {
        String words = "There is no <script>alert(1)</script> \"' onclick='x' {{title}} {{{title}}} &amp;.";
        Markup markup = Markup.parse(AssetsTest.text(pages.error(404, words)));
        assertThat(markup.text()).contains(words);
        assertThat(markup.all("script")).isEmpty();
        Response back = pages.error(
                AssetsTest.get("//evil.example/a\"><script>alert(1)</script>/x", ""), 409, "The name is taken.");
        Markup page = Markup.parse(AssetsTest.text(back));
        assertThat(page.all("script")).isEmpty();
        assertThat(page.all("a"))
                .extracting(link -> link.get("href"))
                .allSatisfy(href -> assertThat(href).startsWith("/").doesNotStartWith("//"));
    }

    @Test
    @DisplayName("after a form that failed the way back leads to the folder that it was sent to")
    void back() {
        Response page = pages.error(AssetsTest.get("/sub/folder/", ""), 409, "The name is taken.");
        assertThat(Markup.parse(AssetsTest.text(page)).all("a"))
                .extracting(link -> link.get("href"))
                .containsExactly("/sub/folder/", "/");
        Response gone = pages.error(AssetsTest.get("/sub/none/", ""), 404, "There is no such file.");
        assertThat(Markup.parse(AssetsTest.text(gone)).all("a"))
                .extracting(link -> link.get("href"))
                .containsExactly("/");
    }
}
