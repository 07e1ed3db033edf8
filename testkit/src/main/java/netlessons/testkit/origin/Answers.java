package netlessons.testkit.origin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Answers that are no file. */
public final class Answers {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(204, "No Content"),
            Map.entry(206, "Partial Content"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(304, "Not Modified"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(410, "Gone"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(416, "Range Not Satisfiable"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(451, "Unavailable For Legal Reasons"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private Answers() {}

    /** These bytes (ISO-8859-1), whatever they are, and the end (FIN). As an answer to HEAD, only what its head is. */
    public static Answer raw(String latin1) {
        return (asked, speaker) -> {
            rawKept(latin1).to(asked, speaker);
            speaker.close();
        };
    }

    /** The same, and the connection goes on. */
    public static Answer rawKept(String latin1) {
        int end = latin1.indexOf("\r\n\r\n");
        return (asked, speaker) -> {
            int head = asked.isHead() && end >= 0 ? end + 4 : latin1.length();
            speaker.send(latin1.substring(0, head));
        };
    }

    /** An answer as it should be, with a short page as its body. @param fields such as "Retry-After: 2" */
    public static Answer status(int status, String... fields) {
        boolean none = status == 204 || status == 304;
        String page = "<html><body><h1>" + status + " " + reason(status) + "</h1></body></html>\n";
        return (asked, speaker) -> {
            speaker.send(head(
                    "HTTP/1.1",
                    status,
                    none ? List.of() : List.of("Content-Type: text/html", "Content-Length: " + page.length()),
                    List.of(fields)));
            speaker.send(Content.of(none ? "" : page));
        };
    }

    /** A redirect. @param location as it is to stand in the field, relative or absolute */
    public static Answer redirect(int status, String location) {
        return status(status, "Location: " + location);
    }

    /** 429 or 503. @param retryAfter seconds, a date (see {@link #date}), or nonsense */
    public static Answer busy(int status, String retryAfter) {
        return status(status, "Retry-After: " + retryAfter);
    }

    /** The request is read, and the connection closed (FIN) without a byte. */
    public static Answer closeAtOnce() {
        return (asked, speaker) -> speaker.close();
    }

    /** The request is read, and the connection reset (RST) without a byte. */
    public static Answer resetAtOnce() {
        return (asked, speaker) -> speaker.reset();
    }

    /** The request is read, and nothing is ever said. */
    public static Answer silence() {
        return (asked, speaker) -> speaker.silence();
    }

    /** A file as it should not be: packed by gzip, though nobody asked for that. */
    public static ServedFile gzip(Content content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ServedFile.of(packed.toByteArray()).field("Content-Encoding", "gzip");
    }

    /** Something after a while. */
    public static Answer after(Duration wait, Answer then) {
        return (asked, speaker) -> {
            speaker.pause(wait);
            then.to(asked, speaker);
        };
    }

    /** As header fields have it (RFC 9110 section 5.6.7). */
    public static String date(Instant time) {
        return DATE.format(time);
    }

    /** The way back; none for what is no such time. */
    static Optional<Instant> time(String field) {
        try {
            return Optional.of(Instant.from(DATE.parse(field.strip())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static String head(String version, int status, List<String> first, List<String> more) {
        StringBuilder head = new StringBuilder(version + " " + status + " " + reason(status) + "\r\n");
        head.append("Date: ").append(date(Instant.now())).append("\r\n");
        first.forEach(field -> head.append(field).append("\r\n"));
        more.forEach(field -> head.append(field).append("\r\n"));
        return head.append("\r\n").toString();
    }

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String reason(int status) {
        return REASONS.getOrDefault(status, "");
    }
}
