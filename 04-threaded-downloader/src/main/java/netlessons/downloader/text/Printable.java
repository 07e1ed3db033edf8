package netlessons.downloader.text;

/**
 * Makes words of others, such as names of files, harmless for a terminal, keeps them on one line, and leaves out names
 * and passwords in addresses. Without regular expressions: those take long to load.
 */
public final class Printable {
    private Printable() {}

    public static String of(Object object) {
        String text = withoutUsers(String.valueOf(object));
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c < ' ' || c > '~' && isHarmful(c)) {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(i, '?'); // what is harmful is one char each
            }
            i += Character.charCount(c);
        }
        return clean == null ? text : clean.toString();
    }

    /** Controls, ends of lines, halves of characters, and what turns the direction of writing. */
    private static boolean isHarmful(int c) {
        return Character.isISOControl(c)
                || c >= 0xD800 && c <= 0xDFFF
                || c == '\u2028'
                || c == '\u2029'
                || c == '\u061C'
                || c == '\u200E'
                || c == '\u200F'
                || c >= '\u202A' && c <= '\u202E'
                || c >= '\u2066' && c <= '\u2069';
    }

    /** {@code http://name:password@host/} is {@code http://host/} for everybody who reads it. */
    public static String withoutUsers(String text) {
        String rest = text;
        for (int start = rest.indexOf("//"); start >= 0; start = rest.indexOf("//", start + 2)) {
            int at = -1;
            for (int i = start + 2; i < rest.length() && !endsAuthority(rest.charAt(i)); i++) {
                at = rest.charAt(i) == '@' ? i : at;
            }
            rest = at < 0 ? rest : rest.substring(0, start + 2) + rest.substring(at + 1);
        }
        return rest;
    }

    private static boolean endsAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || c <= ' ' || c == '"' || c == '\\';
    }
}
