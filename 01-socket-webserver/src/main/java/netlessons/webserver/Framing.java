package netlessons.webserver;

import java.util.List;

/**
 * Where a request body ends, RFC 9112 section 6.3. When two servers in a row answer this differently, the second one
 * takes part of a body for a request that somebody hid in it ("request smuggling"). So whatever can be read in two
 * ways is refused.
 */
final class Framing {
    private Framing() {}

    // @start region=length
    /** The length of the body that follows in bytes, or {@link RequestHead#CHUNKED}. */
    static long bodyLength(int version, Headers headers) {
        List<String> encodings = headers.all("Transfer-Encoding");
        List<String> lengths = headers.all("Content-Length");
        if (encodings.isEmpty()) {
            return lengths.isEmpty() ? 0 : parseLength(lengths);
        }
        if (!lengths.isEmpty()) {
            throw new HttpError(400, "Content-Length and Transfer-Encoding contradict each other.");
        }
        if (version == 0) {
            throw new HttpError(400, "HTTP/1.0 has no Transfer-Encoding.");
        }
        if (encodings.size() > 1) {
            throw new HttpError(400, "One Transfer-Encoding field is enough.");
        }
        return parseEncoding(headers);
    }
    // @end

    private static long parseEncoding(Headers headers) {
        List<String> codings = headers.list("Transfer-Encoding");
        int chunked = codings.indexOf("chunked");
        boolean more = chunked >= 0 && chunked < codings.size() - 1;
        if (codings.isEmpty() || more || !codings.stream().allMatch(Field::isToken)) {
            throw new HttpError(400, "Transfer-Encoding must be \"chunked\", once and at the end.");
        }
        if (codings.size() > 1 || chunked < 0) {
            throw new HttpError(501, "The only transfer coding this server knows is \"chunked\".");
        }
        return RequestHead.CHUNKED;
    }

    /**
     * {@code 1*DIGIT}: no sign, no blank, no second value; Long.parseLong would take "+5". Two equal lengths may be
     * read as one (section 6.3), but no honest client sends them.
     */
    private static long parseLength(List<String> lengths) {
        String length = lengths.get(0);
        if (lengths.size() > 1 || !length.matches("[0-9]{1,18}")) {
            throw new HttpError(400, "Content-Length must be one number of bytes.");
        }
        return Long.parseLong(length);
    }
}
