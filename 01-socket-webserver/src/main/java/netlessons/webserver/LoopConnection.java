package netlessons.webserver;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One client's connection in an event loop. It holds the same conversation as {@link Connection}, cut into pieces
 * wherever that one waits: between two calls of {@link #ready} all that it knows is in its fields.
 *
 * <pre>
 *   HEAD -----> RESPONSE -----> HEAD        a request that a quick handler answers
 *     \           ^    \
 *      --> LENT --      ---> LENT --> HEAD  a handler that may block; a body that it left unread
 *                        \
 *                         -> LINGER         the last response, or an error
 * </pre>
 *
 * For the loop's thread alone. While it is LENT, a thread that may wait has the request, and the loop keeps off.
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

    private interface Step {
        void run() throws IOException;
    }

    private interface Loan {
        /** Does what may wait, and returns what the loop has to do then. */
        Step run() throws IOException;
    }

    private final SocketChannel channel;
    private final Service service;
    private final Loop loop;
    private final Patience patience;
    private final Input input;
    private final Semaphore readiness = new Semaphore(0);
    private InetSocketAddress client;
    private SelectionKey key;
    private State state = State.HEAD;
    private boolean closed;
    private HeadReader reader;
    private Exchange exchange;
    private boolean stays;
    private int status;
    private Output output;

    LoopConnection(SocketChannel channel, Service service, Loop loop) {
        this.channel = channel;
        this.service = service;
        this.loop = loop;
        this.patience = new Patience(channel, service.limits());
        this.input = new Input(channel, this::await, loop.spareBuffers());
    }

    void begin(SelectionKey registration) throws IOException {
        key = registration;
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
            case LENT -> {
                if (key.isValid()) {
                    key.interestOps(0);
                }
                readiness.release();
            }
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
        try {
            RequestHead head = reader.next();
            if (head == null) {
                input.rest();
                key.interestOps(SelectionKey.OP_READ);
                return false;
            }
            exchange = new Exchange(head, service, input, patience, this::sendContinue);
        } catch (HttpError e) {
            refuse(e);
            return true;
        }
        if (exchange.isQuick()) {
            respond(exchange.answer());
        } else {
            lend(this::answer);
        }
        return true;
    }

    private boolean writeResponse() throws IOException {
        if (!output.send(TURN)) {
            key.interestOps(SelectionKey.OP_WRITE);
            return false;
        }
        endOutput();
        if (!stays) {
            endWith(exchange == null || exchange.mayGoOn());
        } else if (exchange.isRead()) {
            next();
        } else {
            lend(this::drain);
        }
        return true;
    }
    // @end

    private void inputEnded() throws IOException {
        try {
            reader.end();
            close();
        } catch (HttpError e) {
            refuse(e);
        }
    }

    private void next() {
        endExchange();
        reader = new HeadReader(service.limits(), input, patience);
        state = State.HEAD;
    }

    private void refuse(HttpError error) {
        stays = false;
        begin(Service.refuse(error), "close");
    }

    private void respond(Response response) {
        stays = exchange.stays(response);
        begin(response, exchange.connectionField(stays));
    }

    private void begin(Response response, String connection) {
        output = Output.of(response, connection, reader.requestLine(), channel, patience);
        status = response.status();
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
    private void lend(Loan loan) {
        state = State.LENT;
        try {
            AtomicReference<Step> next = new AtomicReference<>(this::close);
            Runnable back = () -> guard(() -> takeBack(next.get()));
            loop.lend(() -> {
                try {
                    Quietly.run(() -> next.set(loan.run()));
                } finally {
                    loop.execute(back);
                }
            });
        } catch (RuntimeException | Error e) { // no thread, or no memory, to be had
            state = State.HEAD;
            throw e;
        }
    }

    private void takeBack(Step next) throws IOException {
        state = State.HEAD;
        try {
            next.run();
        } finally {
            if (closed) { // meanwhile; and what has just been begun ends with it
                release();
            }
        }
        goOn();
    }

    private Step answer() throws IOException {
        Response response = exchange.answer();
        return () -> respond(response);
    }

    private Step drain() throws IOException {
        return exchange.drain() ? this::next : () -> endWith(true);
    }

    /**
     * Waits for the socket, in the thread that has the connection on loan: only the loop can watch sockets. It may
     * return for nothing, so whoever waits tries, and waits again.
     */
    private void await(int operation) throws IOException {
        if (loop.isCurrent()) {
            throw new IllegalStateException("the executor runs tasks in the thread that must not wait");
        }
        try {
            key.interestOps(operation);
        } catch (CancelledKeyException e) {
            throw new ClosedChannelException();
        }
        loop.wakeup();
        readiness.acquireUninterruptibly();
    }
    // @end

    private void sendContinue() throws IOException {
        Output interim = Output.interim(channel, patience);
        while (!interim.send(Long.MAX_VALUE)) {
            await(SelectionKey.OP_WRITE);
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
                readiness.release(); // whoever has it will find it closed, and bring it back
            } else {
                release();
                input.rest();
            }
        }
    }

    /** Lets go of all that the connection holds. */
    private void release() {
        endOutput();
        endExchange();
    }

    private void endOutput() {
        if (output != null) {
            Output ended = output;
            output = null;
            Quietly.run(ended::close);
            service.log(client, reader.requestLine(), status, ended.contentSent());
        }
    }

    private void endExchange() {
        if (exchange != null) {
            exchange.close();
            exchange = null;
        }
    }
}
