package netlessons.downloader.progress;

import java.util.ArrayList;
import java.util.List;
import netlessons.downloader.text.Columns;

/**
 * A small terminal: what it is told becomes what a person sees. It knows line feeds, the cursor's way up, what erases
 * and whether long lines are wrapped, and nothing else: all else fails.
 */
final class TerminalModel implements Screen {
    private static final String BESIDE_WIDE = "";

    /** All lines that there ever were; the last {@code height} are on the screen. */
    private final List<List<String>> lines = new ArrayList<>();

    private int width;
    private int height;
    private int row;
    private int column;
    private boolean wrap = true;

    TerminalModel(int width, int height) {
        this.width = width;
        this.height = height;
        lines.add(new ArrayList<>());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    /** Everything, also what has scrolled off the screen; without spaces at ends of lines and empty lines at the end. */
    List<String> seen() {
        List<String> seen = new ArrayList<>();
        for (List<String> line : lines) {
            seen.add(String.join("", line).stripTrailing());
        }
        while (!seen.isEmpty() && seen.get(seen.size() - 1).isEmpty()) {
            seen.remove(seen.size() - 1);
        }
        return seen;
    }

    boolean wraps() {
        return wrap;
    }

    /** Wraps again what was longer, as most of them do. */
    void resize(int newWidth, int newHeight) {
        List<List<String>> old = new ArrayList<>(lines);
        int oldRow = row;
        lines.clear();
        for (int i = 0; i < old.size(); i++) {
            row = i == oldRow ? lines.size() : row;
            List<String> rest = old.get(i);
            do {
                int end = Math.min(newWidth, rest.size());
                lines.add(new ArrayList<>(rest.subList(0, end)));
                rest = rest.subList(end, rest.size());
            } while (!rest.isEmpty());
        }
        width = newWidth;
        height = newHeight;
    }

    void print(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\u001b') {
                int end = i + 1;
                while (!Character.isLetter(text.charAt(end))) {
                    end++;
                }
                escape(text.substring(i, end + 1));
                i = end + 1;
            } else if (c == '\r') {
                column = 0;
            } else if (c == '\n') {
                column = 0; // the driver of a terminal makes \r\n of it
                down();
            } else {
                put(Character.toString(c), Columns.of(c));
            }
        }
    }

    private void down() {
        row++;
        if (row == lines.size()) {
            lines.add(new ArrayList<>());
        }
    }

    private void put(String character, int columns) {
        if (column + columns > width && wrap) {
            column = 0;
            down();
        }
        List<String> line = lines.get(row);
        int at = Math.min(column, width - columns);
        while (line.size() < at + columns) {
            line.add(" ");
        }
        if (columns == 0) {
            line.set(at - 1, line.get(at - 1) + character);
            return;
        }
        line.set(at, character);
        if (columns == 2) {
            line.set(at + 1, BESIDE_WIDE);
        }
        column = at + columns;
    }

    private void escape(String code) {
        if (code.equals("[K")) {
            truncate(lines.get(row), column);
        } else if (code.equals("[J")) {
            truncate(lines.get(row), column);
            truncate(lines, row + 1);
        } else if (code.equals("[?7l") || code.equals("[?7h")) {
            wrap = code.endsWith("h");
        } else if (code.matches("\\[[0-9]+A")) {
            int top = Math.max(0, lines.size() - height);
            row = Math.max(top, row - Integer.parseInt(code.substring(1, code.length() - 1)));
        } else {
            throw new AssertionError("a person would see: " + code);
        }
    }

    private static void truncate(List<?> list, int size) {
        if (list.size() > size) {
            list.subList(size, list.size()).clear();
        }
    }
}
