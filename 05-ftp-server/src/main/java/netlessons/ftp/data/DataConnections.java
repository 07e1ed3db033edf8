package netlessons.ftp.data;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import netlessons.ftp.Limits;

/** Makes data connections, for all sessions. Safe for threads. */
public final class DataConnections {
    private final PortRange ports;
    private final Optional<SSLContext> tls;
    private final Limits limits;
    private final Executor threads;
    private final ScheduledExecutorService clock;

    public DataConnections(
            Optional<PortRange> ports,
            Optional<SSLContext> tls,
            Limits limits,
            Executor threads,
            ScheduledExecutorService clock) {
        this.ports = ports.orElse(PortRange.ANY);
        this.tls = tls;
        this.limits = limits;
        this.threads = threads;
        this.clock = clock;
    }

    /** One that waits for the client, and where it does. */
    public record Passive(DataConnection connection, int port) {}

    /**
     * Waits for the client to come.
     *
     * @param here the address that it has reached us at
     * @param peer the address that it has
     * @param covered whether with TLS
     */
    public Passive passive(InetAddress here, InetAddress peer, boolean covered, DataConnection.Owner owner)
            throws IOException {
        ServerSocketChannel listener = ports.listen(here);
        int port = listener.socket().getLocalPort();
        return new Passive(start(Opening.at(listener, peer, limits.passiveTimeout()), covered, owner), port);
    }

    /** Goes to the client; returns when it is there. */
    public DataConnection active(InetSocketAddress peer, InetAddress here, boolean covered, DataConnection.Owner owner)
            throws IOException {
        return start(
                Opening.of(Opening.connect(peer, new InetSocketAddress(here, 0), limits.activeTimeout())),
                covered,
                owner);
    }

    private DataConnection start(Opening opening, boolean covered, DataConnection.Owner owner) throws IOException {
        DataConnection connection = new DataConnection(opening, covered ? tls : Optional.empty(), limits, clock, owner);
        try {
            threads.execute(connection);
            return connection;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            connection.close(); // else its port would be taken for ever
            throw new IOException("There is no thread for one more data connection", e);
        }
    }
}
