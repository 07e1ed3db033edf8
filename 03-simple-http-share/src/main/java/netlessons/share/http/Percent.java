package netlessons.share.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding, RFC 3986 section 2.1: bytes of UTF-8. */
public final class Percent {
    private static final String UNRESERVED = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Percent() {}

    /** A segment of a path, or a part of a query: all but letters, digits and {@code - . _ ~} is encoded. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean letter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
            if (letter || UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%');
                HEX.toHexDigits(encoded, b);
            }
        }
        return encoded.toString();
    }

    /**
     * The way back. The result must be UTF-8 in its one valid form: {@code %C0%AF} is no slash but an error.
     *
     * @throws HttpError 400 if it is broken, or has a NUL, at which a system call would end the name
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int value = text.charAt(i);
            if (value == '%') {
                value = i + 2 < text.length()
                        ? Character.digit(text.charAt(i + 1), 16) << 4 | Character.digit(text.charAt(i + 2), 16)
                        : -1;
                i += 2;
            }
            if (value <= 0) {
                throw new HttpError(400, "The address has a broken percent-encoding.");
            }
            bytes.write(value);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HttpError(400, "The address is not UTF-8 behind its percent-encoding.");
        }
    }
}
