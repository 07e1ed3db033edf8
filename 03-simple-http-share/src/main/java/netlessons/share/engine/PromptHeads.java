package netlessons.share.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Connections on which the head of a request has to come within some time, all of it. Jetty has only the idle time-out,
 * which begins anew with each byte: a client that sends one every 20 seconds would never end ("slowloris").
 */
final class PromptHeads extends HttpConnectionFactory {
    private static final int AT_ONCE = 16;

    private final long patience;

    PromptHeads(HttpConfiguration configuration, Duration patience) {
        super(configuration);
        this.patience = patience.toNanos();
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new Prompt(getHttpConfiguration(), connector, endPoint, patience), connector, endPoint);
    }

    static final class Prompt extends HttpConnection {
        private final long patience;
        private final long opened = System.nanoTime();

        /** Given by the constructor of the superclass, which asks for the handler first, then for the parser. */
        private RequestHandler handler;

        private volatile boolean busy;

        /** Requests that were answered since something came the last time. */
        private int answered;

        Prompt(HttpConfiguration configuration, Connector connector, EndPoint endPoint, long patience) {
            super(configuration, connector, endPoint);
            this.patience = patience;
        }

        @Override
        protected RequestHandler newRequestHandler() {
            handler = super.newRequestHandler();
            return handler;
        }

        /**
         * Whenever something has come is the moment to ask for how long it has been coming; if nothing comes, there is the
         * idle time-out. So no clock of our own is needed, nor a look at each byte.
         */
        @Override
        protected HttpParser newHttpParser(HttpCompliance compliance) {
            HttpConfiguration configuration = getHttpConfiguration();
            HttpParser parser = new HttpParser(handler, configuration.getRequestHeaderSize(), compliance) {
                @Override
                public boolean parseNext(ByteBuffer buffer) {
                    if (!isStart() && inHeaderState() && System.nanoTime() - getBeginNanoTime() > patience) {
                        buffer.position(buffer.limit());
                        badMessage(new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408));
                        return false;
                    }
                    return super.parseNext(buffer);
                }
            };
            parser.setHeaderCacheSize(configuration.getHeaderCacheSize());
            parser.setHeaderCacheCaseSensitive(configuration.isHeaderCacheCaseSensitive());
            return parser;
        }

        /** The handshake of TLS comes before the first request. */
        @Override
        public void onFillable() {
            answered = 0;
            if (getParser().isStart() && System.nanoTime() - opened > patience && isShakingHands()) {
                getEndPoint().close();
            } else {
                super.onFillable();
            }
        }

        /**
         * Whether the thread that reads the requests may answer this one, too. Of many that come at once, not all: those
         * of other connections have to wait as long.
         */
        boolean mayStay() {
            return ++answered <= AT_ONCE;
        }

        /** Whether a request is being answered. */
        boolean isBusy() {
            return busy;
        }

        void setBusy(boolean answers) {
            busy = answers;
        }

        /** Until both sides have agreed on a protocol, the session has none. */
        private boolean isShakingHands() {
            return getEndPoint() instanceof SslConnection.SslEndPoint secure
                    && secure.getSslConnection()
                            .getSSLEngine()
                            .getSession()
                            .getProtocol()
                            .equals("NONE");
        }
    }
}
