package netlessons.webserver;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * One request and its response in an event loop: what the methods of {@link Connection} have in local variables, and a
 * loop must keep somewhere between two pieces. For one thread at a time.
 */
final class LoopExchange implements Closeable {
    private final SocketChannel channel;
    private final InetSocketAddress client;
    private final Service service;
    private final Input input;
    private final Patience patience;
    private final HeadReader reader;
    private Exchange exchange;
    private Output output;
    private int status;
    private boolean stays;

    LoopExchange(SocketChannel channel, InetSocketAddress client, Service service, Input input, Patience patience) {
        this.channel = channel;
        this.client = client;
        this.service = service;
        this.input = input;
        this.patience = patience;
        this.reader = new HeadReader(service, input, patience);
    }

    /**
     * Reads on in the head. Returns null if it is not all there: then fill the input, and ask again.
     *
     * @throws HttpError if this is not a request that could ever be served
     */
    Exchange read(RequestBody.Interim interim) {
        RequestHead head = reader.next();
        if (head != null) {
            exchange = new Exchange(head, service, input, patience, interim);
        }
        return exchange;
    }

    /**
     * No more will come.
     *
     * @throws HttpError if that is because our patience ended in the middle of a head
     */
    void end() {
        reader.end();
    }

    /** Begins an answer that is the last one. */
    void refuse(HttpError error) {
        begin(Service.refuse(error), false, "close");
    }

    /** Begins the answer to the request that has been read. */
    void respond(Response response) {
        boolean mayStay = exchange.stays(response);
        begin(response, mayStay, exchange.connectionField(mayStay));
    }

    private void begin(Response response, boolean mayStay, String connection) {
        output = Output.of(response, connection, reader.requestLine(), channel, patience);
        status = response.status();
        stays = mayStay;
    }

    /** Sends until the answer is out, or about {@code most} bytes are, or there is no room. Returns whether it is out. */
    boolean send(long most) throws IOException {
        boolean out = output.send(most);
        if (out) {
            endOutput();
        }
        return out;
    }

    /** Whether the connection can have another request when the answer is out and {@link #isRead}. */
    boolean stays() {
        return stays;
    }

    boolean isRead() {
        return exchange.isRead();
    }

    /** Reads what the handler left of the body, see {@link Exchange#drain}. It may wait. */
    boolean drain() throws IOException {
        return exchange.drain();
    }

    /** Whether the client may go on sending, not knowing that the connection ends. */
    boolean mayGoOn() {
        return exchange == null || exchange.mayGoOn();
    }

    /** Writes the log, lets go of all that it holds. */
    @Override
    public void close() {
        endOutput();
        if (exchange != null) {
            exchange.close();
        }
        reader.close();
    }

    private void endOutput() {
        if (output != null) {
            Output ended = output;
            output = null;
            Quietly.run(ended::close);
            service.log(client, reader.requestLine(), status, ended.contentSent());
        }
    }
}
