package netlessons.webserver;

import java.net.InetSocketAddress;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One line a response, in the common log format that every log analyser reads:
 * {@code 127.0.0.1 - - [21/Nov/2026:09:30:00 +0000] "GET / HTTP/1.1" 200 512}. Safe for use by many threads if
 * {@code lines} is.
 *
 * @param lines takes each line, without a line end
 */
public record AccessLog(Consumer<String> lines) {
    public static final AccessLog NONE = new AccessLog(null);

    /** Of the request line: whoever sends 8 KiB of it need not fill a disk. */
    private static final int LONGEST = 1000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.US);

    /**
     * @param requestLine as it came, or null if none could be read
     * @param length bytes of content sent
     */
    void write(InetSocketAddress client, String requestLine, int status, long length) {
        if (lines != null) {
            lines.accept(String.format(
                    Locale.ROOT,
                    "%s - - [%s] \"%s\" %d %s",
                    client.getAddress().getHostAddress(),
                    TIME.format(OffsetDateTime.now(ZoneId.systemDefault())),
                    requestLine == null ? "-" : escape(shortened(requestLine)),
                    status,
                    length == 0 ? "-" : Long.toString(length)));
        }
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    // @start region=escape
    /** What a client sent, made harmless: it can neither end a log line nor steer the terminal that shows it. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f) {
                escaped.append("\\x%02x".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
    // @end
}
