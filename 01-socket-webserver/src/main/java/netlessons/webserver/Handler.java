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

    /**
     * Whether to handle this request may take a while: because it waits for something, a disk, another program, a lock,
     * or because there is much to compute. An event loop runs in its own thread only what may not; a handler that does
     * not say so is given a thread. This question itself must be answered at once.
     */
    default boolean mayBlock(Request request) {
        return true;
    }

    /** The same handler with the promise that it never waits, and does not read the request's body. */
    static Handler quick(Handler handler) {
        return new Handler() {
            @Override
            public Response handle(Request request) throws IOException {
                return handler.handle(request);
            }

            @Override
            public boolean mayBlock(Request request) {
                return false;
            }
        };
    }
}
