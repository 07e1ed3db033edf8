package netlessons.downloader.fetch;

/** Bytes to fetch with one request; what has come is taken from its front. For one thread. */
final class Piece {
    /** The end of a file whose size is not known. */
    static final long OPEN = Long.MAX_VALUE;

    private long from;
    private long to;

    /** @param to the offset behind the last byte */
    Piece(long from, long to) {
        this.from = from;
        this.to = to;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    long left() {
        return to - from;
    }

    boolean open() {
        return to == OPEN;
    }

    void advance(long bytes) {
        from += bytes;
    }

    /** It is another one now. */
    void set(long newFrom, long newTo) {
        from = newFrom;
        to = newTo;
    }

    /** Nothing is missing. */
    void end() {
        to = from;
    }
}
