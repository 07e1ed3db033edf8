package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netlessons.testkit.Reply;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which names the server answers, and what all of its answers tell browsers. */
@DisplayName("names and security fields")
@Timeout(120)
class HostIT {
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @TempDir
    Path dir;

    private Sharing sharing;
    private Http http;

    @BeforeEach
    void share() throws IOException {
        Files.writeString(dir.resolve("a.txt"), "text");
        sharing = Sharing.of(dir, "--name=share.example", "--upload", "--user=:secret:upload");
        http = sharing.http();
    }

    @AfterEach
    void close() throws IOException {
        sharing.close();
    }

    @Test
    @DisplayName("a name that is not ours: 421, for all methods (attack 37)")
    void foreign() throws IOException {
        for (String method : List.of("GET", "OPTIONS", "PUT", "DELETE")) {
            sharing.connect()
                    .send(method + " /a.txt HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                    .reply()
                    .expectStatus(421);
        }
        http.get("/a.txt", "Host: SHARE.example.:80").expectStatus(200);
        http.get("/a.txt", "Host: [::1]:1").expectStatus(200);
        sharing.connect().send("GET /a.txt HTTP/1.0\r\n\r\n").reply().expectStatus(200);
    }

    @Test
    @DisplayName("the target's own host counts, not the field beside it; no answer leads to another site (attack 8)")
    void absolute() {
        assertThat(sharing.connect()
                        .send("GET http://evil.example/a.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .reply()
                        .status())
                .isIn(400, 421);
        sharing.connect()
                .send("GET http://localhost/a.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .reply()
                .expectStatus(200);
    }

    @ParameterizedTest
    @DisplayName("all answers have the security fields, also those that the engine makes (attacks 32, 38)")
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /a.txt HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /.share/page.css HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "PUT /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                "OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "GET / HTTP/2.7\r\nHost: localhost\r\n\r\n"
            })
    void everywhere(String request) {
        Reply reply = sharing.connect().send(request).reply();
        reply.expectHeader("X-Content-Type-Options", "nosniff");
        reply.expectHeader("Referrer-Policy", "same-origin");
        reply.expectHeader("Cross-Origin-Resource-Policy", "same-origin");
        reply.expectHeader(
                "Content-Security-Policy",
                "a policy",
                policy -> policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        reply.expectNoHeader("Server").expectNoHeader("Access-Control-Allow-Origin");
    }

    @Test
    @DisplayName("304 leaves the policy of the file as it was: a browser would take a new one for that (attack 32)")
    void notModified() {
        String tag = http.get("/a.txt").header("ETag").orElseThrow();
        http.get("/a.txt", "If-None-Match: " + tag)
                .expectStatus(304)
                .expectHeader("X-Content-Type-Options", "nosniff")
                .expectNoHeader("Content-Security-Policy");
    }

    @Test
    @DisplayName("a line or a field that is too long: 414, 431, in plain words")
    void tooLong() {
        sharing.connect()
                .send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .reply()
                .expectStatus(414)
                .expectHeader("X-Content-Type-Options", "nosniff");
        sharing.connect()
                .send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")
                .reply()
                .expectStatus(431)
                .expectBodyContaining("Request Header Fields Too Large");
    }

    @Test
    @DisplayName("errors are pages for browsers, words for programs; the fields that belong to them are kept")
    void errors() {
        http.get("/none", BROWSER)
                .expectStatus(404)
                .expectHeader("Content-Type", "text/html; charset=utf-8")
                .expectBodyContaining("<html");
        http.get("/none").expectStatus(404).expectHeader("Content-Type", "text/plain; charset=utf-8");
        http.get("/none", "Accept: */*").expectHeader("Content-Type", "text/plain; charset=utf-8");
        http.put("/b", "b", BROWSER)
                .expectStatus(401)
                .expectHeader("WWW-Authenticate", "Basic realm=\"shared folder\", charset=\"UTF-8\"")
                .expectHeader("Content-Type", "text/html; charset=utf-8");
        http.get("/%zz", BROWSER).expectStatus(400);
    }

    @Test
    @DisplayName("who is refused while he sends can read why, and the connection ends in order (RFC 9112 section 9.6)")
    void refused() {
        Reply reply = sharing.connect()
                .send("PUT /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000000\r\n\r\n")
                .send("x".repeat(20_000_000))
                .reply();
        reply.expectStatus(401).expectHeader("Connection", "close").expectClosed();
    }

    @Test
    @DisplayName("a small body that nobody wants is no reason to end the connection")
    void smallBody() {
        sharing.connect()
                .send("PUT /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
                        + "GET /a.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .reply()
                .expectStatus(401)
                .wire()
                .reply()
                .expectStatus(200);
    }
}
