package netlessons.share.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import netlessons.share.http.Handler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, set up as this lesson wants it: HTTP/1.1, with or without TLS, and one {@link Handler}. Safe for threads. */
public final class Engine implements Closeable {
    /** In bytes, of a connection while something comes: what one read takes, and one write to the disk. */
    private static final int INPUT = 64 << 10;

    private final Server server;
    private final ServerConnector connector;

    private Engine(InetSocketAddress address, Optional<Tls> tls, Limits limits, Handler handler) {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("share");
        threads.setDaemon(true);
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("share-"));
        }
        server = new Server(threads);
        server.setStopTimeout(limits.grace().toMillis());
        HttpConnectionFactory http = new HttpConnectionFactory(configuration(limits, tls.isPresent()));
        http.setInputBufferSize(INPUT);
        ConnectionFactory[] factories = tls.isEmpty()
                ? new ConnectionFactory[] {http}
                : new ConnectionFactory[] {new SslConnectionFactory(tls.get().factory(), http.getProtocol()), http};
        connector = new ServerConnector(server, factories);
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(limits.idleTimeout().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
        server.setHandler(new GracefulHandler(new Bridge(handler)));
        server.setErrorHandler(new PlainErrors());
    }

    private static HttpConfiguration configuration(Limits limits, boolean tls) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(limits.head());
        configuration.setMinRequestDataRate(limits.minimumRate());
        configuration.setMinResponseDataRate(limits.minimumRate());
        // What a path means is the lesson's business: it gets it as it came.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        if (tls) {
            SecureRequestCustomizer secure = new SecureRequestCustomizer();
            secure.setSniHostCheck(false); // people come by address, and under names that the certificate does not have
            configuration.addCustomizer(secure);
        }
        return configuration;
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if that cannot be, for example because the port is taken
     */
    public static Engine start(InetSocketAddress address, Optional<Tls> tls, Limits limits, Handler handler)
            throws IOException {
        Engine engine = new Engine(address, tls, limits, handler);
        try {
            engine.server.start();
        } catch (Exception e) {
            engine.close();
            throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
        }
        return engine;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
    }

    /** Takes no new requests, waits a while for those under way, ends. More than once does nothing. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("The server did not stop in order", e);
        }
    }
}
