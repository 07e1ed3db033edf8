package netlessons.downloader.http;

import java.io.IOException;
import java.io.InputStream;

/** A request that was answered: the head is here, the body is to come. */
record Exchange(Call call, Kept kept, Connection connection, Head head) {
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

    /** Nobody wants the body; but if all of it is here already the connection can be used again. */
    void dismiss() {
        try {
            Framing framing = Framing.of(head);
            if (framing.kind() == Framing.Kind.LENGTH && framing.length() <= connection.buffered()) {
                InputStream body = connection.body(framing);
                while (body.read() >= 0) {
                    // from memory
                }
                finish(framing);
                return;
            }
        } catch (IOException e) {
            // it is not used again
        }
        abort();
    }
}
