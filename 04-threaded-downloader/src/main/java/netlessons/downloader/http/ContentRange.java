package netlessons.downloader.http;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a file a response brings (RFC 9110 section 14.4). With status 416 it brings none: from and to are 0, and
 * only the total is of use.
 *
 * @param from the offset of the first byte
 * @param to the offset behind the last byte
 * @param total how long the whole file is; empty if the origin does not know
 */
public record ContentRange(long from, long to, OptionalLong total) {
    private static final Pattern SOME =
            Pattern.compile("bytes[ =]+([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NONE = Pattern.compile("bytes[ =]+\\*/([0-9]{1,18})", Pattern.CASE_INSENSITIVE);

    /** The field of a 206; empty if it is not to be understood, or contradicts itself. */
    static Optional<ContentRange> of206(String field) {
        Matcher some = SOME.matcher(field.strip());
        if (!some.matches()) {
            return Optional.empty();
        }
        long from = Long.parseLong(some.group(1));
        long to = Long.parseLong(some.group(2)) + 1;
        OptionalLong total =
                some.group(3).equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(some.group(3)));
        boolean sound = from < to && (total.isEmpty() || to <= total.getAsLong());
        return sound ? Optional.of(new ContentRange(from, to, total)) : Optional.empty();
    }

    /** The field of a 416; empty if it does not say how long the file is. */
    static Optional<ContentRange> of416(String field) {
        Matcher none = NONE.matcher(field.strip());
        return none.matches()
                ? Optional.of(new ContentRange(0, 0, OptionalLong.of(Long.parseLong(none.group(1)))))
                : Optional.empty();
    }
}
