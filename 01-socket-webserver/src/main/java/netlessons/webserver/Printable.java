package netlessons.webserver;

import java.util.regex.Pattern;

/** Makes words of others (names of files, what a receiver says) harmless for a terminal, and keeps them on one line. */
public final class Printable {
    /** Controls, ends of lines, and what turns the direction of writing. */
    private static final Pattern HARMFUL =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private Printable() {}

    public static String of(Object text) {
        return HARMFUL.matcher(String.valueOf(text)).replaceAll("?");
    }
}
