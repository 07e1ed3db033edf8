package netlessons.downloader.http;

import java.util.OptionalLong;

/**
 * Bytes to ask for (RFC 9110 section 14.1.2).
 *
 * @param from the offset of the first
 * @param to the offset behind the last; none for all that follow
 */
public record ByteRange(long from, OptionalLong to) {
    public ByteRange {
        if (from < 0 || to.isPresent() && to.getAsLong() <= from) {
            throw new IllegalArgumentException(from + " to " + to);
        }
    }

    /** As the field Range has it: the last byte is named, not the one behind it. */
    @Override
    public String toString() {
        return "bytes=" + from + "-" + (to.isPresent() ? to.getAsLong() - 1 : "");
    }
}
