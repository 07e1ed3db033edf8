package netlessons.testkit.origin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some bytes of a file.
 *
 * @param from the offset of the first; below 0, so many before the end, as {@code bytes=-5} asks for
 * @param to the offset behind the last; {@link Long#MAX_VALUE} for the end of the file
 */
public record Span(long from, long to) {
    private static final Pattern RANGE = Pattern.compile("bytes\\s*=\\s*([0-9]{0,18})-([0-9]{0,18})");

    /** What the field Range asks for; none if it is not one range of bytes (RFC 9110 section 14.1.2). */
    static Optional<Span> parse(String field) {
        Matcher matcher = RANGE.matcher(field.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(new Span(-Long.parseLong(last), Long.MAX_VALUE));
        }
        Span span = new Span(Long.parseLong(first), last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last) + 1);
        return span.from < span.to ? Optional.of(span) : Optional.empty();
    }

    public long size() {
        return to - from;
    }

    /** The part of it that a file of this size has; {@link #size} is 0 or less if it has none. */
    public Span within(long total) {
        return new Span(from < 0 ? Math.max(0, total + from) : from, Math.min(to, total));
    }

    /** As the field Content-Range has it, without the total. */
    @Override
    public String toString() {
        return from + "-" + (to - 1);
    }
}
