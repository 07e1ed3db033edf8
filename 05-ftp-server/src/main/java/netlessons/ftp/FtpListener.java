package netlessons.ftp;

import java.net.InetSocketAddress;
import netlessons.ftp.folder.VirtualPath;

/**
 * Told of what happens; the log is one. Called by the threads of the sessions and transfers, by many at a time; none of them
 * goes on before it returns.
 */
public interface FtpListener {
    /** @param user "" before the login */
    record Client(InetSocketAddress address, String user) {}

    /**
     * A file that was sent or received.
     *
     * @param bytes of the data connection
     * @param complete whether all of it was
     */
    record Moved(VirtualPath path, long bytes, long nanos, boolean complete) {}

    default void connected(Client client) {}

    default void loggedIn(Client client) {}

    default void loginFailed(Client client) {}

    default void loggedOut(Client client) {}

    default void disconnected(Client client) {}

    default void sent(Client client, Moved file) {}

    default void received(Client client, Moved file) {}
}
