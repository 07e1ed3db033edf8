package netlessons.ftp.wire;

/** One line that a client has sent, without its end. */
public sealed interface Line {
    /** A line of text; without CR, LF and NUL, which no name may have. */
    record Text(String text) implements Line {}

    /** It was longer than the limit, and has been thrown away. */
    record TooLong() implements Line {}

    /** It was no text: not UTF-8, or with one of the characters that no name may have. */
    record Unreadable() implements Line {}
}
