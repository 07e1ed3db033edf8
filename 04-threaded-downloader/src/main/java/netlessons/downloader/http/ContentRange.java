package netlessons.downloader.http;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which part of a file a response brings (RFC 9110 section 14.4). With status 416 it brings none: from and to are 0, and
 * only the total is of use.
 *
 * @param from the offset of the first byte
 * @param to the offset behind the last byte
 * @param total how long the whole file is; empty if the origin does not know
 */
public record ContentRange(long from, long to, OptionalLong total) {
    private static final String UNIT = "bytes";

    /** The field of a 206, as in {@code bytes 0-99/200}; empty if it is not to be understood, or contradicts itself. */
    static Optional<ContentRange> of206(String field) {
        String range = withoutUnit(field);
        int hyphen = range.indexOf('-');
        int slash = range.indexOf('/');
        if (hyphen < 0 || slash < hyphen) {
            return Optional.empty();
        }
        boolean unknown = range.substring(slash + 1).equals("*");
        long from = Digits.parse(range.substring(0, hyphen));
        long last = Digits.parse(range.substring(hyphen + 1, slash));
        long total = unknown ? Long.MAX_VALUE : Digits.parse(range.substring(slash + 1));
        return from >= 0 && from <= last && last < total
                ? Optional.of(new ContentRange(from, last + 1, unknown ? OptionalLong.empty() : OptionalLong.of(total)))
                : Optional.empty();
    }

    /** The field of a 416, as in {@code bytes &#42;/200}; empty if it does not say how long the file is. */
    static Optional<ContentRange> of416(String field) {
        String range = withoutUnit(field);
        long total = range.startsWith("*/") ? Digits.parse(range.substring(2)) : -1;
        return total < 0 ? Optional.empty() : Optional.of(new ContentRange(0, 0, OptionalLong.of(total)));
    }

    /** Empty if it has another one. What is between them should be a blank. */
    private static String withoutUnit(String field) {
        String text = field.strip();
        int at = UNIT.length();
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '=')) {
            at++;
        }
        return at > UNIT.length() && text.regionMatches(true, 0, UNIT, 0, UNIT.length()) ? text.substring(at) : "";
    }
}
