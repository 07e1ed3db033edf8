package netlessons.webserver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes status line and header section of a response, RFC 9112 section 4. */
final class ResponseHead {
    /** RFC 9110 section 15.2.1; it has no fields. */
    static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private static volatile Second latest = new Second(0, "");

    private ResponseHead() {}

    /** A second and its text: thousands of responses a second share one. */
    private record Second(long epochSecond, String text) {}

    /** The field Date. */
    static String date() {
        long second = System.currentTimeMillis() / 1000;
        Second known = latest;
        if (known.epochSecond() != second) {
            known = new Second(second, HttpDate.format(Instant.ofEpochSecond(second)));
            latest = known;
        }
        return known.text();
    }

    // @start region=encode
    /** @param connection the Connection field, or null if there is nothing to say */
    static byte[] encode(Response response, String connection) {
        int status = response.status();
        // The version is our own, also towards an HTTP/1.0 client (RFC 9110 section 6.2).
        StringBuilder head = new StringBuilder(256).append("HTTP/1.1 ").append(status);
        head.append(' ').append(Status.reason(status)).append("\r\n");
        if (!response.headers().has("Date")) {
            append(head, "Date", date());
        }
        for (Field field : response.headers()) {
            if (!field.name().equalsIgnoreCase("Connection")) {
                append(head, field.name(), field.value());
            }
        }
        if (status != 204 && status != 304) { // RFC 9110 section 8.6; a 304 has the length of nothing we send
            append(head, "Content-Length", Long.toString(response.content().length()));
        }
        if (connection != null) {
            append(head, "Connection", connection);
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
    // @end

    private static void append(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
