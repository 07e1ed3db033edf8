package netlessons.webserver;

import java.io.IOException;

/** How to wait for a socket that has nothing to read, or no room to write, at the moment. */
interface Waiting {
    /** For sockets in blocking mode: their own reads and writes wait, so that nobody ever comes here. */
    Waiting IN_THE_CALL = operation -> {
        throw new IllegalStateException("a blocking socket did not block");
    };

    /**
     * Returns when it may be worth another try.
     *
     * @param operation OP_READ or OP_WRITE of {@link java.nio.channels.SelectionKey}
     */
    void until(int operation) throws IOException;
}
