package netlessons.share.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import netlessons.share.page.Markup;

/** What holds for each page of a folder, whatever is on it. */
final class SoundPage {
    private SoundPage() {}

    static void check(Markup page, String nonce) {
        for (Markup.Element element : page.elements()) {
            assertThat(element.attributes().keySet())
                    .as("no script and no style in an attribute")
                    .noneMatch(name -> name.startsWith("on") || name.equals("style"));
            if (element.name().equals("script") || "stylesheet".equals(element.get("rel"))) {
                assertThat(element.get("nonce")).isEqualTo(nonce);
                assertThat(element.attributes())
                        .containsAnyOf(Map.entry("src", "/.share/page.js"), Map.entry("href", "/.share/page.css"));
            } else {
                assertThat(element.attributes()).doesNotContainKey("nonce");
            }
            if (element.name().equals("input") && !"hidden".equals(element.get("type"))) {
                assertThat(page.all("label"))
                        .as("a label for each field")
                        .anyMatch(label -> element.get("id").equals(label.get("for")));
            }
            if (element.name().equals("img")) {
                assertThat(element.attributes()).containsKey("alt");
            }
            for (String name : List.of("src", "href", "action")) {
                String address = element.get(name);
                if (address != null) {
                    assertThat(URI.create("http://here/sub/")
                                    .resolve(address.startsWith("?") ? "./" + address : address)
                                    .getHost())
                            .as(address)
                            .isEqualTo("here");
                }
            }
        }
        assertThat(page.elements().stream().map(element -> element.get("id")).filter(id -> id != null))
                .doesNotHaveDuplicates();
        assertThat(page.all("h1")).hasSize(1);
        assertThat(page.all("main")).hasSize(1);
        assertThat(page.all("html").get(0).get("lang")).isEqualTo("en");
        assertThat(page.all("table").get(0).get("id")).isEqualTo("files");
        assertThat(page.all("a").get(0).get("href"))
                .as("the skip link comes first")
                .isEqualTo("#files");
        assertThat(page.all("th"))
                .hasSize(4)
                .allSatisfy(head -> assertThat(head.get("scope")).isEqualTo("col"));
        assertThat(page.all("caption")).hasSize(1);
    }
}
