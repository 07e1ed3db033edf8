package netlessons.webserver;

import java.io.Closeable;

/**
 * Reads one head from what has come, and tells the patience what the connection waits for meanwhile. A long head takes
 * its room from the budget that all requests share, until this is closed.
 */
final class HeadReader implements Closeable {
    /** Bytes; a head up to this length, as nearly all are, is taken as a part of its connection. */
    private static final int FREE = 4 << 10;

    private final HeadParser parser;
    private final Budget budget;
    private final Input input;
    private final Patience patience;
    private long taken;
    private Boolean begun; // null until we have looked: what has come by then counts, even if the server stops now

    HeadReader(Service service, Input input, Patience patience) {
        this.parser = new HeadParser(service.limits());
        this.budget = service.budget();
        this.input = input;
        this.patience = patience;
    }

    /** The request line, once it has come and was fit to read. */
    RequestLine requestLine() {
        return parser.requestLine();
    }

    /**
     * The head, or null if it is not all there: then fill the input, and ask again.
     *
     * @throws HttpError if this is not a request that could ever be served, or one too many that is long
     */
    RequestHead next() {
        RequestHead head = parser.parse(input.buffer());
        if (head != null) {
            take();
            patience.forNothing();
            return head;
        }
        input.rest();
        take();
        boolean part = parser.requestLine() != null || !input.isEmpty();
        if (begun == null || begun != part) {
            begun = part;
            if (part) {
                patience.forHeader();
            } else {
                patience.forNextRequest();
            }
        }
        return null;
    }

    private void take() {
        long more = parser.size() + input.excess() - FREE - taken;
        if (more > 0) {
            if (!budget.take(more)) {
                parser.forget();
                close(); // now, not when the client has read why: else many that grow together are all refused
                throw new HttpError(503, "Too many large requests at the moment.");
            }
            taken += more;
        }
    }

    /** Gives back the room that the head took. */
    @Override
    public void close() {
        budget.giveBack(taken);
        taken = 0;
    }

    /**
     * No more will come.
     *
     * @throws HttpError if that is because our patience ended in the middle of a head
     */
    void end() {
        if (begun && patience.isExhausted()) {
            throw new HttpError(408, "The request's header section did not come in time.");
        }
    }
}
