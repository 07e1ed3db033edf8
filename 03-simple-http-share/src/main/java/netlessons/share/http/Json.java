package netlessons.share.http;

/** Writes JSON (RFC 8259): what this lesson says in it is too little for a library. */
public final class Json {
    private Json() {}

    /** A text, in quotes; safe within a script element, too. */
    public static String quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c == '<' || c >= 0x7f) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
