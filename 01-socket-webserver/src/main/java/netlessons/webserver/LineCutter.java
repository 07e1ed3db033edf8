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
     * @param what is to have been too long, if it is
     * @throws HttpError 400 for a bare LF, {@code statusIfLonger} as soon as the line is longer than {@code limit} bytes
     */
    String next(ByteBuffer in, int limit, int statusIfLonger, String what) {
        byte[] bytes = in.array();
        int start = in.arrayOffset() + in.position();
        int end = start + in.remaining();
        for (int i = start + looked; i < end; i++) {
            int length = i - start;
            if (bytes[i] == '\n') {
                // RFC 9112 section 2.2 lets a recipient take a bare LF for a line end. Two servers in a row that
                // do not agree on it see two different requests, so this one refuses.
                if (length == 0 || bytes[i - 1] != '\r') {
                    throw new HttpError(400, "A line ends in LF alone; HTTP lines end in CRLF.");
                }
                in.position(in.position() + length + 1);
                looked = 0;
                return new String(bytes, start, length - 1, StandardCharsets.ISO_8859_1);
            }
            if (length > limit || (length == limit && bytes[i] != '\r')) {
                throw new HttpError(statusIfLonger, what + " is longer than this server takes.");
            }
        }
        looked = end - start;
        return null;
    }
    // @end
}
