package netlessons.downloader.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Puts TLS on connections. It is set up with the first one: that takes longer than a small file. Safe for threads. */
final class Tls {
    private final ReentrantLock lock = new ReentrantLock();
    private final Collection<? extends Certificate> authorities; // null: those that the system trusts
    private SSLSocketFactory factory;

    /** @throws HttpFault if the file has no certificates */
    Tls(Optional<Path> authorities) throws HttpFault {
        this.authorities = authorities.isPresent() ? read(authorities.get()) : null;
    }

    private static Collection<? extends Certificate> read(Path file) throws HttpFault {
        Collection<? extends Certificate> all;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            all = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new HttpFault(
                    HttpFault.Kind.PERMANENT, "no certificates can be read from " + file, 0, Optional.empty(), e);
        }
        if (all.isEmpty()) {
            throw new HttpFault(HttpFault.Kind.PERMANENT, "there is no certificate in " + file);
        }
        return all;
    }

    /** Shakes hands; that the other side is who it says it is belongs to that (RFC 9110 section 4.3.4). */
    SSLSocket over(Line line, Endpoint target) throws IOException {
        SSLSocket socket = (SSLSocket) factory().createSocket(line, target.host(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        try {
            // The JDK does not look at the dates of one that is its own authority.
            ((X509Certificate) socket.getSession().getPeerCertificates()[0]).checkValidity();
        } catch (CertificateException e) {
            throw new SSLHandshakeException(e.getMessage());
        }
        return socket;
    }

    private SSLSocketFactory factory() throws IOException {
        lock.lock();
        try {
            if (factory == null) {
                factory = context().getSocketFactory();
            }
            return factory;
        } catch (GeneralSecurityException e) {
            throw new HttpFault(HttpFault.Kind.PERMANENT, "TLS cannot be used here", 0, Optional.empty(), e);
        } finally {
            lock.unlock();
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        if (authorities == null) {
            return SSLContext.getDefault();
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
