package netlessons.share.engine;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Takes connections, no more than there are places for: others wait in the system's queue until one is free. Those who
 * rest while others wait have to go, and those who rest when the server stops.
 */
final class GuardedConnector extends ServerConnector {
    /** How long a connection may rest when all places are taken. */
    private static final Duration CROWDED = Duration.ofSeconds(2);

    /** How long a connection may rest when the server stops: what has been sent to it may just arrive. */
    private static final Duration STOPPING = Duration.ofMillis(300);

    private final Limits limits;
    private final NetworkConnectionLimit places;

    GuardedConnector(Server server, Limits limits, ConnectionFactory... factories) {
        super(server, factories);
        this.limits = limits;
        this.places = new NetworkConnectionLimit(limits.connections(), this) {
            /** That a place is free again lets all others rest as long as before; but not when the server stops. */
            @Override
            protected void unlimit() {
                if (isShutdown()) {
                    setAccepting(true); // who waits until there is a place sees that it is over
                } else {
                    super.unlimit();
                }
            }
        };
        places.setEndPointIdleTimeout(crowded());
        server.addBean(places);
        setIdleTimeout(limits.idleTimeout().toMillis());
        setShutdownIdleTimeout(
                -1); // it would be for all: also for a client that reads slowly, and has the time of grace
    }

    private long crowded() {
        return Math.min(CROWDED.toMillis(), limits.idleTimeout().toMillis());
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SpeedGuard guard = new SpeedGuard(limits.minimumRate(), limits.patience());
        SteadyEndPoint endPoint = new SteadyEndPoint(channel, selector, key, getScheduler(), guard);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** Jetty looks once, when the last place is taken; whoever has been accepted but not opened by then would stay. */
    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        if (places.getNetworkConnectionCount() + places.getPendingNetworkConnectionCount() >= limits.connections()) {
            endPoint.setIdleTimeout(crowded());
        }
        if (isShutdown()) { // it was accepted just before
            maySoonEnd(endPoint);
        }
    }

    /**
     * Closes the socket instead, which ends a wait as well: of a thread that is interrupted while it accepts a connection
     * the JDK forgets what it has just got, and the client waits for ever. Nor does anybody wait in the socket's queue.
     */
    @Override
    protected void interruptAcceptors() {
        close();
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> done = super.shutdown();
        for (EndPoint endPoint : getConnectedEndPoints()) {
            Connection connection = endPoint.getConnection();
            if (connection instanceof SslConnection secure) {
                connection = secure.getSslEndPoint().getConnection();
            }
            if (!(connection instanceof PromptHeads.Prompt prompt && prompt.isBusy())) {
                maySoonEnd(endPoint);
            }
        }
        return done;
    }

    /** For a connection on which nothing more is to be answered. */
    static void maySoonEnd(EndPoint endPoint) {
        endPoint.setIdleTimeout(STOPPING.toMillis());
    }
}
