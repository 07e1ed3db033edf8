package netlessons.upload.receive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Frame;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.ProtocolException;

/**
 * The uploads of one connection, one after the other: section 4 of docs/02-protocol.md. Frames come in, answers go out;
 * how they travel is the business of {@link Connection}, where the bytes go that of {@link Store}. For one thread at a
 * time.
 */
final class Session {
    private enum State {
        /** Nothing is open. */
        IDLE,
        /** An upload is open, and its bytes are kept. */
        RECEIVING,
        /** An upload is open that has its final answer already: what comes of it is ignored. */
        DISCARDING
    }

    /** Takes what the session says. */
    interface Answers {
        void write(Message message) throws IOException;
    }

    private final Store store;
    private final Patience patience;
    private final Claims.Holder holder;
    private final Answers answers;
    private final Signs signs;
    private final Consumer<String> log;
    private final Group group;
    private State state = State.IDLE;
    private Upload open;

    /**
     * @param holder ends this connection when another one has taken over its upload
     * @param log gets a line for each upload
     */
    Session(Store store, Patience patience, Claims.Holder holder, Answers answers, Signs signs, Consumer<String> log) {
        this.store = store;
        this.patience = patience;
        this.holder = holder;
        this.answers = answers;
        this.signs = signs;
        this.log = log;
        this.group = store.group();
    }

    /** Whether the connection could end now with nothing interrupted. */
    boolean isIdle() {
        return state == State.IDLE && group.isEmpty();
    }

    // @start region=states
    /**
     * What a frame leads to.
     *
     * @throws ProtocolException if it may not come now
     * @throws IOException if the client has gone
     */
    void accept(Frame frame) throws IOException {
        switch (frame.type()) {
            case BEGIN -> begin((Message.Begin) frame.message());
            case DATA -> data((Message.Data) frame.message());
            case END -> end((Message.End) frame.message());
            case CANCEL -> cancel();
            case PING -> answers.write(Message.Signal.PONG);
            default -> throw new IllegalStateException("Senders send no " + frame.type());
        }
        if (state == State.IDLE && group.isFull()) {
            settle();
        }
    }

    private void begin(Message.Begin begin) throws IOException {
        if (state != State.IDLE) {
            throw new ProtocolException(Code.STATE, "BEGIN came before the END of the upload before it.");
        }
        if (!begin.eager()) {
            settle();
        }
        try {
            if (patience.isStopping()) {
                throw new Rejection(Code.STOPPING, "The receiver is being stopped.");
            }
            open = store.begin(begin, holder, signs);
            state = State.RECEIVING;
            if (!begin.eager()) {
                answers.write(open.ready());
            }
        } catch (Rejection e) {
            group.add(new String(begin.name(), StandardCharsets.UTF_8), e.message());
            state = begin.eager() ? State.DISCARDING : State.IDLE;
        }
    }

    private void data(Message.Data data) throws IOException {
        if (state == State.IDLE) {
            throw new ProtocolException(Code.STATE, "DATA came with no upload open.");
        } else if (state == State.RECEIVING) {
            try {
                open.data(data.offset(), data.bytes());
            } catch (Rejection e) {
                reject(e);
                state = State.DISCARDING;
            }
        }
    }

    private void end(Message.End end) throws IOException {
        if (state == State.IDLE) {
            throw new ProtocolException(Code.STATE, "END came with no upload open.");
        } else if (state == State.RECEIVING) {
            try {
                open.end(end.digest());
                group.add(open);
                open = null;
            } catch (Rejection e) {
                reject(e);
            }
        }
        state = State.IDLE;
    }

    private void cancel() throws IOException {
        if (state == State.RECEIVING) {
            reject(new Rejection(Code.CANCELLED, "Cancelled, as you asked."));
        }
        state = State.IDLE;
    }
    // @end

    /** The final answer to the upload that is open; nothing of it stays. */
    private void reject(Rejection reason) {
        Upload rejected = open;
        open = null;
        group.add(rejected.name().toString(), reason.message());
        Quietly.run(rejected::discard);
        Quietly.run(rejected::close);
    }

    /** Whether final answers are due, although the sender goes on talking. */
    boolean isLate() {
        return group.isLate();
    }

    /** Gives all uploads that have ended their final answers. To be called before each wait. */
    void settle() throws IOException {
        if (!group.isEmpty()) {
            for (Group.Answer answer : group.commit(signs)) {
                answers.write(answer.message());
                log.accept(text(answer));
            }
        }
    }

    private static String text(Group.Answer answer) {
        if (answer.message() instanceof Message.Committed committed) {
            String what = committed.before() ? "Had " : "Received ";
            return what + committed.name() + " (" + committed.size() + " bytes)";
        }
        return "Rejected " + answer.name() + " (" + ((Message.Refusal) answer.message()).text() + ")";
    }

    /** The connection has ended: what can be resumed stays, the rest goes. */
    void interrupt() throws IOException {
        group.close();
        if (open != null) {
            Upload interrupted = open;
            open = null;
            interrupted.close();
        }
    }
}
