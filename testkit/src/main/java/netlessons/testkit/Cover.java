package netlessons.testkit;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS as a client that takes any certificate: the servers that are graded have made theirs themselves. Further connections
 * to a server take up the session of the first one, if the server lets them. Safe for threads.
 */
public final class Cover {
    private final SSLContext context;
    private final String[] protocols;

    private Cover(SSLContext context, String... protocols) {
        this.context = context;
        this.protocols = protocols;
    }

    /** One that has no sessions to take up; with the versions named, such as "TLSv1.2", or all that Java has. */
    public static Cover of(String... protocols) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return new Cover(context, protocols);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param server whose session to take up: for a further connection, where the first one went */
    SSLEngine engine(InetSocketAddress server) {
        SSLEngine engine = context.createSSLEngine(server.getAddress().getHostAddress(), server.getPort());
        engine.setUseClientMode(true);
        if (protocols.length > 0) {
            engine.setEnabledProtocols(protocols);
        }
        return engine;
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
