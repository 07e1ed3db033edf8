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
        // What is not encoded passes as it is, as the bytes that it came as.
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int value = raw[i];
            if (value == '%') {
                value = i + 2 < raw.length ? hex(raw[i + 1]) << 4 | hex(raw[i + 2]) : -1;
                i += 2;
                if (value <= 0) {
                    throw new HttpError(400, "The address has a broken percent-encoding.");
                }
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

    /** Not Character.digit: that takes the digits of all the world's scripts. */
    private static int hex(byte digit) {
        return HexFormat.isHexDigit(digit) ? HexFormat.fromHexDigit(digit) : -1;
    }
}
