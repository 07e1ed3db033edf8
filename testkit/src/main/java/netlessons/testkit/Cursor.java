package netlessons.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a wire receives from left to right, waits for what has not come yet, and stops at the first wrong byte. */
final class Cursor {
    private static final int LONGEST_SECTION = 1 << 20;

    private final Wire wire;
    private int at;

    Cursor(Wire wire, int at) {
        this.wire = wire;
        this.at = at;
    }

    int at() {
        return at;
    }

    Wire wire() {
        return wire;
    }

    /** The next byte, 0 to 255, which stays the next one. */
    int peek(String expected) {
        if (!wire.has(at)) {
            throw wire.ended(expected);
        }
        return wire.at(at) & 0xff;
    }

    void skip() {
        at++;
    }

    /** This many bytes, whatever they are. */
    byte[] take(int count, String expected) {
        if (count > 0 && !wire.has(at + count - 1)) {
            throw wire.ended(expected);
        }
        at += count;
        return wire.slice(at - count, at);
    }

    /** Exactly this text. */
    void literal(String text, String expected) {
        for (int i = 0; i < text.length(); i++, at++) {
            if (peek(expected) != text.charAt(i)) {
                throw malformed(expected);
            }
        }
    }

    /** RFC 9112 section 2.2: a sender ends a line with CR LF; neither stands alone. */
    void crlf(String where) {
        literal("\r\n", "CR LF (\\r\\n) at the end of " + where);
    }

    /** RFC 9112 sections 5 and 7.1.2: *( field-line CRLF ) CRLF. */
    List<Field> fields(String section) {
        int start = at;
        List<Field> fields = new ArrayList<>();
        while (peek("an empty line (\\r\\n) at the end of " + section) != '\r') {
            fields.add(field(section));
            if (at - start > LONGEST_SECTION) {
                throw malformed(section + " to be shorter than a megabyte");
            }
        }
        crlf(section);
        return List.copyOf(fields);
    }

    /** RFC 9112 section 5: field-name ":" OWS field-value OWS, no white space before the colon, no folding. */
    private Field field(String section) {
        int start = at;
        while (isToken(peek("a field name and a colon in " + section))) {
            at++;
        }
        String name = text(start, at);
        if (name.isEmpty() || peek("a colon") != ':') {
            throw malformed(
                    name.isEmpty()
                            ? "a field line (name: value) or the empty line (\\r\\n) that ends " + section
                            : "a colon straight after the field name");
        }
        at++;
        String line = "the line of the field " + name;
        while (isBlank(peek(line))) {
            at++;
        }
        int value = at;
        while (isText(peek("CR LF (\\r\\n) at the end of " + line))) {
            at++;
        }
        int end = at;
        crlf(line);
        while (end > value && isBlank(wire.at(end - 1))) {
            end--;
        }
        return new Field(name, text(value, end), start, value);
    }

    String text(int from, int to) {
        return new String(wire.slice(from, to), StandardCharsets.ISO_8859_1);
    }

    AssertionError malformed(String expected) {
        return malformed(expected, at);
    }

    AssertionError malformed(String expected, int offset) {
        return wire.failure(Fault.MALFORMED, expected, offset);
    }

    /** RFC 9110 section 5.5: VCHAR, obs-text, SP and HTAB; no other control characters. */
    static boolean isText(int octet) {
        return octet == '\t' || (octet >= 0x20 && octet != 0x7f);
    }

    private static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    /** RFC 9110 section 5.6.2: tchar. */
    private static boolean isToken(int octet) {
        return (octet >= '0' && octet <= '9')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= 'a' && octet <= 'z')
                || (octet < 0x80 && "!#$%&'*+-.^_`|~".indexOf(octet) >= 0);
    }
}
