package netlessons.webserver;

/** Reads one head from what has come, and tells the patience what the connection waits for meanwhile. */
final class HeadReader {
    private final HeadParser parser;
    private final Input input;
    private final Patience patience;
    private Boolean begun; // null until we have looked: what has come by then counts, even if the server stops now

    HeadReader(Limits limits, Input input, Patience patience) {
        this.parser = new HeadParser(limits);
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
     * @throws HttpError if this is not a request that could ever be served
     */
    RequestHead next() {
        RequestHead head = parser.parse(input.buffer());
        if (head != null) {
            patience.forNothing();
            return head;
        }
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
