package netlessons.ftp.data;

import java.io.IOException;
import netlessons.ftp.wire.Reply;

/** What is to be done with a data connection once it is there. */
@FunctionalInterface
public interface Transfer {
    /**
     * Sends or takes all of it, and tells so.
     *
     * @param stream closed by the caller
     * @return what the client is told at the end
     * @throws IOException if the connection broke
     */
    Reply run(Counted stream) throws IOException;

    /** It will not be run: lets go of what it has open. */
    default void drop() {}
}
