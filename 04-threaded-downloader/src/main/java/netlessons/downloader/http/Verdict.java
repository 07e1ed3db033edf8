package netlessons.downloader.http;

import java.time.Instant;
import java.util.Optional;

/** What a status, and what stands in the head besides, makes of a response: something to read, or a fault. */
final class Verdict {
    private Verdict() {}

    /** @throws HttpFault if there is nothing in it that can be used */
    static void check(Head head, boolean ranged) throws HttpFault {
        int status = head.status();
        if (status == 416 && ranged) {
            return;
        } else if (status != 200 && status != 206) {
            throw fault(head);
        }
        for (String coding : head.list("Content-Encoding")) {
            if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
                throw HttpFault.permanent("the file came packed (" + coding + "), which was not asked for", status);
            }
        }
        if (status == 206) {
            checkPart(head, ranged);
        }
    }

    private static void checkPart(Head head, boolean ranged) throws HttpFault {
        if (!ranged) {
            throw HttpFault.permanent("a part of the file came, and all of it was asked for", 206);
        } else if (head.first("Content-Type").orElse("").regionMatches(true, 0, "multipart/byteranges", 0, 20)) {
            throw HttpFault.permanent("several parts of the file came, and one was asked for", 206);
        } else if (part(head).isEmpty()) {
            throw HttpFault.permanent("a part of the file came, and nothing says which", 206);
        }
    }

    static Optional<ContentRange> part(Head head) {
        Optional<String> field = head.first("Content-Range");
        return switch (head.status()) {
            case 206 -> head.count("Content-Range") == 1 ? field.flatMap(ContentRange::of206) : Optional.empty();
            case 416 -> field.flatMap(ContentRange::of416);
            default -> Optional.empty();
        };
    }

    private static HttpFault fault(Head head) {
        return fault(head, "the answer was " + head.statusText());
    }

    static HttpFault fault(Head head, String message) {
        int status = head.status();
        return new HttpFault(
                kind(status),
                message,
                status,
                head.first("Retry-After").flatMap(field -> RetryAfter.parse(field, Instant.now())),
                null);
    }

    static HttpFault.Kind kind(int status) {
        return switch (status) {
            case 429, 503 -> HttpFault.Kind.BUSY;
            case 408, 425, 500, 502, 504 -> HttpFault.Kind.TRANSIENT;
            // 520 to 529: what stands before the origin could not reach it
            default -> status >= 520 && status <= 529 ? HttpFault.Kind.TRANSIENT : HttpFault.Kind.PERMANENT;
        };
    }
}
