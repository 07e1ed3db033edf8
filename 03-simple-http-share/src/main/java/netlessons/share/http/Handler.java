package netlessons.share.http;

import java.io.IOException;

/** Answers requests. Safe for use by many threads; may block. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers one request. The body may be left unread: then a client that waits for it is not asked to send it, and
     * the connection ends if it has begun to.
     *
     * @throws HttpError to refuse the request
     * @throws IOException if the request's body could not be read to its end; just let it pass
     */
    Response handle(Request request) throws IOException;
}
