package netlessons.downloader.options;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A header field as it is typed. What is wrong with one is said without telling its value: it may be a secret. */
final class HeaderField {
    /** RFC 9110 section 5.6.2, besides letters and digits. */
    private static final String IN_TOKENS = "!#$%&'*+-.^_`|~";

    /** What the downloader has to know what it says: framing, ranges, codings. */
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "keep-alive",
            "proxy-connection",
            "range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderField() {}

    /** @throws Wrong if it is none, or one that is not for people to choose */
    static Map.Entry<String, String> parse(String text) {
        int colon = text.indexOf(':');
        Wrong.unless(colon > 0, "--header needs a field such as 'Accept-Language: en'");
        String name = text.substring(0, colon);
        String value = text.substring(colon + 1).strip();
        Wrong.unless(isToken(name), "--header: the name of a field has letters, digits and hyphens");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            Wrong.unless(
                    c >= ' ' && c != 0x7F || c == '\t', "--header: " + name + " has a line end or a control in it");
        }
        boolean ours = OURS.contains(name.toLowerCase(Locale.ROOT));
        Wrong.unless(!ours, "--header: " + name + " is for the program to choose");
        return Map.entry(name, value);
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !(c >= '0' && c <= '9') && IN_TOKENS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
