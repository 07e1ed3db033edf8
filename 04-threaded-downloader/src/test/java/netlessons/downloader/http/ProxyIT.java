package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Certificates;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that take the way through a proxy. */
class ProxyIT {
    @Test
    @DisplayName("http: the proxy is told the whole address, and its password is for it alone")
    void plain() throws HttpFault {
        try (Origin proxy = Origin.start();
                Asking asking = new Asking(
                        Asking.environment(Map.of("http_proxy", "http://me:secret@127.0.0.1:" + proxy.port())))) {
            proxy.at("http://a.example/f?q", ServedFile.of("hello"))
                    // In one piece: for the end of a redirect's page nobody waits long.
                    .at(
                            "http://b.example:8080/",
                            Answers.rawKept("HTTP/1.1 302 Found\r\nLocation: http://a.example/f?q\r\n"
                                    + "Content-Length: 0\r\n\r\n"));
            assertThat(asking.body(URI.create("http://b.example:8080"))).hasSize(5);
            assertThat(asking.body(URI.create("http://a.example/f?q"))).hasSize(5);
            assertThat(proxy.asked())
                    .hasSize(3)
                    .allMatch(asked ->
                            asked.headers("Proxy-Authorization").equals(java.util.List.of(Basic.of("me", "secret"))));
            assertThat(proxy.asked())
                    .allMatch(asked -> asked.header("Authorization").isEmpty());
            assertThat(proxy.asked().get(0).header("Host")).contains("b.example:8080");
            assertThat(proxy.asked().get(1).header("Host")).contains("a.example");
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("hosts of no_proxy are asked directly, and not told the proxy's password")
    void exceptions() throws HttpFault {
        try (Origin proxy = Origin.start();
                Origin origin = Origin.start().at("/f", ServedFile.of("hello"));
                Asking asking = new Asking(Asking.environment(
                        Map.of("http_proxy", "http://me:secret@127.0.0.1:" + proxy.port(), "no_proxy", "127.0.0.1")))) {
            assertThat(asking.body(origin.uri("/f"))).hasSize(5);
            assertThat(proxy.asked()).isEmpty();
            assertThat(origin.asked())
                    .allMatch(asked -> asked.header("Proxy-Authorization").isEmpty());
        }
    }

    @Test
    @DisplayName("https: a tunnel, in which the proxy sees nothing")
    void tunnel(@TempDir Path dir) throws Exception {
        Certificates certificates = Certificates.make(dir, "dns:files.example");
        try (Origin origin = Origin.startTls(certificates.context()).at("/f", ServedFile.of("hello"));
                ConnectProxy proxy = new ConnectProxy(origin.port(), "HTTP/1.1 200 Connection established\r\n\r\n");
                Asking asking = new Asking(Asking.trusting(
                        certificates.pem(), false, Map.of("HTTPS_PROXY", "http://a:b@127.0.0.1:" + proxy.port())))) {
            assertThat(asking.body(URI.create("https://me:secret@files.example/f")))
                    .hasSize(5);
            assertThat(asking.body(URI.create("https://files.example/f"))).hasSize(5);
            assertThat(proxy.heads()).hasSize(1);
            assertThat(proxy.heads().get(0))
                    .startsWith("CONNECT files.example:443 HTTP/1.1\r\nHost: files.example:443\r\n")
                    .contains("\r\nProxy-Authorization: " + Basic.of("a", "b") + "\r\n")
                    .doesNotContain("\r\nAuthorization:");
            assertThat(origin.asked())
                    .hasSize(2)
                    .allMatch(asked -> asked.header("Proxy-Authorization").isEmpty());
            assertThat(origin.asked().get(0).header("Host")).contains("files.example");
            assertThat(origin.asked().get(0).header("Authorization")).contains(Basic.of("me", "secret"));
        }
    }

    @ParameterizedTest
    @DisplayName("a proxy that says no, or nothing")
    @CsvSource({
        "HTTP/1.1 407 Proxy Authentication Required, PERMANENT, 407",
        "HTTP/1.1 403 Forbidden,                     PERMANENT, 403",
        "HTTP/1.1 302 Found,                         PERMANENT, 302",
        "HTTP/1.1 502 Bad Gateway,                   TRANSIENT, 502",
        "HTTP/1.1 503 Service Unavailable,           BUSY,      503",
        "SSH-2.0,                                    PERMANENT, 0",
        "HTTP,                                       TRANSIENT, 0",
        "'',                                         TRANSIENT, 0",
    })
    void refusals(String line, HttpFault.Kind kind, int status) throws Exception {
        String answer = line.length() < 6 ? line : line + "\r\n\r\n";
        try (ConnectProxy proxy = new ConnectProxy(9, answer);
                Asking asking = new Asking(through(proxy, answer.isEmpty()))) {
            HttpFault fault = asking.fault(URI.create("https://files.example/f"));
            assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(kind);
            assertThat(fault.status()).isEqualTo(status);
        }
    }

    private static HttpSettings through(ConnectProxy proxy, boolean hasty) {
        Map<String, String> environment = Map.of("https_proxy", "http://127.0.0.1:" + proxy.port());
        return hasty ? Asking.hasty(environment) : Asking.environment(environment);
    }

    @Test
    @DisplayName("WireMock as a proxy")
    void wireMock() throws HttpFault {
        WireMockServer server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .enableBrowserProxying(false));
        server.start();
        try (Asking asking = new Asking(Asking.environment(Map.of("http_proxy", "127.0.0.1:" + server.port())))) {
            server.stubFor(WireMock.get("/f").willReturn(WireMock.ok("hello")));
            server.stubFor(WireMock.get("/no").willReturn(WireMock.status(407)));
            assertThat(asking.body(URI.create("http://a.example/f"))).hasSize(5);
            assertThat(asking.fault(URI.create("http://a.example/no")).status()).isEqualTo(407);
        } finally {
            server.stop();
        }
    }
}
