package netlessons.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one {@code --help} prints, and the rules that all lessons' follow. */
final class HelpPage {
    static final String TIMES = "TIME is a number of seconds such as 0.5, or has s, m, h or d behind it";
    static final String SIZES = "SIZE is a number of bytes, or has K, M, G or T behind it (1K is 1024 bytes)";

    static final String FILES =
            "@FILE stands for the options in that file, one a line: what is there, no list of processes" + " shows.";
    private static final String NO_LIMIT = "; 0 for no limit";

    /** Whoever does not give one of these wants to know what it is then. */
    private static final Set<String> WITH_DEFAULT =
            Set.of("TIME", "SIZE", "N", "PORT", "ADDRESS", "RULE", "KIND", "FORMAT");

    /** What several lessons have is said in the same words; the rest may differ. */
    private static final Map<String, String> ALIKE = Map.ofEntries(
            Map.entry("--host", "Address to listen on; .*"),
            Map.entry("--port", "Port to listen on; 0 for any free one \\(default: \\d+\\)\\."),
            Map.entry("--on-conflict", "What happens to a file whose name is taken: .*"),
            Map.entry("--max-connections", "Most connections at once\\b.*"),
            Map.entry("--min-free", "Space of the disk that .* leave .*"),
            Map.entry("--grace", "How long what is under way may take when the .* stops .*"),
            Map.entry("--connect-timeout", "How long a connection may take to be made .*"),
            Map.entry("--log", "A line for each thing done: none, plain \\(default: plain\\)\\."),
            Map.entry("--max-connections-per-ip", "Most connections at once from one address" + NO_LIMIT + " .*"),
            Map.entry("--limit-rate", "Most bytes a second, all connections together" + NO_LIMIT + " .*"));

    private static final int WIDTH = 80;
    private static final Pattern OPTION = Pattern.compile(
            "\\s*(?:-\\w, )?\\s*(--[^\\s=,]+)(?:, --[^\\s=]+)?(?:=('[^']*'|\\S+))?\\s+(.*)", Pattern.DOTALL);

    private record Option(String name, String label, String description) {}

    private final String name;
    private final List<String> lines;

    /** @param name how the command is started, such as {@code 02-socket-upload send} */
    HelpPage(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    void check() {
        assertThat(lines.get(0)).startsWith("Usage: " + name + " [OPTIONS]");
        assertThat(lines.get(1)).as("what the program does").matches("[A-Z].*");
        assertThat(lines).as("they fit on a terminal").allMatch(line -> line.length() <= WIDTH);
        List<Option> options = options();
        assertThat(options).extracting(Option::name).endsWith("--help", "--version");
        options.forEach(HelpPage::check);
        String end = text(lines.subList(lines.lastIndexOf("") + 1, lines.size()));
        assertThat(end).matches("Exit status: 0 .+; 1 .+; 2 wrong usage(; .+)?\\.");
        String page = text(lines);
        assertThat(page.contains(TIMES)).as(TIMES).isEqualTo(has(options, "TIME"));
        assertThat(page.contains(SIZES)).as(SIZES).isEqualTo(has(options, "SIZE"));
        assertThat(page).contains(FILES);
    }

    private static void check(Option option) {
        String name = option.name();
        String description = option.description();
        if (!Set.of("--help", "--version").contains(name)) { // their words are picocli's
            assertThat(description).as(name).matches("[A-Z].*\\.");
        }
        assertThat(option.label()).as(name).isNotIn("SECONDS", "BYTES", "NUMBER");
        if (WITH_DEFAULT.contains(option.label())) {
            assertThat(description).as(name).contains("(default: ");
        }
        assertThat(description).as(name).doesNotContain("default: never", "default: no limit", "as the disk allows");
        if (description.contains("(default: 0)")) {
            assertThat(description).as(name).contains(NO_LIMIT);
        }
        assertThat(description).as(name).matches(ALIKE.getOrDefault(name, ".*"));
    }

    private static boolean has(List<Option> options, String label) {
        return options.stream().anyMatch(option -> option.label().equals(label));
    }

    /** An option begins near the margin; what is farther in goes on with it. */
    private List<Option> options() {
        List<String> texts = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.matches(" {2,6}-.*")) {
                texts.add(line);
                inside = true;
            } else if (inside && line.startsWith("          ")) {
                texts.set(texts.size() - 1, texts.get(texts.size() - 1) + "\n" + line);
            } else {
                inside = false;
            }
        }
        return texts.stream().map(HelpPage::option).toList();
    }

    private static Option option(String text) {
        Matcher option = OPTION.matcher(text);
        assertThat(option.matches()).as(text).isTrue();
        String label = option.group(2) == null ? "" : option.group(2);
        return new Option(option.group(1), label, text(List.of(option.group(3))));
    }

    private static String text(List<String> lines) {
        return String.join(" ", lines).replaceAll("\\s+", " ").strip();
    }
}
