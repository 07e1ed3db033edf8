package netlessons.webserver;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;

/**
 * One client's connection, served by one thread that may block: read a request, have it answered, write the response,
 * and again, until either side has had enough (RFC 9112 section 9).
 */
final class Connection implements Closeable {
    private final SocketChannel channel;
    private final Service service;
    private final Limits limits;
    private final Patience patience;
    private final Input input;
    private InetSocketAddress client;

    Connection(SocketChannel channel, Service service) {
        this.channel = channel;
        this.service = service;
        this.limits = service.limits();
        this.patience = new Patience(channel, limits);
        this.input = new Input(channel);
    }

    /** For the engine's clock, and to stop. */
    Patience patience() {
        return patience;
    }

    /** Ends the connection at once, from any thread. */
    @Override
    public void close() throws IOException {
        Patience.end(channel);
    }

    // @start region=serve
    /**
     * Serves the client until one of the two has had enough.
     *
     * @throws IOException if the client went away, or was too slow for our patience: there is nobody left to tell
     */
    void serve() throws IOException {
        client = (InetSocketAddress) channel.getRemoteAddress();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // we write whole responses: nothing to wait for
        while (exchange()) {
            // next request
        }
    }

    /** One request and its response. Returns whether the connection can have another. */
    private boolean exchange() throws IOException {
        HeadParser parser = new HeadParser(limits);
        try {
            RequestHead head = readHead(parser);
            return head != null && answer(head, parser.requestLine());
        } catch (HttpError e) {
            send(parser.requestLine(), Service.refuse(e), "close");
            linger();
            return false;
        }
    }

    private boolean answer(RequestHead head, RequestLine line) throws IOException {
        try (RequestBody body = new RequestBody(head, service, input, patience, this::sendContinue)) {
            Response response =
                    service.answer(new Request(head.method(), head.target(), head.headers(), Map.of(), body));
            boolean stays = head.keepAlive()
                    && body.canBeDrained(limits.drain())
                    && !response.headers().list("Connection").contains("close")
                    && !patience.isStopping();
            // HTTP/1.1 needs no word to stay, HTTP/1.0 does (RFC 9112 section 9.3).
            send(line, response, stays ? (head.version() == 0 ? "keep-alive" : null) : "close");
            if (stays && drained(body)) {
                return true;
            }
            if (head.keepAlive() || !body.isDone() || !input.isEmpty()) { // more may be on its way
                linger();
            }
            return false;
        }
    }
    // @end

    /** The next head, or null if there is none to come. */
    private RequestHead readHead(HeadParser parser) throws IOException {
        boolean begun = true; // what has come already counts, even if the server stops now
        patience.forHeader();
        RequestHead head = parser.parse(input.buffer());
        while (head == null) {
            boolean part = parser.requestLine() != null || !input.isEmpty();
            if (part && !begun) {
                patience.forHeader();
            } else if (!part && begun) {
                patience.forNextRequest();
            }
            begun = part;
            if (!input.fill()) {
                if (begun && patience.isExhausted()) {
                    throw new HttpError(408, "The request's header section did not come in time.");
                }
                return null;
            }
            head = parser.parse(input.buffer());
        }
        patience.forNothing();
        return head;
    }

    private boolean drained(RequestBody body) throws IOException {
        try {
            return body.drain(limits.drain());
        } catch (HttpError e) {
            return false; // the response is out already, and there is one response to a request
        }
    }

    /** Sends the response, closes its content, writes the log line. */
    private void send(RequestLine line, Response response, String connection) throws IOException {
        boolean headOnly = line != null && line.method().equals("HEAD");
        Output output = new Output(channel, patience);
        try (Content content = response.content()) {
            output.send(ResponseHead.encode(response, connection), headOnly ? Content.NONE : content);
        } finally {
            patience.forNothing();
            service.log().write(client, line == null ? null : line.text(), response.status(), output.contentSent());
        }
    }

    private void sendContinue() throws IOException {
        new Output(channel, patience).send(ResponseHead.CONTINUE, Content.NONE);
    }

    // @start region=linger
    /**
     * Ends the connection so that the client gets to read the last response. Closing at once, with bytes of the
     * client still unread, makes the system send a reset, and with a reset may go what the client has not read
     * yet (RFC 9112 section 9.6). So: say that no more will come, then read on for a while.
     */
    private void linger() throws IOException {
        channel.shutdownOutput();
        patience.forLastBytes();
        do {
            input.clear();
        } while (input.fill());
    }
    // @end
}
