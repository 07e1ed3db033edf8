package netlessons.share.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, set up as this lesson wants it: HTTP/1.1, with or without TLS, and one {@link Site}. Safe for threads. */
public final class Engine implements Closeable {
    /** In bytes, of a connection while something comes: what one read takes, and one write to the disk. */
    private static final int INPUT = 64 << 10;

    /** In bytes, of the head of an answer: what does not come from the client. */
    private static final int OWN_FIELDS = 4 << 10;

    /** For handlers whose connection has been cut, to clear away what they have begun. */
    private static final Duration CLEANING = Duration.ofSeconds(3);

    /** Those who accept, select, keep the time. */
    private static final int ENGINE_THREADS = 16;

    /** What Jetty puts in the place of a request target that it could not read. */
    private static final String UNREADABLE = "/badMessage";

    private final Server server;
    private final GuardedConnector connector;
    private final Bridge bridge;

    private Engine(InetSocketAddress address, Optional<Tls> tls, Limits limits, Site site) {
        QueuedThreadPool threads = threads(limits);
        server = new Server(threads);
        server.setStopTimeout(limits.grace().toMillis());
        HttpConnectionFactory http = new PromptHeads(configuration(tls.isPresent(), limits), limits.patience());
        http.setInputBufferSize(INPUT);
        ConnectionFactory[] factories = tls.isEmpty()
                ? new ConnectionFactory[] {http}
                : new ConnectionFactory[] {new SslConnectionFactory(tls.get().factory(), http.getProtocol()), http};
        connector = new GuardedConnector(server, limits, factories);
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        server.addConnector(connector);
        bridge = tls.isPresent()
                ? new Bridge(site, limits, InvocationType.BLOCKING, threads) // to decipher takes a while, too
                : new Bridge(site, limits, InvocationType.NON_BLOCKING, workers(threads));
        server.setHandler(new GracefulHandler(bridge));
        server.setErrorHandler(new PlainErrors(site.errors()));
        server.setRequestLog((request, response) -> site.log().accept(answered(request, response)));
    }

    /** A transfer holds its thread. Virtual ones cost next to nothing; of others there have to be enough for all. */
    private static QueuedThreadPool threads(Limits limits) {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("share");
        threads.setDaemon(true);
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("share-"));
        } else {
            threads.setMaxThreads(Math.max(threads.getMaxThreads(), limits.connections() + ENGINE_THREADS));
        }
        return threads;
    }

    private static Executor workers(QueuedThreadPool threads) {
        Executor virtual = VirtualThreads.getVirtualThreadsExecutor(threads);
        return virtual == null ? threads : virtual;
    }

    private static Answered answered(Request request, Response response) {
        String target = String.valueOf(request.getHttpURI().getPathQuery());
        return new Answered(
                Exchange.client(request),
                request.getHeaders().get(HttpHeader.AUTHORIZATION),
                target.equals(UNREADABLE)
                        ? ""
                        : request.getMethod() + " " + target + " "
                                + request.getConnectionMetaData()
                                        .getHttpVersion()
                                        .asString(),
                response.getStatus(),
                Response.getContentBytesWritten(response),
                System.nanoTime() - request.getBeginNanoTime());
    }

    private static HttpConfiguration configuration(boolean tls, Limits limits) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(limits.head());
        // The address to go on at, and what is known of an upload, are as long as the client has made them; or three
        // times
        // as long, with percent-encoding. To have no room for that would be a fault of ours.
        configuration.setMaxResponseHeaderSize(3 * limits.head() + OWN_FIELDS);
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
     * @throws StartupFailure if that cannot be, for example because the port is taken
     */
    public static Engine start(InetSocketAddress address, Optional<Tls> tls, Limits limits, Site site)
            throws IOException {
        if (address.isUnresolved()) {
            throw StartupFailure.host(address.getHostString());
        }
        Engine engine = new Engine(address, tls, limits, site);
        try {
            engine.server.start();
        } catch (IOException e) {
            engine.close();
            throw StartupFailure.bind(address, e);
        } catch (Exception e) {
            engine.close();
            throw new IOException(e.getMessage(), e);
        }
        return engine;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
    }

    /**
     * Takes no new requests, waits a while for those under way, cuts the rest. When it returns, no handler is at work any
     * more (or it has not noticed for some seconds that its client is gone). More than once does nothing.
     */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (TimeoutException e) {
            // the time of grace is over: now their connections are closed
        } catch (Exception e) {
            throw new IOException("The server did not stop in order: " + e.getMessage(), e);
        } finally {
            bridge.awaitEnd(CLEANING);
        }
    }
}
