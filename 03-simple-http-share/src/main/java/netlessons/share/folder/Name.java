package netlessons.share.folder;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A name as people sort names: "2.txt" before "10.txt", "a" beside "A", "é" beside "e". Immutable.
 *
 * @param text as it is written
 * @param folded without what sorting does not tell apart; made once, since sorting looks at it again and again
 */
record Name(String text, String folded) implements Comparable<Name> {
    static Name of(String text) {
        return new Name(text, fold(text));
    }

    /**
     * Without what searching and sorting do not tell apart: capitals, the two ways to write one letter, wide digits. An
     * accent stands by itself behind its letter, so that whoever looks for "cafe" finds "Café", too.
     */
    static String fold(String text) {
        String plain = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
        // To capitals first: "ß" becomes "SS", and both small sigmas of Greek become one.
        StringBuilder folded = new StringBuilder(plain.toUpperCase(Locale.ROOT));
        for (int i = 0; i < folded.length(); i++) {
            folded.setCharAt(i, Character.toLowerCase(folded.charAt(i)));
        }
        return text.contentEquals(folded) ? text : folded.toString(); // most names need no second one
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** By what stands at the first place where they differ; a run of digits counts as one number. */
    @Override
    public int compareTo(Name other) {
        String a = folded;
        String b = other.folded;
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                i = zeros(a, i);
                j = zeros(b, j);
                int lengthA = digits(a, i);
                int lengthB = digits(b, j);
                // The longer number is the larger one, else the first digit that differs decides: no number is too
                // long.
                int order = lengthA != lengthB ? lengthA - lengthB : digits(a, i, b, j, lengthA);
                if (order != 0) {
                    return order;
                }
                i += lengthA;
                j += lengthB;
            } else if (a.charAt(i) != b.charAt(j)) {
                return a.charAt(i) - b.charAt(j);
            } else {
                i++;
                j++;
            }
        }
        int rest = (a.length() - i) - (b.length() - j);
        return rest != 0 ? rest : text.compareTo(other.text);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int zeros(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) == '0') {
            end++;
        }
        return end;
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end - from;
    }

    private static int digits(String a, int i, String b, int j, int count) {
        int order = 0;
        for (int n = 0; n < count && order == 0; n++) {
            order = a.charAt(i + n) - b.charAt(j + n);
        }
        return order;
    }
}
