package netlessons.ftp.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import netlessons.ftp.data.Counted;
import netlessons.ftp.data.DataConnection;
import netlessons.ftp.data.DataConnections;
import netlessons.ftp.data.Transfer;
import netlessons.ftp.wire.Reply;

/**
 * The data connections of a session (the data transfer process of RFC 959 section 2.2): one that waits for the next
 * transfer, and one that carries out the last. For the session's thread, where nothing else is said.
 */
final class Dtp {
    private final DataConnections connections;
    private final DataConnection.Owner owner;
    private volatile Optional<DataConnection> next = Optional.empty();
    private volatile Optional<DataConnection> last = Optional.empty(); // that was given a transfer
    private boolean covered; // PROT P

    Dtp(DataConnections connections, DataConnection.Owner owner) {
        this.connections = connections;
        this.owner = owner;
    }

    /** Whether data connections are to be under TLS; one that waits was made for the other level. */
    void cover(boolean covered) throws IOException {
        drop();
        this.covered = covered;
    }

    boolean isCovered() {
        return covered;
    }

    /** Waits for the client from now on; for its next transfer, while another may be under way. Returns the port. */
    int listen(InetAddress here, InetAddress peer) throws IOException {
        drop(); // first: there may be one port only
        DataConnections.Passive passive = connections.passive(here, peer, covered, owner);
        next = Optional.of(passive.connection());
        return passive.port();
    }

    /** Goes to the client; returns when it is there. */
    void connect(InetSocketAddress peer, InetAddress here) throws IOException {
        drop();
        next = Optional.of(connections.active(peer, here, covered, owner));
    }

    /** Whether there is one for the next transfer. */
    boolean isReady() {
        return next.filter(connection -> !connection.isEnded()).isPresent();
    }

    /** Whether a transfer is under way: a client has one at a time. Any thread may ask. */
    boolean isBusy() {
        return last.filter(DataConnection::isBusy).isPresent();
    }

    /** The bytes that pass, or will. */
    Optional<Counted> stream() {
        Optional<DataConnection> connection = isBusy() ? last : next.filter(waiting -> !waiting.isEnded());
        return connection.flatMap(DataConnection::stream);
    }

    /**
     * Hands a transfer to the connection that waits for one.
     *
     * @return what the client is told; nothing if that is not open any more
     */
    Optional<Reply> begin(Transfer transfer) throws IOException {
        awaitTold();
        Optional<DataConnection> connection = next;
        Optional<Reply> reply = connection.flatMap(open -> open.begin(transfer));
        if (reply.isPresent()) {
            last = connection;
            next = Optional.empty();
        }
        return reply;
    }

    /** Closes the one that nobody uses: its end tells the client that nothing will come, its port is free. */
    void drop() throws IOException {
        Optional<DataConnection> unused = next;
        next = Optional.empty();
        if (unused.isPresent()) {
            unused.get().abort();
        }
    }

    /**
     * Breaks off what is under way.
     *
     * @return whether there was something, whose end the client has been told
     */
    boolean abort() throws IOException {
        return isBusy() && last.get().abort();
    }

    /** What has ended is told of before anything else is. */
    void awaitTold() throws IOException {
        if (!isBusy()) {
            awaitEnd();
        }
    }

    /** Waits until the last transfer has come to its end, and the client knows. Any thread may. */
    void awaitEnd() throws IOException {
        Optional<DataConnection> connection = last;
        if (connection.isPresent()) {
            connection.get().awaitEnd();
        }
    }

    /** Cuts all off, and waits until no file is open any more; but not for ever for a disk that hangs. */
    void end() throws IOException {
        close();
        drop();
        abort();
    }

    /** Cuts all off. Any thread may. */
    void close() {
        next.ifPresent(DataConnection::close);
        last.ifPresent(DataConnection::close);
    }
}
