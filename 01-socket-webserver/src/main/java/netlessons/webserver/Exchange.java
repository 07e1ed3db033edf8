package netlessons.webserver;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** One request and what becomes of it and of its connection: the decisions that do not depend on the engine. */
final class Exchange implements Closeable {
    private final RequestHead head;
    private final Service service;
    private final Input input;
    private final RequestBody body;
    private final Request request;

    /** @throws HttpError 413 if the body is known to be too large */
    Exchange(RequestHead head, Service service, Input input, Patience patience, RequestBody.Interim interim) {
        this.head = head;
        this.service = service;
        this.input = input;
        this.body = new RequestBody(head, service, input, patience, interim);
        this.request = new Request(head.method(), head.target(), head.headers(), Map.of(), body);
    }

    /** Whether {@link #answer} is sure not to wait for anything: no body is to come, and the handler is a quick one. */
    boolean isQuick() {
        try {
            return body.isDone() && !service.handler().mayBlock(request);
        } catch (RuntimeException e) { // a handler with a fault: to answer brings it to light
            return false;
        }
    }

    Response answer() throws RequestBody.ClientGone {
        return service.answer(request);
    }

    /** Whether the connection can have another request after this response, as far as one can tell before it is sent. */
    boolean stays(Response response) {
        return head.keepAlive()
                && body.canBeDrained(service.limits().drain())
                && !response.headers().list("Connection").contains("close")
                && service.open().getAsBoolean();
    }

    /** The Connection field: HTTP/1.1 needs no word to stay, HTTP/1.0 does (RFC 9112 section 9.3). */
    String connectionField(boolean stays) {
        return stays ? (head.version() == 0 ? "keep-alive" : null) : "close";
    }

    boolean isRead() {
        return body.isDone();
    }

    /** Reads what the handler left of the body. Returns whether that was possible, and the next request can be read. */
    boolean drain() throws IOException {
        try {
            return body.drain(service.limits().drain());
        } catch (HttpError e) {
            return false; // the response is out already, and there is one response to a request
        }
    }

    /** Whether the client may go on sending, not knowing that the connection ends. */
    boolean mayGoOn() {
        return head.keepAlive() || !body.isDone() || !input.isEmpty();
    }

    /** Gives back the room that the body took. */
    @Override
    public void close() {
        body.close();
    }
}
