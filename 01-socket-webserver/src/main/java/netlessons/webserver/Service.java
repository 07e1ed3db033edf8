package netlessons.webserver;

import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;

/**
 * What the server does, however an engine moves the bytes.
 *
 * @param open whether the server still lets clients in: who is answered after that is told that its connection ends
 */
record Service(Handler handler, Limits limits, AccessLog log, Budget budget, BooleanSupplier open) {
    private static final System.Logger LOGGER = System.getLogger(Service.class.getName());

    /** The handler's response, or a 500 if the handler has a fault: one bad request must not end the server. */
    Response answer(Request request) throws RequestBody.ClientGone {
        try {
            Response response = handler.handle(request);
            if (response == null) {
                throw new IllegalStateException("the handler returned null");
            }
            return response;
        } catch (HttpError e) {
            return refuse(e);
        } catch (RequestBody.ClientGone e) {
            throw e;
        } catch (Exception | Error e) {
            // What went wrong is for the log: the client need not learn what this server looks like inside.
            LOGGER.log(System.Logger.Level.ERROR, "The handler failed", e);
            return refuse(new HttpError(500, "Something went wrong here; the server's log has the details."));
        }
    }

    /**
     * Writes the log's line about a response. A log with a fault, or a full disk, is nothing to the client.
     *
     * @param line what it answers, or null if that is not known
     * @param length bytes of content sent
     */
    void log(InetSocketAddress client, RequestLine line, int status, long length) {
        Quietly.run(() -> log.write(client, line == null ? null : line.text(), status, length));
    }

    /** The one place where an error becomes a response; the connection ends with it. */
    static Response refuse(HttpError error) {
        return Response.error(error.status(), error.getMessage()).with("Connection", "close");
    }
}
