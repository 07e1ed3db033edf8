package netlessons.webserver;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads request line and header fields, RFC 9112 sections 2 to 6, from bytes that come as they come. It does no I/O:
 * give it what has arrived, and it gives back a head, or null for "more, please". One parser reads one head.
 */
final class HeadParser {
    /** RFC 9112 section 2.2 asks for one empty line before a request line to be ignored; old clients send two. */
    private static final int LEADING_EMPTY_LINES = 2;

    /** What a field takes in memory, beside its characters. */
    private static final int FIELD_SIZE = 120;

    private final Limits limits;
    private final LineCutter lines = new LineCutter();
    private final List<Field> fields = new ArrayList<>();
    private int emptyLines;
    private int sectionLength;
    private RequestLine requestLine;

    HeadParser(Limits limits) {
        this.limits = limits;
    }

    /** The request line, once it has come and was fit to read; for the log and for HEAD. */
    RequestLine requestLine() {
        return requestLine;
    }

    /** About what the head takes in memory so far. */
    int size() {
        return sectionLength + fields.size() * FIELD_SIZE;
    }

    /** Lets go of the fields, when nobody will ask for them. */
    void forget() {
        fields.clear();
    }

    // @start region=parse
    /**
     * Takes whole lines out of {@code in} until the head ends.
     *
     * @return the head, or null while more bytes are needed
     * @throws HttpError if this is not a request that could ever be served
     */
    RequestHead parse(ByteBuffer in) {
        while (requestLine == null) {
            String line = lines.next(in, limits.requestLine(), 414, "The request line");
            if (line == null) {
                return null;
            }
            if (!line.isEmpty()) {
                requestLine = RequestLine.parse(line);
            } else if (++emptyLines > LEADING_EMPTY_LINES) {
                throw new HttpError(400, "Where the request line should be there are only empty lines.");
            }
        }
        while (true) {
            String line = lines.next(in, limits.headerSection() - sectionLength, 431, "The header section");
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                return requestLine.head(new Headers(fields));
            }
            sectionLength += line.length();
            if (fields.size() == limits.fields()) {
                throw new HttpError(431, "The request has more than " + limits.fields() + " header fields.");
            }
            fields.add(parseField(line));
        }
    }
    // @end

    // @start region=field
    /** {@code field-line = field-name ":" OWS field-value OWS}, RFC 9112 section 5. */
    static Field parseField(String line) {
        int colon = line.indexOf(':');
        // A name that begins or ends in white space is no token: this also refuses the folded lines of section 5.2
        // and the "Content-Length : 5" of section 5.1, which one server reads and the next one overlooks.
        if (colon < 0 || !Field.isToken(line.substring(0, colon))) {
            throw new HttpError(400, "A header field must look like \"Name: value\", without space before the colon.");
        }
        try {
            return new Field(line.substring(0, colon), trim(line, colon + 1));
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "A header field has a control character in its value.");
        }
    }
    // @end

    /** Without the spaces and tabs at either end; String.strip would take other controls off as well. */
    private static String trim(String line, int from) {
        int to = line.length();
        while (from < to && isBlank(line.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
