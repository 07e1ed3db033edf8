package netlessons.share.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpError;
import netlessons.share.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("other sites are kept out")
class CrossSiteTest {
    private final Handler handler = new CrossSite(Set.of("pc", "Pc.local"), request -> Response.of(200));

    private int status(String method, String host, String... fields) throws IOException {
        try {
            return handler.handle(Requests.of(method, "/a", host, fields)).status();
        } catch (HttpError e) {
            return e.status();
        }
    }

    @ParameterizedTest
    @DisplayName("names that are ours: addresses, localhost, what we were told (attack 37)")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8000",
                "192.0.2.7:",
                "[::1]:8000",
                "[2001:DB8::1]",
                "[fe80::1%25eth0]:8000",
                "localhost",
                "LOCALHOST:8000",
                "localhost.:8000",
                "share.localhost",
                "pc",
                "PC:8000",
                "pc.local",
                "pc.local.",
                ""
            })
    void ours(String host) throws IOException {
        assertThat(status("GET", host)).isEqualTo(200);
        assertThat(status("GET", host)).as("when it is remembered").isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("names that are not: whoever made a browser ask for them wants to read what we answer (attack 37)")
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "notlocalhost",
                "1.2.3.4.5",
                "pc.evil.example",
                "evil.example:127.0.0.1",
                "[::1].evil.example",
                "user@localhost",
                ".",
                ":8000"
            })
    void foreign(String host) throws IOException {
        for (String method : new String[] {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}) {
            assertThat(status(method, host)).as(method).isEqualTo(421);
        }
    }

    @Test
    @DisplayName("thousands of names that are ours fill no memory")
    void bounded() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            assertThat(status("GET", "localhost:" + i % 65_536)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @DisplayName("nothing is changed for pages of others (attack 36)")
    @CsvSource({
        "Origin: http://evil.example,403",
        "Origin: null,403",
        "Origin: https://pc:8000,403",
        "Origin: http://pc,403",
        "Origin: http://pc:8001,403",
        "Origin: http://pc:8000,200",
        "Origin: HTTP://PC:8000,200",
        "Sec-Fetch-Site: cross-site,403",
        "Sec-Fetch-Site: same-site,403",
        "Sec-Fetch-Site: something new,403",
        "Sec-Fetch-Site: same-origin,200",
        "Sec-Fetch-Site: none,200",
        "Accept: */*,200"
    })
    void origins(String field, int expected) throws IOException {
        for (String method : new String[] {"PUT", "POST", "PATCH", "DELETE"}) {
            assertThat(status(method, "pc:8000", field)).as(method).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("of two origins both have to be ours")
    void twoOrigins() throws IOException {
        assertThat(status("PUT", "pc", "Origin: http://pc", "Origin: http://evil.example"))
                .isEqualTo(403);
    }

    @Test
    @DisplayName(
            "a link from elsewhere is welcome, a picture in a page from elsewhere is not: it may be the last download")
    void embedded() throws IOException {
        assertThat(status("GET", "pc", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"))
                .isEqualTo(200);
        assertThat(status(
                        "GET",
                        "pc",
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Mode: navigate",
                        "Sec-Fetch-Dest: document"))
                .isEqualTo(200);
        assertThat(status(
                        "GET",
                        "pc",
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Mode: navigate",
                        "Sec-Fetch-Dest: iframe"))
                .as("a frame that nobody sees fetches files, too")
                .isEqualTo(403);
        assertThat(status("GET", "pc", "Sec-Fetch-Site: cross-site")).isEqualTo(200);
        assertThat(status("GET", "pc", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"))
                .isEqualTo(403);
        assertThat(status("GET", "pc", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: no-cors"))
                .isEqualTo(200);
    }
}
