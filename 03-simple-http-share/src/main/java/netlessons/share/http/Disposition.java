package netlessons.share.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Content-Disposition, RFC 6266: under which name a browser saves what it gets. */
public final class Disposition {
    /** attr-char of RFC 8187 section 3.2.1, beside letters and digits. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Disposition() {}

    /**
     * For those who know only ASCII, and for all others.
     *
     * @param kind "attachment" to be saved, "inline" to be shown
     */
    public static String of(String kind, String name) {
        StringBuilder ascii = new StringBuilder();
        StringBuilder whole = new StringBuilder();
        name.codePoints().forEach(c -> ascii.append(c < ' ' || c > '~' || "\"\\%".indexOf(c) >= 0 ? '_' : (char) c));
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean letter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
            if (letter || PLAIN.indexOf(b) >= 0) {
                whole.append((char) b);
            } else {
                whole.append('%');
                HEX.toHexDigits(whole, b);
            }
        }
        String field = kind + "; filename=\"" + ascii + '"';
        return ascii.toString().equals(name) ? field : field + "; filename*=UTF-8''" + whole;
    }
}
