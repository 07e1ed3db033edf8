package netlessons.testkit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Bytes as lines of escaped text, broken after each \n. Of many lines, and of a long line, it shows the beginning, the
 * end and what stands around the caret, and says how much it leaves out.
 */
final class Excerpt {
    private static final int LONG_LINE = 110;

    private final byte[] bytes;
    private final int caret;
    private final String remark;
    private final List<String> text = new ArrayList<>();

    private Excerpt(byte[] bytes, int caret, String remark) {
        this.bytes = bytes;
        this.caret = caret;
        this.remark = remark;
    }

    /** Without a caret. */
    static List<String> of(byte[] bytes) {
        return new Excerpt(bytes, -1, "").lines();
    }

    /**
     * With a caret.
     *
     * @param caret the offset it points at; the number of bytes for what is missing after the last one
     * @param remark what to write behind the caret
     */
    static List<String> of(byte[] bytes, int caret, String remark) {
        return new Excerpt(bytes, Math.min(caret, bytes.length), remark).lines();
    }

    private List<String> lines() {
        List<int[]> lines = cut();
        BitSet shown = new BitSet();
        if (caret < 0) {
            shown.set(0, Math.min(12, lines.size()));
            shown.set(Math.max(0, lines.size() - 3), lines.size());
        } else {
            int at = 0;
            while (at < lines.size() - 1 && caret >= lines.get(at)[1]) {
                at++;
            }
            shown.set(0);
            shown.set(Math.max(0, at - 5), Math.min(lines.size(), at + 2));
        }
        for (int i = 0; i < lines.size(); i++) {
            int next = shown.nextSetBit(i);
            int end = next < 0 ? lines.size() : next;
            if (end - i > 3) {
                int left = lines.get(end - 1)[1] - lines.get(i)[0];
                text.add("... " + left + " bytes in " + (end - i) + " lines left out ...");
                i = end - 1;
            } else {
                line(lines.get(i)[0], lines.get(i)[1], i == lines.size() - 1);
            }
        }
        return text;
    }

    /** Where each line begins and ends; the caret behind a last \n stands on an empty line of its own. */
    private List<int[]> cut() {
        List<int[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(new int[] {start, i + 1});
                start = i + 1;
            }
        }
        if (start < bytes.length || caret == bytes.length) {
            lines.add(new int[] {start, bytes.length});
        }
        return lines;
    }

    private void line(int start, int end, boolean last) {
        boolean here = caret >= start && (caret < end || (last && caret == end));
        BitSet shown = new BitSet();
        if (end - start <= LONG_LINE) {
            shown.set(start, end + 1);
        } else if (here) {
            shown.set(start, start + 20);
            shown.set(Math.max(start, caret - 40), Math.min(end, caret + 30) + 1);
            shown.set(end - 10, end + 1);
        } else {
            shown.set(start, start + 70);
            shown.set(end - 30, end + 1);
        }
        StringBuilder line = new StringBuilder();
        int column = -1;
        for (int i = start; i <= end; i++) {
            int next = shown.nextSetBit(i);
            if (next > i) {
                line.append(" ...").append(next - i).append(" bytes left out... ");
                i = next;
            }
            if (here && i == caret) {
                column = line.length();
            }
            if (i < end) {
                line.append(Escape.of(bytes[i]));
            }
        }
        text.add(line.toString());
        if (here) {
            text.add(" ".repeat(column) + "^ " + remark);
        }
    }
}
