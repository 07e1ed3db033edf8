package netlessons.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes as a few lines of escaped text, broken after each \n: some twelve of them, of at most 110 columns. Of more, it
 * shows the beginning and the end, or what stands around the caret, and says how much it leaves out.
 */
final class Excerpt {
    private static final int WIDTH = 100;

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
        List<Integer> starts = starts();
        int count = starts.size() - 1;
        int at = 0;
        while (at < count - 1 && caret >= starts.get(at + 1)) {
            at++;
        }
        // The beginning, a gap, and either the end or the neighbourhood of the caret.
        int head = caret < 0 ? 7 : 1;
        int from = caret < 0 ? count - 4 : at - 4;
        int to = caret < 0 ? count : at + 3;
        for (int i = 0; i < count; i++) {
            int next = i >= to ? count : i >= head ? Math.max(i, from) : i;
            if (next - i > 1) {
                int left = starts.get(next) - starts.get(i);
                text.add("... " + left + " bytes in " + (next - i) + " lines left out ...");
                i = next - 1;
            } else {
                line(starts.get(i), starts.get(i + 1), caret >= 0 && i == at);
            }
        }
        return text;
    }

    /** Where each line begins, and the end; the caret behind a last \n stands on an empty line of its own. */
    private List<Integer> starts() {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' && (i + 1 < bytes.length || caret == bytes.length)) {
                starts.add(i + 1);
            }
        }
        starts.add(bytes.length);
        return starts;
    }

    private void line(int start, int end, boolean here) {
        int headEnd = reach(start, end, WIDTH);
        int tail = end;
        int tailEnd = end;
        if (headEnd < end) {
            headEnd = reach(start, end, here ? 16 : 60);
            tail = Math.max(headEnd, reach(here ? caret : end, start, here ? 24 : 16));
            tailEnd = here ? Math.max(headEnd, reach(caret, end, 16)) : end;
        }
        StringBuilder line = new StringBuilder();
        int column = append(line, start, headEnd);
        if (tail > headEnd) {
            line.append(" ...").append(tail - headEnd).append(" bytes left out... ");
        }
        column = Math.max(column, append(line, tail, tailEnd));
        if (tailEnd < end) {
            line.append(" ...").append(end - tailEnd).append(" bytes more...");
        }
        text.add(line.toString());
        if (here) {
            text.add(" ".repeat(column) + "^ " + remark);
        }
    }

    /** Appends these bytes; gives back the column of the caret, if that is among them or straight behind them. */
    private int append(StringBuilder line, int from, int to) {
        int column = -1;
        for (int i = from; i < to; i++) {
            column = i == caret ? line.length() : column;
            line.append(Escape.of(bytes[i]));
        }
        return to == caret ? line.length() : column;
    }

    /** How far so many columns reach from there, towards the limit, on either side. */
    private int reach(int from, int limit, int columns) {
        int step = from < limit ? 1 : -1;
        int at = from;
        for (int left = columns; at != limit; at += step) {
            left -= Escape.of(bytes[step > 0 ? at : at - 1]).length();
            if (left < 0) {
                break;
            }
        }
        return at;
    }
}
