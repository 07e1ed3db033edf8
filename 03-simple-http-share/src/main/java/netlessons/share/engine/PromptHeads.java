package netlessons.share.engine;

import java.time.Duration;
import org.eclipse.jetty.http.HttpParser;
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
    private final long patience;

    PromptHeads(HttpConfiguration configuration, Duration patience) {
        super(configuration);
        this.patience = patience.toNanos();
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new Prompt(getHttpConfiguration(), connector, endPoint, patience), connector, endPoint);
    }

    private static final class Prompt extends HttpConnection {
        private final long patience;
        private final long opened = System.nanoTime();

        Prompt(HttpConfiguration configuration, Connector connector, EndPoint endPoint, long patience) {
            super(configuration, connector, endPoint);
            this.patience = patience;
        }

        // @start region=head
        /**
         * Something has come. This is the moment to ask how long it has been coming: if nothing comes, there is the idle
         * time-out, so neither a clock of our own is needed nor a look at each byte.
         */
        @Override
        public void onFillable() {
            if (isLate(System.nanoTime())) {
                close();
            } else {
                super.onFillable();
            }
        }

        private boolean isLate(long now) {
            HttpParser parser = getParser();
            if (parser.isStart()) {
                // Between two requests it may rest, but the handshake of TLS is no rest.
                return now - opened > patience && isShakingHands();
            }
            return parser.inHeaderState() && now - parser.getBeginNanoTime() > patience;
        }
        // @end

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
