package netlessons.share.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The Range field, RFC 9110 section 14.2. */
public final class Ranges {
    /** More of them, after those that touch were joined, nobody needs who means well (section 17.15). */
    private static final int MOST = 50;

    /** Two parts with less between them are sent as one: what stands between two parts is longer than that. */
    private static final int GAP = 80;

    private static final int MOST_DIGITS = 18;

    private Ranges() {}

    /**
     * What a Range field means for a file of this length.
     *
     * @return nothing if it must or may be ignored: another unit, nonsense, no ranges, too many; an empty list if none of
     *     them lies within the file (416)
     */
    public static Optional<List<ByteRange>> parse(String field, long length) {
        if (!field.regionMatches(true, 0, "bytes=", 0, 6)) {
            return Optional.empty();
        }
        List<ByteRange> ranges = new ArrayList<>();
        boolean any = false;
        for (String spec : field.substring(6).split(",", -1)) {
            String text = spec.strip();
            if (text.isEmpty()) {
                continue; // an empty member of a list counts for nothing (section 5.6.1)
            }
            any = true;
            int dash = text.indexOf('-');
            if (dash < 0
                    || !isNumber(text, 0, dash)
                    || !isNumber(text, dash + 1, text.length())
                    || text.length() == 1) {
                return Optional.empty();
            }
            long last = number(text.substring(dash + 1), Long.MAX_VALUE);
            if (dash == 0) { // the last so many bytes
                add(ranges, new ByteRange(Math.max(0, length - last), length - 1));
            } else {
                long first = number(text.substring(0, dash), 0);
                if (last < first) {
                    return Optional.empty();
                }
                add(ranges, new ByteRange(first, Math.min(last, length - 1)));
            }
        }
        List<ByteRange> joined = joined(ranges);
        return any && joined.size() <= MOST ? Optional.of(joined) : Optional.empty();
    }

    private static void add(List<ByteRange> ranges, ByteRange range) {
        if (range.length() > 0) {
            ranges.add(range);
        }
    }

    /** In the order in which they were asked for, unless some overlap or touch: then in the order of the file. */
    private static List<ByteRange> joined(List<ByteRange> ranges) {
        List<ByteRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(ByteRange::first));
        List<ByteRange> joined = new ArrayList<>();
        for (ByteRange range : sorted) {
            ByteRange before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (before != null && range.first() <= before.last() + GAP) {
                joined.set(joined.size() - 1, new ByteRange(before.first(), Math.max(before.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return joined.size() == ranges.size() ? ranges : joined;
    }

    private static boolean isNumber(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Numbers too large for a long are larger than any file. */
    private static long number(String digits, long none) {
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        if (digits.isEmpty()) {
            return none;
        }
        return digits.length() - zeros > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits.substring(zeros));
    }
}
