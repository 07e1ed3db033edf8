package netlessons.share.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/*",
                "application/json, text/html;q=0.9",
                "text/html;q=0.9,application/json",
                "text/html;q=0, */*",
                "application/json, text/plain, */*",
                "application/json;q=0.5, */*;q=0.1",
                "application/json;q=0.001, text/html;q=0.000",
                "text/html ; q=0.2 , application/json ; q=0.3",
            })
    void json(String accept) {
        assertThat(Accept.json(Requests.get("/", "Accept: " + accept))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/html",
                "text/html, application/json",
                "application/json, text/html",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "application/json;q=0.1, text/html;q=0.2",
                "application/json;q=0",
                "application/json;q=0, text/html;q=0",
                "image/png",
                "application/jsonx",
                ";,;q=1,/",
            })
    void page(String accept) {
        assertThat(Accept.json(Requests.get("/", "Accept: " + accept))).isFalse();
    }

    @Test
    void whoDoesNotSayGetsAPage() {
        assertThat(Accept.json(Requests.get("/"))).isFalse();
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(Accept.json(Requests.get("/", "Accept: text/html;q=0.5", "Accept: application/json")))
                .isTrue();
    }

    @Test
    @DisplayName("a browser gets errors as pages; curl and programs get plain words")
    void html() {
        assertThat(Accept.html(Requests.get("/", "Accept: text/html,*/*;q=0.8").fields()))
                .isTrue();
        assertThat(Accept.html(Requests.get("/", "Accept: text/plain;q=0.5, text/html;q=0.5")
                        .fields()))
                .isTrue();
        for (String accept :
                new String[] {"*/*", "text/*", "", "application/json", "text/html;q=0", "text/html;q=0.1, text/plain"
                }) {
            assertThat(Accept.html(Requests.get("/", "Accept: " + accept).fields()))
                    .as(accept)
                    .isFalse();
        }
        assertThat(Accept.html(Requests.get("/").fields())).isFalse();
    }
}
