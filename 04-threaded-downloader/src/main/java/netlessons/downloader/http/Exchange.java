package netlessons.downloader.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A request that was answered: the head is here, the body is to come. */
record Exchange(Call call, Kept kept, Connection connection, Head head) {
    /** More than any page that says "not found". */
    private static final int SHORT = 16 << 10;

    /** In nanoseconds; longer than that a new connection takes only over the longest of ways. */
    private static final long SOON = 100_000_000;

    /** The body was read to its end. */
    void finish(Framing framing) {
        boolean keep = framing.kind() != Framing.Kind.UNTIL_CLOSE && isPersistent() && connection.isClean();
        if (call.release() && keep) {
            kept.keep(connection);
        } else {
            connection.close();
        }
    }

    /** RFC 9112 section 9.3. */
    private boolean isPersistent() {
        if (head.has("Connection", "close")) {
            return false;
        }
        return !head.isHttp10() || head.has("Connection", "keep-alive");
    }

    /** Nobody wants the body. */
    void abort() {
        call.release();
        connection.close();
    }

    /** Nobody wants the body; but if it is a short one, and soon here, the connection can be used again. */
    void dismiss() {
        try {
            Framing framing = Framing.of(head);
            if (framing.kind() != Framing.Kind.UNTIL_CLOSE && framing.length() <= SHORT) {
                connection.line().until(System.nanoTime() + SOON);
                ByteBuffer rest = ByteBuffer.allocate(SHORT + 1);
                Body body = connection.body(framing);
                while (rest.hasRemaining()) {
                    if (body.read(rest) < 0) {
                        finish(framing);
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // then it is not used again
        }
        abort();
    }
}
