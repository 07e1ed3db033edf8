package netlessons.share.http;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A file as it was at one moment, as far as HTTP tells versions apart (RFC 9110 section 8.8).
 *
 * @param length in bytes
 * @param etag a strong one: from the time of the last change in the file system's own resolution, the length, and
 *     which file it is
 * @param lastModified in whole seconds, as HTTP has it
 */
public record FileVersion(long length, String etag, Instant lastModified) {
    public static FileVersion of(BasicFileAttributes attributes) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        Object file = attributes.fileKey(); // null on Windows
        String etag = '"'
                + Long.toHexString(modified.getEpochSecond())
                + '.'
                + Integer.toHexString(modified.getNano())
                + '-'
                + Long.toHexString(attributes.size())
                + '-'
                + Integer.toHexString(file == null ? 0 : file.hashCode())
                + '"';
        // Section 8.8.2.1: a file from the future was last modified now.
        Instant now = Instant.now();
        Instant past = modified.isAfter(now) ? now : modified;
        return new FileVersion(attributes.size(), etag, past.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether a file with these attributes is of this version. */
    public boolean isStill(BasicFileAttributes attributes) {
        return of(attributes).etag().equals(etag);
    }

    /** What is made from the file in one of several ways is another thing, with a tag of its own (section 8.8.3.3). */
    public FileVersion variant(String name, long newLength) {
        return new FileVersion(newLength, etag.substring(0, etag.length() - 1) + '-' + name + '"', lastModified);
    }

    /** The response with both validators. */
    public Response validated(Response response) {
        return response.with("ETag", etag).with("Last-Modified", HttpDate.format(lastModified));
    }
}
