package netlessons.webserver;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One client's connection in an event loop. It holds the same conversation as {@link Connection}, cut into pieces
 * wherever that one waits: between two calls of {@link #ready} all that it knows is in fields, its own and those of
 * {@link LoopExchange}.
 *
 * <pre>
 *   HEAD -----> RESPONSE -----> HEAD        a request that a quick handler answers
 *     \           ^    \
 *      --> LENT --      ---> LENT --> HEAD  a handler that may block; a body that it left unread
 *                        \
 *                         -> LINGER         the last response, or an error
 * </pre>
 *
 * For the loop's thread alone. While it is LENT, a thread that may wait has the request: see {@link Loan}.
 */
final class LoopConnection implements Closeable {
    /** Bytes of one response that a client gets before it is the others' turn. */
    private static final int TURN = 1 << 20;

    /** The same for requests that have all come at once; two steps each. */
    private static final int STEPS = 32;

    private enum State {
        HEAD,
        LENT,
        RESPONSE,
        LINGER
    }

    private final SocketChannel channel;
    private final Service service;
    private final Loop loop;
    private final Patience patience;
    private final Loan loan;
    private final Input input;
    private InetSocketAddress client;
    private SelectionKey key;
    private State state = State.HEAD;
    private boolean closed;
    private LoopExchange exchange;

    LoopConnection(SocketChannel channel, Service service, Loop loop) {
        this.channel = channel;
        this.service = service;
        this.loop = loop;
        this.patience = new Patience(channel, service.limits());
        this.loan = new Loan(loop);
        this.input = new Input(channel, loan, loop.spareBuffers());
    }

    void begin(SelectionKey registration) throws IOException {
        key = registration;
        loan.begin(registration);
        client = (InetSocketAddress) channel.getRemoteAddress();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // we write whole responses: nothing to wait for
        next();
        goOn();
    }

    // @start region=ready
    /** The socket is ready for what the connection waited for, or the patience with it has ended. */
    void ready() throws IOException {
        switch (state) {
            case HEAD -> {
                if (input.read() < 0) {
                    inputEnded();
                }
                goOn();
            }
            case RESPONSE -> goOn();
            case LENT -> loan.ready();
            case LINGER -> {
                input.clear();
                if (input.read() < 0) {
                    close();
                }
            }
        }
    }

    /** Does one step after the other, until it would have to wait, or until it is the others' turn. */
    private void goOn() throws IOException {
        boolean more = true;
        for (int steps = 0; more && !closed; steps++) {
            if (steps == STEPS) { // a client that sends requests without waiting for answers
                key.interestOps(0);
                loop.execute(() -> guard(this::goOn));
                return;
            }
            more = switch (state) {
                case HEAD -> readHead();
                case RESPONSE -> writeResponse();
                case LENT, LINGER -> false;
            };
        }
    }
    // @end

    // @start region=steps
    private boolean readHead() throws IOException {
        Exchange read;
        try {
            read = exchange.read(this::sendContinue);
        } catch (HttpError e) {
            refuse(e);
            return true;
        }
        if (read == null) {
            key.interestOps(SelectionKey.OP_READ);
            return false;
        }
        if (read.isQuick()) {
            respond(read.answer());
        } else {
            lend(() -> {
                Response response = read.answer();
                return () -> respond(response);
            });
        }
        return true;
    }

    private boolean writeResponse() throws IOException {
        if (!exchange.send(TURN)) {
            key.interestOps(SelectionKey.OP_WRITE);
            return false;
        }
        if (!exchange.stays()) {
            endWith(exchange.mayGoOn());
        } else if (exchange.isRead()) {
            next();
        } else {
            lend(() -> exchange.drain() ? this::next : () -> endWith(true));
        }
        return true;
    }
    // @end

    private void inputEnded() throws IOException {
        try {
            exchange.end();
            close();
        } catch (HttpError e) {
            refuse(e);
        }
    }

    private void next() {
        if (exchange != null) {
            exchange.close();
        }
        exchange = new LoopExchange(channel, client, service, input, patience);
        state = State.HEAD;
    }

    private void refuse(HttpError error) {
        exchange.refuse(error);
        state = State.RESPONSE;
    }

    private void respond(Response response) {
        exchange.respond(response);
        state = State.RESPONSE;
    }

    /** Closes at once, or so that the client gets to read the last response: see {@link Connection}. */
    private void endWith(boolean lingering) throws IOException {
        if (lingering) {
            channel.shutdownOutput();
            patience.forLastBytes();
            input.clear();
            state = State.LINGER;
            key.interestOps(SelectionKey.OP_READ);
        } else {
            close();
        }
    }

    // @start region=lend
    /** Gives the connection to a thread that may wait. It comes back with what is to be done next. */
    private void lend(Loan.Task task) {
        state = State.LENT;
        try {
            loan.lend(task, this::close, next -> guard(() -> takeBack(next)));
        } catch (RuntimeException | Error e) { // no thread, or no memory, to be had
            state = State.HEAD;
            throw e;
        }
    }

    private void takeBack(Loan.Step next) throws IOException {
        state = State.HEAD;
        try {
            next.run();
        } finally {
            if (closed) { // meanwhile; and what has just been begun ends with it
                exchange.close();
            }
        }
        goOn();
    }
    // @end

    private void sendContinue() throws IOException {
        Output interim = Output.interim(channel, patience);
        while (!interim.send(Long.MAX_VALUE)) {
            loan.until(SelectionKey.OP_WRITE);
        }
    }

    /** For the clock. */
    void check(long now) throws IOException {
        if (patience.check(now)) {
            ready();
        }
    }

    /** The server stops. */
    void stop() throws IOException {
        if (patience.stop()) {
            ready();
        }
    }

    /** Whatever goes wrong in {@code action}, it is the end of this connection and of nothing else. */
    void guard(Quietly.Action action) {
        if (!Quietly.run(action)) {
            close();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            loop.leave(this);
            Quietly.run(() -> Patience.end(channel));
            if (state == State.LENT) {
                loan.ready(); // whoever has it will find it closed, and bring it back
            } else {
                exchange.close();
                input.rest();
            }
        }
    }
}
