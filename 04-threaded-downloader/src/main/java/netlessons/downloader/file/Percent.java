package netlessons.downloader.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/** Percent-encoding (RFC 3986 section 2.1), as paths and RFC 8187 have it. */
final class Percent {
    private Percent() {}

    /** The text that is meant; nothing if a percent sign stands alone or the bytes are not of the charset. */
    static Optional<String> decode(String encoded, Charset charset) {
        if (encoded.indexOf('%') < 0) {
            return Optional.of(encoded);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < encoded.length(); at++) {
            char c = encoded.charAt(at);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(charset));
                continue;
            }
            int high = digit(encoded, at + 1);
            int low = digit(encoded, at + 2);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high << 4 | low);
            at += 2;
        }
        return Names.text(bytes.toByteArray(), charset);
    }

    /** -1 if there is none. */
    private static int digit(String text, int at) {
        char c = at < text.length() ? text.charAt(at) : 'x';
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
