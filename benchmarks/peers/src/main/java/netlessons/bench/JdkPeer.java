package netlessons.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The JDK's own server: {@code PORT}.
 *
 * <p>Without an executor it would answer in the thread that also accepts, one slow client holding up all; so it gets
 * what people give it: a virtual thread for each exchange, or a pool where the JDK has none.
 */
final class JdkPeer {
    private JdkPeer() {}

    public static void main(String[] args) throws IOException {
        // Head and body are two writes; with Nagle's algorithm the second waits up to 40 ms for the client's ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // The default, 200, is the number of idle connections above which it closes them.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
        HttpServer server = HttpServer.create(Page.address(args), Page.BACKLOG);
        server.setExecutor(executor());
        server.createContext(Page.PATH, JdkPeer::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = Page.body();
        exchange.getResponseHeaders().set("Content-Type", Page.TYPE);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Executor executor() {
        try {
            // JDK 21 and newer; this is compiled for 17.
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newFixedThreadPool(64);
        }
    }
}
