package netlessons.webserver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Cuts lines that end in CRLF out of a buffer that fills up bit by bit, and remembers how far it has looked: however
 * the bytes arrive, each is looked at once.
 */
final class LineCutter {
    private int looked;

    // @start region=next
    /**
     * The next line without its CRLF, or null while it is not all there. Bytes become characters one to one
     * (ISO-8859-1): what they mean is for the caller to say.
     *
     * @param in where the line begins at the position; the position moves behind a line that is returned
     * @throws HttpError 400 for a bare LF, {@code statusIfLonger} as soon as the line must be longer than {@code limit}
     */
    String next(ByteBuffer in, int limit, int statusIfLonger) {
        byte[] bytes = in.array();
        int start = in.arrayOffset() + in.position();
        int end = start + in.remaining();
        for (int i = start + looked; i < end; i++) {
            if (bytes[i] == '\n') {
                int length = i - start - 1;
                // RFC 9112 section 2.2 lets a recipient take a bare LF for a line end. Two servers in a row that
                // do not agree on it see two different requests, so this one refuses.
                if (length < 0 || bytes[i - 1] != '\r') {
                    throw new HttpError(400, "A line ends in LF alone; HTTP lines end in CRLF.");
                }
                checkLength(length, limit, statusIfLonger);
                in.position(in.position() + length + 2);
                looked = 0;
                return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
            }
        }
        looked = end - start;
        checkLength(looked - 1, limit, statusIfLonger); // the last byte may be the CR
        return null;
    }
    // @end

    private static void checkLength(int length, int limit, int status) {
        if (length > limit) {
            throw new HttpError(status, "A line of the request is longer than " + limit + " bytes.");
        }
    }
}
