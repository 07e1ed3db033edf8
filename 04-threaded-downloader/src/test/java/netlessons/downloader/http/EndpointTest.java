package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.org/x,          http://example.org:80,    example.org",
        "HTTP://EXAMPLE.org:80,         http://example.org:80,    example.org",
        "https://example.org,           https://example.org:443,  example.org",
        "https://example.org:80/,       https://example.org:80,   example.org:80",
        "http://a:b@c:81/x@y,           http://c:81,              c:81",
        "http://a%40b:c@d/,             http://d:80,              d",
        "http://my_host/,               http://my_host:80,        my_host",
        "http://my_host:8080/,          http://my_host:8080,      my_host:8080",
        "'http://[::1]/',               'http://[::1]:80',        '[::1]'",
        "'http://u@[::1]:81/',          'http://[::1]:81',        '[::1]:81'",
        "http://bücher.example/,        http://xn--bcher-kva.example:80, xn--bcher-kva.example",
        "http://h:/,                    http://h:80,              h",
    })
    void isSchemeHostAndPort(String uri, String endpoint, String hostField) throws HttpFault {
        assertThat(Endpoint.of(URI.create(uri))).hasToString(endpoint);
        assertThat(Endpoint.of(URI.create(uri)).hostField()).isEqualTo(hostField);
        assertThat(HttpSettings.origin(URI.create(uri))).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/etc/passwd",
                "ftp://h/x",
                "/x",
                "http:/x",
                "http:x",
                "http://h:0/",
                "http://h:65536/",
                "http://h:99999999999/",
                "http://u@/",
                "http://:80/",
                "mailto:a@b",
                "jar:http://h/x"
            })
    void nothingElseCanBeFetched(String uri) {
        assertThatExceptionOfType(HttpFault.class)
                .isThrownBy(() -> Endpoint.of(URI.create(uri)))
                .matches(fault -> fault.kind() == HttpFault.Kind.PERMANENT);
    }

    @Test
    void messagesTellNoPassword() {
        assertThatExceptionOfType(HttpFault.class)
                .isThrownBy(() -> Endpoint.of(URI.create("ftp://me:secret@h/x")))
                .withMessage("only http and https can be fetched, not ftp://h/x");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h,               /",
        "http://h/a/b?c=d&e,     /a/b?c=d&e",
        "http://h?x,             /?x",
        "http://h/a%20b%2Fc,     /a%20b%2Fc",
        "http://h/ä,             /%C3%A4",
        "http://h//a,            //a",
        "http://h/a#b,           /a",
        "http://h/a;b=c,         /a;b=c",
    })
    void pathsGoAsTheyAre(String uri, String path) {
        assertThat(Request.path(URI.create(uri))).isEqualTo(path);
    }

    @Test
    void escapesAreUndoneAsUtf8() {
        assertThat(Escapes.undo("a%40b%C3%A4%zz%")).isEqualTo("a@bä%zz%");
        assertThat(Escapes.of("a b%zz%41")).isEqualTo("a%20b%25zz%41");
    }
}
