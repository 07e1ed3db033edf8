package netlessons.upload;

import java.util.regex.Pattern;

/** Makes words of others (names of files, what a receiver says) harmless for a terminal, and keeps them on one line. */
final class Printable {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private Printable() {}

    static String of(Object text) {
        return UNSEEN.matcher(String.valueOf(text)).replaceAll("?");
    }
}
