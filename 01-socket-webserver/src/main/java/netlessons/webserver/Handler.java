package netlessons.webserver;

import java.io.IOException;

/**
 * Answers requests. One handler serves all connections at once, so it must be safe for use by many threads.
 *
 * <p>A handler may block. It may leave the request's body unread: the server then reads what is left, or closes the
 * connection if that would be too much. It must return a response, never null.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers one request.
     *
     * @throws HttpError to refuse the request with a status of the handler's choice; the connection is closed after it
     * @throws IOException if the request's body could not be read to its end; just let it pass
     */
    Response handle(Request request) throws IOException;
}
