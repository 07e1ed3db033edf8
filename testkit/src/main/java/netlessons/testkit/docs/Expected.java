package netlessons.testkit.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Output as a document shows it: a line that is only ... stands for any lines, ... within a line for anything. */
final class Expected {
    private static final String ANY = "...";
    /** Lines of the real output that a failure shows. */
    private static final int SHOWN = 40;

    private final List<String> lines;

    Expected(List<String> lines) {
        this.lines = trim(lines);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Whether the output is as shown. */
    boolean matches(String output) {
        return mismatch(output) == lines.size() + 1;
    }

    /** What differs, for people. The line is counted from the first line of the document's output. */
    record Difference(int line, String message) {}

    Difference difference(String output) {
        int at = Math.min(mismatch(output), lines.size());
        String should = at < lines.size() ? lines.get(at) : "(no more output)";
        List<String> got = trim(output.lines().toList());
        if (got.size() > SHOWN) {
            got = new ArrayList<>(got.subList(0, SHOWN));
            got.add("(and more)");
        }
        return new Difference(
                at,
                "\n  document  " + should + "\n  output    "
                        + (got.isEmpty() ? "(none)" : String.join("\n            ", got)));
    }

    /**
     * How many lines were matched until none fitted: all of them, and one more, if the output ends there too. As with
     * a file name pattern it is enough to go back to the last "...".
     */
    private int mismatch(String output) {
        List<String> got = trim(output.lines().toList());
        int best = 0;
        int line = 0;
        int any = -1;
        int anyGot = 0;
        for (int i = 0; i < got.size(); ) {
            if (line < lines.size() && lines.get(line).strip().equals(ANY)) {
                any = line++;
                anyGot = i;
            } else if (line < lines.size() && fits(lines.get(line), got.get(i))) {
                line++;
                i++;
            } else if (any >= 0) {
                best = Math.max(best, line);
                line = any + 1;
                i = ++anyGot;
            } else {
                return Math.max(best, line);
            }
        }
        while (line < lines.size() && lines.get(line).strip().equals(ANY)) {
            line++;
        }
        return line == lines.size() ? line + 1 : Math.max(best, line);
    }

    private static boolean fits(String pattern, String line) {
        List<String> parts = new ArrayList<>();
        for (String part : pattern.split(Pattern.quote(ANY), -1)) {
            parts.add(Pattern.quote(part));
        }
        return Pattern.matches("(?s)" + String.join(".*", parts), line);
    }

    /** Without blanks at the ends of lines and without empty lines at the end: nobody sees them in a document. */
    private static List<String> trim(List<String> lines) {
        List<String> trimmed =
                new ArrayList<>(lines.stream().map(String::stripTrailing).toList());
        while (!trimmed.isEmpty() && trimmed.get(trimmed.size() - 1).isEmpty()) {
            trimmed.remove(trimmed.size() - 1);
        }
        return trimmed;
    }
}
