package netlessons.bench;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Jetty core, no servlets: {@code PORT}. Jetty's defaults, with a handler that says it never blocks, which spares Jetty
 * a change of threads for each request.
 */
final class JettyPeer {
    private JettyPeer() {}

    public static void main(String[] args) throws Exception {
        InetSocketAddress address = Page.address(args);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(Page.BACKLOG);
        server.addConnector(connector);
        server.setHandler(new PageHandler());
        server.start();
    }

    private static final class PageHandler extends Handler.Abstract.NonBlocking {
        private final byte[] body = Page.body();

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!request.getHttpURI().getPath().equals(Page.PATH)) {
                return false; // Jetty answers 404.
            }
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Page.TYPE);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }
    }
}
