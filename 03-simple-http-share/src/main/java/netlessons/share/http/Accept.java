package netlessons.share.http;

import java.util.List;
import java.util.Locale;

/** What a client would rather have, RFC 9110 section 12.5.1. */
public final class Accept {
    private Accept() {}

    /** Whether it prefers JSON to a page; who does not say gets a page. */
    public static boolean json(Request request) {
        return quality(request, "application/json") > quality(request, "text/html");
    }

    /** Whether a page is what it can show. */
    public static boolean html(Request request) {
        return quality(request, "text/html") > 0
                && request.fields().has("Accept")
                && quality(request, "text/html") >= quality(request, "text/plain");
    }

    /** By the range that names the type most closely. */
    private static double quality(Request request, String type) {
        List<String> ranges = request.fields().list("Accept");
        if (ranges.isEmpty()) {
            return 1;
        }
        double quality = 0;
        int closest = 0;
        for (String range : ranges) {
            String[] parts = range.split(";");
            String name = parts[0].strip();
            int close = name.equals(type)
                    ? 3
                    : name.equals(type.replaceFirst("/.*", "/*")) ? 2 : name.equals("*/*") ? 1 : 0;
            if (close > closest) {
                closest = close;
                quality = weight(parts);
            }
        }
        return quality;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip().toLowerCase(Locale.ROOT);
            if (part.matches("q\\s*=\\s*[01](?:\\.[0-9]{0,3})?")) {
                return Math.min(
                        1,
                        Double.parseDouble(part.substring(part.indexOf('=') + 1).strip()));
            }
        }
        return 1;
    }
}
