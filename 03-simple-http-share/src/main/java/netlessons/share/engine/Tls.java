package netlessons.share.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.HexFormat;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS, as the JDK has it by default: its protocols and ciphers are kept up to date by others. Immutable. */
public final class Tls {
    /** In bytes; a key store has a few thousand. */
    private static final int MOST = 10 << 20;

    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final String fingerprint;

    private Tls(KeyStore store, char[] password, String fingerprint) {
        factory.setKeyStore(store);
        factory.setKeyStorePassword(new String(password));
        this.fingerprint = fingerprint;
    }

    /**
     * @param file a key store in the format PKCS12
     * @throws StartupFailure if it cannot be used, with this password
     */
    public static Tls of(Path file, char[] password) throws StartupFailure {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            load(store, in, file, password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    Key key = store.getKey(alias, password);
                    if (key instanceof PrivateKey && store.getCertificate(alias) != null) {
                        return new Tls(
                                store,
                                password,
                                fingerprint(store.getCertificate(alias).getEncoded()));
                    }
                }
            }
            throw StartupFailure.noKey(file);
        } catch (UnrecoverableKeyException e) {
            throw StartupFailure.password(file); // of the key: some tools give it one of its own
        } catch (GeneralSecurityException e) {
            throw StartupFailure.notPkcs12(file);
        } catch (StartupFailure e) {
            throw e;
        } catch (IOException e) {
            throw StartupFailure.noKeyStore(file);
        }
    }

    private static void load(KeyStore store, InputStream in, Path file, char[] password)
            throws GeneralSecurityException, StartupFailure, IOException {
        byte[] bytes = in.readNBytes(MOST);
        try {
            store.load(new ByteArrayInputStream(bytes), password);
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? StartupFailure.password(file)
                    : StartupFailure.notPkcs12(file);
        }
    }

    /** As browsers show it, so that people can compare. */
    private static String fingerprint(byte[] certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate);
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }

    /** SHA-256 of the certificate. */
    public String fingerprint() {
        return fingerprint;
    }

    SslContextFactory.Server factory() {
        return factory;
    }
}
