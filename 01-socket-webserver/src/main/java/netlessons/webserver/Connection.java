package netlessons.webserver;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * One client's connection, served by one thread that may block: read a request, have it answered, write the response,
 * and again, until either side has had enough (RFC 9112 section 9).
 */
final class Connection implements Closeable {
    private final SocketChannel channel;
    private final Service service;
    private final Patience patience;
    private final Input input;
    private InetSocketAddress client;

    Connection(SocketChannel channel, Service service) {
        this.channel = channel;
        this.service = service;
        this.patience = new Patience(channel, service.limits());
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
        HeadReader reader = new HeadReader(service, input, patience);
        try {
            RequestHead head = read(reader);
            return head != null && answer(head, reader.requestLine());
        } catch (HttpError e) {
            send(reader.requestLine(), Service.refuse(e), "close");
            linger();
            return false;
        } finally {
            reader.close();
        }
    }

    private boolean answer(RequestHead head, RequestLine line) throws IOException {
        try (Exchange exchange = new Exchange(head, service, input, patience, this::sendContinue)) {
            Response response = exchange.answer();
            boolean stays = exchange.stays(response);
            send(line, response, exchange.connectionField(stays));
            if (stays && exchange.drain()) {
                return true;
            }
            if (exchange.mayGoOn()) {
                linger();
            }
            return false;
        }
    }
    // @end

    /** The next head, or null if there is none to come. */
    private RequestHead read(HeadReader reader) throws IOException {
        RequestHead head = reader.next();
        while (head == null) {
            if (!input.fill()) {
                reader.end();
                return null;
            }
            head = reader.next();
        }
        return head;
    }

    /** Sends the response, closes its content, writes the log line. */
    private void send(RequestLine line, Response response, String connection) throws IOException {
        Output output = Output.of(response, connection, line, channel, patience);
        try (output) {
            output.send(Long.MAX_VALUE);
        } finally {
            service.log(client, line, response.status(), output.contentSent());
        }
    }

    private void sendContinue() throws IOException {
        Output.interim(channel, patience).send(Long.MAX_VALUE);
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
