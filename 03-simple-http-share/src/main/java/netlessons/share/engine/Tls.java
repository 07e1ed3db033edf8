package netlessons.share.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS, as the JDK has it by default: its protocols and ciphers are kept up to date by others. */
public final class Tls {
    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    private Tls(KeyStore store, char[] password) {
        factory.setKeyStore(store);
        factory.setKeyStorePassword(new String(password));
    }

    /**
     * @param file a key store in the format PKCS12
     * @throws IOException if it cannot be read, with this password
     */
    public static Tls of(Path file, char[] password) throws IOException {
        try (var in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return new Tls(store, Arrays.copyOf(password, password.length));
        } catch (GeneralSecurityException e) {
            throw new IOException("The key store cannot be used: " + e.getMessage(), e);
        }
    }

    SslContextFactory.Server factory() {
        return factory;
    }
}
