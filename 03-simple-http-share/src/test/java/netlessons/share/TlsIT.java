package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import netlessons.share.engine.KeyStores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The share over TLS, with a key store as keytool makes it, and Java's own client. */
@DisplayName("TLS")
@Timeout(120)
class TlsIT {
    @TempDir
    Path temp;

    private Path dir;
    private Path keyStore;

    @BeforeEach
    void makeKeyStore() throws Exception {
        dir = Files.createDirectory(temp.resolve("shared"));
        keyStore = KeyStores.make(temp.resolve("share.p12"));
    }

    private Sharing share(String... options) throws IOException {
        String[] all = Arrays.copyOf(options, options.length + 2);
        all[options.length] = "--tls=" + keyStore;
        all[options.length + 1] = "--tls-password=" + KeyStores.PASSWORD;
        return Sharing.of(dir, all);
    }

    /** It trusts the certificate of the key store, and no other. */
    private HttpClient client() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(in, KeyStores.PASSWORD.toCharArray());
            trusted.load(null, null);
            trusted.setCertificateEntry("share", (X509Certificate) all.getCertificate("share"));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static HttpRequest.Builder request(Sharing sharing, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + sharing.port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    @Test
    @DisplayName("files are fetched and sent, large ones too, and the origin of a page is https")
    void files() throws Exception {
        byte[] bytes = new byte[5_000_000];
        Arrays.fill(bytes, (byte) 'x');
        try (Sharing sharing = share("--upload")) {
            HttpClient client = client();
            HttpResponse<String> sent = client.send(
                    request(sharing, "/big")
                            .header("Origin", "https://localhost:" + sharing.port())
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(sent.statusCode()).isEqualTo(201);
            HttpResponse<byte[]> fetched =
                    client.send(request(sharing, "/big").build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(fetched.body()).isEqualTo(bytes);
            HttpResponse<String> foreign = client.send(
                    request(sharing, "/other")
                            .header("Origin", "http://localhost:" + sharing.port())
                            .PUT(HttpRequest.BodyPublishers.ofString("x"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(foreign.statusCode()).isEqualTo(403);
        }
    }

    @Test
    @DisplayName("who speaks without it gets no answer, and the others notice nothing")
    void plain() throws Exception {
        Files.writeString(dir.resolve("a.txt"), "text");
        try (Sharing sharing = share()) {
            assertThatThrownBy(() -> sharing.connect()
                            .send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .reply())
                    .isInstanceOf(AssertionError.class);
            HttpResponse<String> answer =
                    client().send(request(sharing, "/a.txt").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("text");
        }
    }

    @Test
    @DisplayName("old versions of the protocol are refused")
    void versions() throws Exception {
        try (Sharing sharing = share()) {
            HttpResponse<String> answer =
                    client().send(request(sharing, "/").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
        }
    }

    @Test
    @DisplayName("the program shows the certificate's fingerprint, to be compared with what a browser shows")
    void fingerprint() throws Exception {
        try (ShareProgram program =
                ShareProgram.listening(dir, "--port=0", "--tls=" + keyStore, "--tls-password=" + KeyStores.PASSWORD)) {
            program.awaitLine("Certificate (SHA-256) ");
            assertThat(program.output())
                    .contains("https://127.0.0.1:", "curl -k -O https://")
                    .containsPattern("Certificate \\(SHA-256\\) (?:[0-9A-F]{2}:){31}[0-9A-F]{2}");
        }
    }
}
