package netlessons.share.folder;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.Locale;

/** By what a list is sorted. Folders always come first. */
public enum Order {
    name(Comparator.comparing(Entry::path, Order::naturally)),
    size(Comparator.comparingLong(Entry::size)),
    modified(Comparator.comparing(Entry::modified));

    private final Comparator<Entry> comparator;

    Order(Comparator<Entry> comparator) {
        this.comparator = comparator;
    }

    public Comparator<Entry> comparator(boolean descending) {
        Comparator<Entry> order = descending ? comparator.reversed() : comparator;
        return Comparator.comparing(Entry::folder)
                .reversed()
                .thenComparing(order)
                .thenComparing(name.comparator);
    }

    // @start region=natural
    /** As people count: "2.txt" before "10.txt", "a" beside "A". */
    static int naturally(String one, String two) {
        String a = folded(one);
        String b = folded(two);
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int order;
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endI = number(a, i);
                int endJ = number(b, j);
                String x = a.substring(i, endI).replaceFirst("^0+", "");
                String y = b.substring(j, endJ).replaceFirst("^0+", "");
                order = x.length() != y.length() ? x.length() - y.length() : x.compareTo(y);
                i = endI;
                j = endJ;
            } else {
                order = a.charAt(i++) - b.charAt(j++);
            }
            if (order != 0) {
                return order;
            }
        }
        int rest = (a.length() - i) - (b.length() - j);
        return rest != 0 ? rest : one.compareTo(two);
    }
    // @end

    /** Without what searching and sorting do not tell apart: capitals, and two ways to write one letter. */
    static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
