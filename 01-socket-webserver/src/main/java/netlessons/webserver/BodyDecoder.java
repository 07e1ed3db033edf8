package netlessons.webserver;

import java.nio.ByteBuffer;

/**
 * Takes a request body out of its framing, RFC 9112 sections 6 and 7. It does no I/O: bytes as they arrived go in,
 * bytes of the body come out, and what follows the body stays where it is.
 */
interface BodyDecoder {

    /**
     * Moves what it can from {@code in} to {@code out} and returns when either has nothing more to give or to take.
     *
     * @throws HttpError 400 if the framing is broken, 413 if the body grows above its limit
     */
    void decode(ByteBuffer in, ByteBuffer out);

    /** Whether all of the body, its trailers included, has been taken. */
    boolean isDone();

    /** How many bytes are still to come at least. */
    long remaining();

    static BodyDecoder of(RequestHead head, Limits limits) {
        if (head.bodyLength() == RequestHead.CHUNKED) {
            return new ChunkedDecoder(limits);
        }
        if (head.bodyLength() > limits.body()) {
            throw tooLarge(limits);
        }
        return new FixedDecoder(head.bodyLength());
    }

    static HttpError tooLarge(Limits limits) {
        return new HttpError(413, "A request body may have " + limits.body() + " bytes here.");
    }

    /** Moves at most {@code limit} bytes and says how many. */
    static int move(ByteBuffer in, ByteBuffer out, long limit) {
        int count = (int) Math.min(limit, Math.min(in.remaining(), out.remaining()));
        out.put(out.position(), in, in.position(), count).position(out.position() + count);
        in.position(in.position() + count);
        return count;
    }
}
