package netlessons.ftp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What TLS needs: a key and its certificate, from a key store. */
public final class Tls {
    /** In bytes; a key store has a few thousand. */
    private static final int MOST = 10 << 20;

    static {
        // Else Java takes the end of the connection below for TLS's own farewell, and whoever cuts it could make the
        // half of an upload pass for the whole (a truncation attack).
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true");
        // A client of TLS 1.2 could ask for one handshake after the other, each of which costs us more than it.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private Tls() {}

    /**
     * @param file a key store in the format PKCS12
     * @throws StartupFailure if it cannot be used, with this password
     */
    public static SSLContext open(Path file, char[] password) throws StartupFailure {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            load(keys, in, file, password);
            boolean has = false;
            for (String alias : Collections.list(keys.aliases())) {
                has |= keys.isKeyEntry(alias);
            }
            if (!has) {
                throw StartupFailure.noKey(file);
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
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

    private static void load(KeyStore keys, InputStream in, Path file, char[] password)
            throws GeneralSecurityException, StartupFailure, IOException {
        byte[] bytes = in.readNBytes(MOST);
        try {
            keys.load(new ByteArrayInputStream(bytes), password);
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? StartupFailure.password(file)
                    : StartupFailure.notPkcs12(file);
        }
    }
}
