package netlessons.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.testkit.Reply;

/**
 * One of the parts of a file that an answer brings: its only one, or one of those in a multipart/byteranges body (RFC 9110
 * section 14.6).
 *
 * @param length of the whole file
 */
public record BytePart(int first, int last, int length, byte[] bytes) {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,9})-([0-9]{1,9})/([0-9]{1,9})");
    private static final Pattern BOUNDARY = Pattern.compile(
            "(?i)multipart/byteranges\\s*;\\s*boundary=(?:\"([^\"]{1,70})\"|([\\w'+.:=,/()?-]{1,70}))\\s*");

    /** All of a 206, in its order. @throws AssertionError with the transcript, for what is not as the RFC has it */
    public static List<BytePart> of(Reply reply) {
        reply.expectStatus(206);
        String type = reply.header("Content-Type").orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/byteranges")) {
            reply.expectHeader("Content-Range", "bytes FIRST-LAST/LENGTH", CONTENT_RANGE.asMatchPredicate());
            return List.of(of(reply, reply.header("Content-Range").orElseThrow(), reply.body(), 0));
        }
        reply.expectHeader("Content-Type", "multipart/byteranges; boundary=…", BOUNDARY.asMatchPredicate());
        reply.expectNoHeader("Content-Range");
        Matcher boundary = BOUNDARY.matcher(type);
        boundary.matches();
        return parts(reply, "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1)));
    }

    private static List<BytePart> parts(Reply reply, String delimiter) {
        String body = new String(reply.body(), ISO_8859_1);
        List<BytePart> parts = new ArrayList<>();
        int at = body.startsWith(delimiter) ? 0 : body.indexOf("\r\n" + delimiter) + 2;
        if (at < 2 && !body.startsWith(delimiter)) {
            throw reply.failure("a body that begins with its boundary, " + delimiter, 0);
        }
        while (!body.startsWith(delimiter + "--", at)) {
            int head = body.indexOf("\r\n", at) + 2;
            int end = body.indexOf("\r\n\r\n", at);
            if (head < 2 || end < 0) {
                throw reply.failure("behind the boundary a line's end, the part's fields and an empty line", at);
            }
            String fields = body.substring(head, Math.max(head, end));
            Matcher range =
                    Pattern.compile("(?im)^Content-Range:[ \\t]*(.*?)[ \\t]*$").matcher(fields);
            if (!range.find()) {
                throw reply.failure("the field Content-Range in each part", head);
            }
            int next = body.indexOf("\r\n" + delimiter, end + 2);
            if (next < 0) {
                throw reply.failure("the boundary once more behind each part, " + delimiter, body.length());
            }
            byte[] bytes = Arrays.copyOfRange(reply.body(), Math.min(end + 4, next), next);
            parts.add(of(reply, range.group(1), bytes, head));
            at = next + 2;
        }
        return parts;
    }

    private static BytePart of(Reply reply, String contentRange, byte[] bytes, int at) {
        Matcher range = CONTENT_RANGE.matcher(contentRange);
        if (!range.matches()) {
            throw reply.failure("Content-Range: bytes FIRST-LAST/LENGTH", at);
        }
        BytePart part = new BytePart(
                Integer.parseInt(range.group(1)),
                Integer.parseInt(range.group(2)),
                Integer.parseInt(range.group(3)),
                bytes);
        if (part.last < part.first || part.last >= part.length) {
            throw reply.failure("a Content-Range that lies within the file", at);
        } else if (part.last - part.first + 1 != bytes.length) {
            throw reply.failure(
                    "as many bytes as Content-Range says, " + (part.last - part.first + 1) + ", not " + bytes.length,
                    at);
        }
        return part;
    }
}
