package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private static String proxy(Map<String, String> environment, String uri) throws HttpFault {
        Proxy proxy = new Proxies(environment).of(Endpoint.of(URI.create(uri)));
        return proxy == null ? "none" : proxy.endpoint().authority();
    }

    @Test
    void eachSchemeHasItsOwn() throws HttpFault {
        Map<String, String> environment = Map.of("http_proxy", "http://p:1", "https_proxy", "q:2/");
        assertThat(proxy(environment, "http://h/")).isEqualTo("p:1");
        assertThat(proxy(environment, "https://h/")).isEqualTo("q:2");
        assertThat(proxy(Map.of("all_proxy", "r:3"), "http://h/")).isEqualTo("r:3");
        assertThat(proxy(Map.of("ALL_PROXY", "r:3"), "https://h/")).isEqualTo("r:3");
        assertThat(proxy(Map.of("HTTPS_PROXY", "q:2", "ALL_PROXY", "r:3"), "https://h/"))
                .isEqualTo("q:2");
        assertThat(proxy(Map.of(), "https://h/")).isEqualTo("none");
    }

    @Test
    void httpProxyInCapitalsCountsForNothing() throws HttpFault {
        assertThat(proxy(Map.of("HTTP_PROXY", "p:1"), "http://h/")).isEqualTo("none");
    }

    @Test
    void nameAndPasswordAreForTheProxy() throws HttpFault {
        Proxies proxies = new Proxies(Map.of("http_proxy", "http://me:p%40ss@p:1"));
        assertThat(proxies.of(Endpoint.of(URI.create("http://h/"))).authorization())
                .contains(Basic.of("me", "p@ss"));
    }

    @Test
    void otherKindsOfProxiesAreRefusedWhenTheyAreNeeded() throws HttpFault {
        Proxies proxies = new Proxies(Map.of("all_proxy", "socks5://p:1", "no_proxy", "near"));
        assertThat(proxies.of(Endpoint.of(URI.create("http://near/")))).isNull();
        assertThatExceptionOfType(HttpFault.class)
                .isThrownBy(() -> proxies.of(Endpoint.of(URI.create("http://far/"))))
                .withMessageContaining("socks5");
    }

    @ParameterizedTest
    @CsvSource({
        "*,                     http://any/,             true",
        "a.example,             http://a.example/,       true",
        "a.example,             http://b.a.example/,     true",
        "a.example,             http://ba.example/,      false",
        ".a.example,            http://a.example/,       true",
        ".a.example,            http://x.A.example/,     true",
        "*.a.example,           http://x.a.example/,     true",
        "'x, a.example  b',     http://b/,               true",
        "a:8080,                http://a/,               false",
        "a:8080,                http://a:8080/,          true",
        "127.0.0.1,             http://127.0.0.1:99/,    true",
        "0.0.1,                 http://127.0.0.1/,       false",
        "10.0.0.0/8,            http://10.1.2.3/,        true",
        "10.0.0.0/8,            http://11.1.2.3/,        false",
        "192.168.1.0/25,        http://192.168.1.127/,   true",
        "192.168.1.0/25,        http://192.168.1.128/,   false",
        "'fe80::/10',           'http://[fe80::1]/',     true",
        "'::1',                 'http://[::1]:8080/',    true",
        "'[::1]:80',            'http://[::1]/',         true",
        "'/,x/y,.,:1',          http://h/,               false",
    })
    void someHostsNeedNone(String list, String uri, boolean none) throws HttpFault {
        Map<String, String> environment = Map.of("http_proxy", "p:1", "no_proxy", list);
        assertThat(proxy(environment, uri)).isEqualTo(none ? "none" : "p:1");
    }
}
