package netlessons.webserver;

import java.util.Objects;

/**
 * One header field. A field that exists is a field that may be sent: the constructor refuses a name that is no token
 * and a value with a control character, so no handler can smuggle a second field, or a second response, into the
 * first one.
 *
 * @param name a token (RFC 9110 section 5.1); compared without regard to case
 * @param value visible characters, spaces and tabs, each below U+0100 (RFC 9110 section 5.5)
 */
public record Field(String name, String value) {
    /** @throws IllegalArgumentException if the name or the value could not be sent as one header field */
    public Field {
        Objects.requireNonNull(value, name);
        if (!isToken(name)) {
            throw new IllegalArgumentException("not a header field name: " + AccessLog.escape(name));
        }
        if (!isValue(value)) {
            throw new IllegalArgumentException("not a value for " + name + ": " + AccessLog.escape(value));
        }
    }

    // @start region=token
    /** {@code token = 1*tchar}, RFC 9110 section 5.6.2. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
    // @end

    /** {@code field-content}: CR, LF and NUL must be refused, the other controls have no business here either. */
    private static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }
}
