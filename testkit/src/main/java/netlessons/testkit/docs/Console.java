package netlessons.testkit.docs;

import java.util.ArrayList;
import java.util.List;

/** A console block: what is typed and what comes. */
final class Console {
    /**
     * One command.
     *
     * @param line where it stands
     * @param command its text, as sh reads it
     * @param outputLine where its output begins
     * @param ends whether "$ echo $?" follows: then it is expected to end
     */
    record Step(int line, String command, int outputLine, Expected expected, boolean ends) {}

    private Console() {}

    static List<Step> steps(Page page, Page.Fence fence) {
        List<String> lines = fence.text().lines().toList();
        if (lines.isEmpty() || !lines.get(0).startsWith("$ ")) {
            throw new Problem(page, fence.line() + 1, "a console block begins with a command: $ command");
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); ) {
            int first = i;
            StringBuilder command = new StringBuilder(lines.get(i++).substring(2));
            while (i < lines.size()
                    && (command.toString().endsWith("\\") || lines.get(i).matches(">( .*)?"))) {
                command.append('\n').append(lines.get(i++).replaceFirst("^> ?", ""));
            }
            int output = i;
            while (i < lines.size() && !lines.get(i).startsWith("$ ")) {
                i++;
            }
            int line = fence.line() + 1;
            boolean ends = i < lines.size() && isStatus(lines.get(i).substring(2));
            Expected expected = new Expected(lines.subList(output, i));
            steps.add(new Step(line + first, command.toString(), line + output, expected, ends));
        }
        return steps;
    }

    /** Asks how the command before ended. */
    static boolean isStatus(String command) {
        return command.strip().matches("echo \"?\\$\\?\"?");
    }
}
