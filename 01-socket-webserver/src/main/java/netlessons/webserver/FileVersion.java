package netlessons.webserver;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A file as it was at one moment, and what HTTP says about it: validators, conditions, ranges (RFC 9110 sections 8.8,
 * 13 and 14).
 *
 * @param length in bytes
 * @param etag a strong one: from the time of the last change in the file system's own resolution, the length, and
 *     which file it is
 * @param lastModified in whole seconds, as HTTP has it
 */
record FileVersion(long length, String etag, Instant lastModified) {

    static FileVersion of(BasicFileAttributes attributes) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        Object file = attributes.fileKey(); // null on Windows
        String etag = "\"%x.%x-%x-%x\""
                .formatted(
                        modified.getEpochSecond(),
                        modified.getNano(),
                        attributes.size(),
                        file == null ? 0 : file.hashCode());
        // Section 8.8.2.1: a file from the future was last modified now.
        Instant now = Instant.now();
        Instant past = modified.isAfter(now) ? now : modified;
        return new FileVersion(attributes.size(), etag, past.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Status and fields for the request; for 200 and 206 the content is to be added. */
    Response respond(Request request) {
        return switch (Preconditions.evaluate(request, this)) {
            case FAILED -> Response.error(412, "The file is not, or no longer, the one you mean.");
            case NOT_MODIFIED -> validated(Response.of(304));
            case HOLD ->
                requestedPart(request)
                        .map(this::part)
                        .orElseGet(() -> validated(Response.of(200)).with("Accept-Ranges", "bytes"));
        };
    }

    private Response part(ByteRange part) {
        return part.isIn(length)
                ? validated(Response.of(206)).with("Content-Range", part.contentRange(length))
                : Response.error(416, "The file has " + length + " bytes.").with("Content-Range", "bytes */" + length);
    }

    private Response validated(Response response) {
        return response.with("ETag", etag).with("Last-Modified", HttpDate.format(lastModified));
    }

    /** The part that was asked for, or nothing if none was, or none that we give. */
    Optional<ByteRange> requestedPart(Request request) {
        // RFC 9110 section 14.2: GET is the only method for which ranges are defined.
        if (!request.method().equals("GET") || !Preconditions.ifRange(request, this)) {
            return Optional.empty();
        }
        return request.headers().first("Range").flatMap(range -> ByteRange.parse(range, length));
    }
}
