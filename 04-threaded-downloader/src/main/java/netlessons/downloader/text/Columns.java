package netlessons.downloader.text;

/**
 * How wide text is on a terminal: Chinese, Japanese and Korean characters and pictures take two columns, accents that
 * are put onto the character before them none. (Unicode Standard Annex 11, in rough strokes.)
 */
public final class Columns {
    /** First and last of what takes two. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23EC, 0x25FD, 0x25FE, 0x2614, 0x2615, 0x2648, 0x2653, 0x26AA, 0x26AB,
        0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x2753, 0x2757,
        0x2795, 0x2797, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2E80, 0x303E, 0x3041, 0xA4CF, 0xA960, 0xA97C, 0xAC00, 0xD7A3,
        0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18CFF, 0x1AFF0, 0x1B2FF, 0x1F004,
        0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F19A, 0x1F1E6, 0x1F64F, 0x1F680, 0x1F6FC, 0x1F7E0, 0x1F7F0, 0x1F90C,
        0x1FAFF, 0x20000, 0x3FFFD
    };

    private Columns() {}

    public static int of(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            columns += of(c);
            i += Character.charCount(c);
        }
        return columns;
    }

    /** 0, 1 or 2. */
    public static int of(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int i = 0; i < WIDE.length && c >= WIDE[i]; i += 2) {
            if (c <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }

    /** As wide as it is asked for, filled with spaces or cut in the middle: the end of a name says what it is. */
    public static String fit(String text, int columns, String ellipsis) {
        int width = of(text);
        if (width <= columns) {
            return text + " ".repeat(columns - width);
        }
        String gap = of(ellipsis) * 3 <= columns ? ellipsis : "";
        int room = columns - of(gap);
        String head = text.substring(0, head(text, gap.isEmpty() ? room : (room + 1) / 2));
        String tail = gap.isEmpty() ? "" : text.substring(tail(text, room - of(head)));
        String cut = head + gap + tail;
        return cut + " ".repeat(columns - of(cut));
    }

    /** Where the longest beginning ends that is not wider. */
    private static int head(String text, int columns) {
        int end = 0;
        for (int used = 0; end < text.length(); ) {
            int c = text.codePointAt(end);
            used += of(c);
            if (used > columns) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    /** Where the longest end begins that is not wider. */
    private static int tail(String text, int columns) {
        int start = text.length();
        for (int used = 0; start > 0; ) {
            int c = text.codePointBefore(start);
            used += of(c);
            if (used > columns) {
                break;
            }
            start -= Character.charCount(c);
        }
        return start;
    }
}
