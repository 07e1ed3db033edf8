package netlessons.testkit;

import java.nio.charset.StandardCharsets;

/** Bytes as text that loses nothing: for people, and for the printf of a POSIX shell. */
final class Escape {
    private Escape() {}

    /** One byte as in a Java string: \r, \n, \t, \\, \xHH for what is not printable ASCII. */
    static String of(byte octet) {
        return switch (octet) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default -> printable(octet) ? String.valueOf((char) octet) : String.format("\\x%02X", octet & 0xff);
        };
    }

    /** The same for many bytes, on one line. */
    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length + 16);
        for (byte octet : bytes) {
            text.append(of(octet));
        }
        return text.toString();
    }

    /** The same for text that stands for bytes, one a char. */
    static String of(String latin1) {
        return of(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * A command that writes exactly these bytes, in any POSIX shell. Octal escapes have all three digits, so that a
     * digit that follows is not taken for a part of them; a minus sign in front would be taken for an option.
     */
    static String printf(byte[] bytes) {
        StringBuilder text = new StringBuilder("printf '");
        for (int i = 0; i < bytes.length; i++) {
            byte octet = bytes[i];
            text.append(
                    switch (octet) {
                        case '\r' -> "\\r";
                        case '\n' -> "\\n";
                        case '\t' -> "\\t";
                        case '\\' -> "\\\\";
                        case '%' -> "%%";
                        case '\'' -> "'\\''";
                        default ->
                            printable(octet) && !(i == 0 && octet == '-')
                                    ? String.valueOf((char) octet)
                                    : String.format("\\%03o", octet & 0xff);
                    });
        }
        return text.append('\'').toString();
    }

    private static boolean printable(byte octet) {
        return octet >= 0x20 && octet < 0x7f;
    }
}
