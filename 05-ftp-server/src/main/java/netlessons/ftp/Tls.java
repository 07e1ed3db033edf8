package netlessons.ftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What TLS needs: a key and its certificate, from a key store. */
public final class Tls {
    static {
        // Else Java takes the end of the connection below for TLS's own farewell, and whoever cuts it could make the
        // half of an upload pass for the whole (a truncation attack).
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true");
        // A client of TLS 1.2 could ask for one handshake after the other, each of which costs us more than it.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private Tls() {}

    /** @throws StartupFailure with what to do */
    public static SSLContext open(Path keyStore, String password) throws StartupFailure {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartupFailure("The key store " + keyStore + " cannot be opened (" + e.getMessage()
                    + "). Make one: keytool -genkeypair -keyalg EC -alias ftp -dname CN=localhost -storetype PKCS12"
                    + " -keystore " + keyStore + " -storepass PASSWORD");
        }
    }
}
