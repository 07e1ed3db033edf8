package netlessons.webserver;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of bytes, RFC 9110 section 14.1.2.
 *
 * @param first position of the first byte
 * @param last position of the last byte, itself included
 */
record ByteRange(long first, long last) {
    /** Possessive ({@code *+}): with 30,000 zeros a pattern that may try again would try for hours. */
    private static final Pattern RANGE = Pattern.compile("(?i)bytes=[ \\t]*+([0-9]*+)-([0-9]*+)[ \\t]*+");

    private static final ByteRange NOWHERE = new ByteRange(Long.MAX_VALUE, Long.MAX_VALUE);

    static ByteRange whole(long length) {
        return new ByteRange(0, length - 1);
    }

    // @start region=parse
    /**
     * What a Range field means for a file of this length; nothing if it must or may be ignored: another unit, or
     * several ranges, for which section 14.2 lets us send the whole. The result may lie outside of the file.
     */
    static Optional<ByteRange> parse(String field, long length) {
        if (!field.regionMatches(true, 0, "bytes=", 0, 6) || field.indexOf(',') >= 0) {
            return Optional.empty();
        }
        Matcher range = RANGE.matcher(field);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.of(NOWHERE);
        }
        if (range.group(1).isEmpty()) { // the last so many bytes
            long suffix = number(range.group(2));
            return Optional.of(suffix == 0 ? NOWHERE : new ByteRange(Math.max(0, length - suffix), length - 1));
        }
        long first = number(range.group(1));
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
        return Optional.of(last < first ? NOWHERE : new ByteRange(first, Math.min(last, length - 1)));
    }
    // @end

    /** Numbers too large for a long are larger than any file. */
    private static long number(String digits) {
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return digits.length() - zeros > 18 ? Long.MAX_VALUE : Long.parseLong(digits.substring(zeros));
    }

    /** Whether there is such a part in a file of this length. */
    boolean isIn(long fileLength) {
        return first < fileLength;
    }

    long length() {
        return last - first + 1;
    }

    String contentRange(long fileLength) {
        return "bytes " + first + "-" + last + "/" + fileLength;
    }
}
