package netlessons.downloader.http;

import java.nio.charset.StandardCharsets;

/** Percent-encodes what may not stand in a URL, and leaves alone what may (RFC 3986 section 2.1). */
final class Escapes {
    private static final String HEX = "0123456789ABCDEF";

    private Escapes() {}

    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!mayStand(text.charAt(i))) {
                return of(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return text;
    }

    /** Bytes that are not UTF-8 are kept as they are: origins know what they mean. */
    static String of(byte[] bytes) {
        StringBuilder escaped = new StringBuilder(bytes.length + 16);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            boolean escape = b == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
            if (escape || mayStand(b)) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
            }
        }
        return escaped.toString();
    }

    /** What was meant: in UTF-8. */
    static String undo(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return escaped;
        }
        byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean escape = bytes[i] == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
            bytes[length++] = escape
                    ? (byte) (Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16))
                    : bytes[i];
            i += escape ? 2 : 0;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    private static boolean mayStand(int c) {
        return c > ' ' && c < 0x7f && "\"<>\\^`{|}%".indexOf(c) < 0;
    }
}
