package netlessons.downloader.http;

import java.util.List;

/**
 * How the end of a body is known (RFC 9112 section 6.3). Two answers to that question are one too many: whoever takes
 * one of them for the right one may save what was not meant.
 *
 * @param length with LENGTH
 */
record Framing(Kind kind, long length) {
    enum Kind {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    static Framing of(Head head) throws HttpFault {
        List<String> lengths = head.list("Content-Length");
        List<String> codings = head.list("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                throw fault(head, "the response has a length and is chunked, too");
            } else if (codings.size() != 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw fault(head, "the response has an unknown transfer coding: " + String.join(", ", codings));
            } else if (head.isHttp10()) {
                throw fault(head, "the response is chunked, which HTTP/1.0 does not know"); // section 6.1
            }
            return new Framing(Kind.CHUNKED, -1);
        } else if (lengths.isEmpty()) {
            return new Framing(Kind.UNTIL_CLOSE, -1);
        }
        for (String length : lengths) {
            if (!length.equals(lengths.get(0))) {
                throw fault(head, "the response has more than one length: " + String.join(", ", lengths));
            }
        }
        long length = Digits.parse(lengths.get(0));
        if (length < 0) {
            throw fault(head, "the response has a length that is no number: " + lengths.get(0));
        }
        return new Framing(Kind.LENGTH, length);
    }

    private static HttpFault fault(Head head, String message) {
        return HttpFault.permanent(message, head.status());
    }
}
