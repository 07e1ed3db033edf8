package netlessons.share.http;

import java.util.List;
import java.util.Locale;

/** What a client would rather have, RFC 9110 section 12.5.1. */
public final class Accept {
    private Accept() {}

    /**
     * Whether it prefers JSON to a page. Of two that it likes as much the one that it names wins: scripts say "application/json,
     * *&#47;*". Who does not say gets a page.
     */
    public static boolean json(Request request) {
        Liking json = liking(request.fields(), "application/json");
        Liking html = liking(request.fields(), "text/html");
        return json.quality() > html.quality()
                || json.quality() == html.quality() && json.quality() > 0 && json.close() > html.close();
    }

    /** Whether it names pages as what it can show, as browsers do and curl does not. */
    public static boolean html(Fields request) {
        Liking html = liking(request, "text/html");
        return html.close() == 3
                && html.quality() > 0
                && html.quality() >= liking(request, "text/plain").quality();
    }

    /** @param close how closely the type is named: 3 for itself, 2 for text/*, 1 for all, 0 for not at all */
    private record Liking(double quality, int close) {}

    /** By the range that names the type most closely. */
    private static Liking liking(Fields request, String type) {
        List<String> ranges = request.list("Accept");
        Liking liking = new Liking(ranges.isEmpty() ? 1 : 0, 0);
        for (String range : ranges) {
            String[] parts = range.split(";");
            String name = parts.length == 0 ? "" : parts[0].strip();
            int close = 0;
            if (name.equals(type)) {
                close = 3;
            } else if (name.equals(type.substring(0, type.indexOf('/')) + "/*")) {
                close = 2;
            } else if (name.equals("*/*")) {
                close = 1;
            }
            if (close > liking.close()) {
                liking = new Liking(weight(parts), close);
            }
        }
        return liking;
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
