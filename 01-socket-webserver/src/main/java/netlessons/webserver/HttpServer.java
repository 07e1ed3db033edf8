package netlessons.webserver;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/**
 * An HTTP/1.1 server. Safe for use by many threads.
 *
 * <pre>{@code
 * Handler hello = request -> Response.text(200, "Hello!\n");
 * try (HttpServer server = HttpServer.start(
 *         new InetSocketAddress("127.0.0.1", 8080), hello, Limits.DEFAULT, Engine.single(), AccessLog.NONE)) {
 *     server.awaitClose();
 * }
 * }</pre>
 */
public final class HttpServer implements Closeable {
    /** Connections that wait to be accepted; the system may allow fewer. */
    private static final int BACKLOG = 1024;

    private static final long JOIN_MILLIS = 500;

    private final ServerSocketChannel listener;
    private final InetSocketAddress address;
    private final Engine engine;
    private final Limits limits;
    private final Thread acceptor;

    private HttpServer(ServerSocketChannel listener, Service service, Engine engine) throws IOException {
        this.listener = listener;
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.engine = engine;
        this.limits = service.limits();
        this.acceptor = new Thread(() -> engine.serve(listener, service), "acceptor");
    }

    /**
     * Listens on the address and returns; connections are served from then on.
     *
     * @param address port 0 takes any free port, {@link #address} tells which
     * @param engine serves this server and no other
     * @throws java.net.BindException if the address is in use, is not this machine's, or needs a right we do not have
     */
    public static HttpServer start(
            InetSocketAddress address, Handler handler, Limits limits, Engine engine, AccessLog log)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(address, BACKLOG);
            Service service = new Service(handler, limits, log, new Budget(limits.bodies()), listener::isOpen);
            HttpServer server = new HttpServer(listener, service, engine);
            server.acceptor.start();
            return server;
        } catch (IOException | RuntimeException e) {
            listener.close();
            release(engine, limits);
            throw e;
        }
    }

    /** What an engine holds before it has served anybody. */
    private static void release(Engine engine, Limits limits) throws IOException {
        try {
            engine.stop(limits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the server listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Waits until somebody begins to close the server. */
    public void awaitClose() throws InterruptedException {
        acceptor.join();
    }

    /**
     * Refuses new connections, lets the requests in flight finish within {@link Limits#grace}, ends what is left. Waits
     * for all of that; after it there is nothing left for a second call to do.
     */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            engine.stop(limits);
            acceptor.join(JOIN_MILLIS);
            // Not earlier: with JDK 25 an interrupt in the middle of an accept loses the client, its socket left open.
            acceptor.interrupt(); // a handler may sit in it, and never come back
            acceptor.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
