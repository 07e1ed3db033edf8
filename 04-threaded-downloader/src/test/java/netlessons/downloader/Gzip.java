package netlessons.downloader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import netlessons.testkit.origin.Content;

/** What origins do that compress. */
final class Gzip {
    private Gzip() {}

    static Content of(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Content.of(bytes.toByteArray());
    }

    /** Whether a value of Accept-Encoding names gzip, or anything, and not with the weight 0 (RFC 9110 section 12.5.3). */
    static boolean accepted(String field) {
        for (String one : field.toLowerCase(Locale.ROOT).replace(" ", "").split(",")) {
            if (one.matches("(x-)?gzip(;q=(1|0\\.0*[1-9]).*)?|gzip;q=1.*")) {
                return true;
            }
        }
        return false;
    }
}
