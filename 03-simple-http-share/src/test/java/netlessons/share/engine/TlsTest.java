package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("key stores")
class TlsTest {
    @TempDir
    Path folder;

    private void refused(Path file, String password, String... words) {
        assertThatThrownBy(() -> Tls.of(file, password.toCharArray()))
                .isInstanceOf(StartupFailure.class)
                .message()
                .contains(file.toString())
                .contains(words)
                .doesNotContain("\n", "Exception");
    }

    @Test
    @DisplayName("made by keytool are taken, and the certificate can be compared")
    void taken() throws Exception {
        Tls tls = Tls.of(KeyStores.make(folder.resolve("a.p12")), KeyStores.PASSWORD.toCharArray());
        assertThat(tls.fingerprint()).matches("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}");
    }

    @Test
    @DisplayName("that are not there, or no key stores, are refused with a command that makes one")
    void noKeyStore() throws IOException {
        refused(folder.resolve("none.p12"), "x", "There is no key store", "keytool -genkeypair", "-storetype PKCS12");
        refused(Files.writeString(folder.resolve("text"), "text"), "x", "PKCS12", "keytool -genkeypair");
        refused(Files.writeString(folder.resolve("empty"), ""), "x", "PKCS12", "keytool -genkeypair");
        refused(folder, "x", "cannot be");
    }

    @Test
    @DisplayName("with another password: the words say where the right one goes")
    void password() throws Exception {
        Path file = KeyStores.make(folder.resolve("a.p12"));
        refused(file, "wrong", "not the password", "SHARE_TLS_PASSWORD", "--tls-password");
        refused(file, "", "not the password");
    }

    @Test
    @DisplayName("without a private key are refused")
    void noKey() throws Exception {
        refused(KeyStores.withoutKey(folder.resolve("s.p12")), KeyStores.PASSWORD, "no private key");
    }
}
