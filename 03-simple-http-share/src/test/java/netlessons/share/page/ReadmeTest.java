package netlessons.share.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Markdown that anybody may have written. */
class ReadmeTest {
    private final Readme readme = new Readme();

    private Markup render(String markdown) {
        return Markup.fragment(readme.html(markdown, true));
    }

    @Test
    @DisplayName("headings go below those of the page")
    void headings() {
        String html = readme.html("# One\n\n## Two\n\n##### Five\n\n###### Six\n", true);
        assertThat(html).contains("<h3>One</h3>", "<h4>Two</h4>", "<h6>Five</h6>", "<h6>Six</h6>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "a <img src=x onerror=alert(1)> b",
                "<iframe src=\"//evil.example\"></iframe>",
                "<!-- --><svg onload=alert(1)>",
                "<div\n style=x>\n\n</div>",
                "`<b>`",
                "<style>*{display:none}</style>",
                "</section></main><form action=//evil.example>",
                "<http://evil.example/\"onclick=alert(1)>",
                "[a](<x\" onclick=\"alert(1)>)",
                "[a](x 'y\" onclick=\"alert(1)')",
                "![a\" onerror=\"alert(1)](x.png \"t\" )",
                "```x\" onclick=\"alert(1)\n```"
            })
    @DisplayName("HTML in it is text, and no attribute comes out of it (attack 35)")
    void rawHtml(String markdown) {
        assertThat(render(markdown).elements()).allSatisfy(element -> {
            assertThat(element.name()).isIn("p", "a", "img", "code", "pre", "em", "blockquote", "br");
            assertThat(element.attributes().keySet())
                    .isSubsetOf("href", "src", "alt", "title", "loading", "class", "rel");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "java&#x73;cript:alert(1)",
                "&#106;avascript:alert(1)",
                "javascript&colon;alert(1)",
                "<javascript:alert(1)>",
                "<java\tscript:alert(1)>",
                "< javascript:alert(1)>",
                "&#1;javascript:alert(1)",
                "vbscript:x",
                "data:text/html,<script>alert(1)</script>",
                "blob:x",
                "file:///etc/passwd",
                "//evil.example/",
                "/\\\\evil.example",
                "\\\\\\\\evil.example",
                "&#9;//evil.example",
                "/absolute"
            })
    @DisplayName("links lead to other sites openly, or stay in the folder; no script is behind one (attack 35)")
    void links(String url) {
        assertThat(render("[text](" + url + ")").all("a"))
                .allSatisfy(link -> assertThat(link.attributes()).doesNotContainKey("href"));
    }

    @Test
    void goodLinks() {
        String html = readme.html(
                "[a](notes.txt) [b](sub/x.txt#y) [c](?sort=size) [d](#here) [e](https://example.org/?a=1&b=2)"
                        + " [f](mailto:a@example.org) <https://example.org/g> [h](<with blank.txt>) [i](../up.txt)",
                true);
        assertThat(Markup.fragment(html).all("a"))
                .extracting(link -> link.get("href"))
                .containsExactly(
                        "notes.txt",
                        "sub/x.txt#y",
                        "?sort=size",
                        "#here",
                        "https://example.org/?a=1&b=2",
                        "mailto:a@example.org",
                        "https://example.org/g",
                        "with%20blank.txt",
                        "../up.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/x.png",
                "//evil.example/x.png",
                "/x.png",
                "../x.png",
                "sub/../../x.png",
                "%2e%2E/x.png",
                ".%2e/x.png",
                "data:image/png;base64,AAAA",
                "javascript:alert(1)",
                "/\\\\evil.example/x.png",
                "?zip",
                "#x"
            })
    @DisplayName("pictures come from the folder: no other server is told who reads this")
    void pictures(String url) {
        Markup markup = render("![words](" + url + ")");
        assertThat(markup.all("img")).isEmpty();
        assertThat(markup.text()).contains("words");
    }

    @Test
    void picturesOfTheFolder() {
        Markup markup = render("![a *b*](x.png) ![c](sub/y.png) [![d](http://evil.example/z.png)](notes.txt)");
        assertThat(markup.all("img")).extracting(image -> image.get("src")).containsExactly("x.png", "sub/y.png");
        assertThat(markup.all("img")).extracting(image -> image.get("alt")).containsExactly("a b", "c");
        assertThat(markup.all("a")).extracting(link -> link.get("href")).containsExactly("notes.txt");
        assertThat(Markup.fragment(readme.html("![a](x.png)", false)).all("img"))
                .as("where downloads are counted")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> ", ">", "- ", "1. ", "[", "![", "*a ", "**a ", "_a_ *", "`", "<", "[a](", "[![", "\\", "&", "* _"
            })
    @DisplayName("what is nested without end, or never closed, takes neither the stack nor the processor")
    void deep(String piece) {
        String text = piece.repeat(Readme.LONGEST / piece.length());
        Assertions.assertThat(java.util.concurrent.CompletableFuture.supplyAsync(() -> readme.html(text, true)))
                .succeedsWithin(Duration.ofSeconds(60));
    }
}
