package netlessons.testkit;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command line cut into words without a shell: at blanks, except between quotes, single or double, which are taken
 * away. A backslash is nothing special, so that Windows paths stay as they are.
 */
final class CommandLine {
    /** Possessive ({@code ++}): a class path has thousands of characters, and a stack has room for fewer steps back. */
    private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]++|'[^']*+'|\"[^\"]*+\")++");

    private CommandLine() {}

    /**
     * Cuts first, and then replaces {name} in each word, so that a folder with blanks in its name stays one word.
     *
     * @throws IllegalArgumentException if there is no word, or a quote is not closed
     */
    static List<String> split(String line, Map<String, String> replacements) {
        if (line.isBlank()) {
            throw new IllegalArgumentException("target.command is empty.");
        } else if (!WORD.matcher(line).replaceAll("").isBlank()) {
            throw new IllegalArgumentException("target.command has a quote that is not closed: " + line);
        }
        return WORD.matcher(line)
                .results()
                .map(word -> word.group().replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"))
                .map(word -> replace(word, replacements))
                .toList();
    }

    /** Each word with {name} in it becomes as many words as there are values, with one of them each. */
    static List<String> spread(List<String> words, String name, List<String> values) {
        return words.stream()
                .flatMap(word -> word.contains("{" + name + "}")
                        ? values.stream().map(value -> word.replace("{" + name + "}", value))
                        : Stream.of(word))
                .toList();
    }

    /** The way back, for people: one line for a shell. */
    static String join(List<String> words) {
        return words.stream().map(CommandLine::quoted).collect(Collectors.joining(" "));
    }

    /** A word as a shell wants it; in double quotes where they will do, for these work with cmd.exe too. */
    static String quoted(String word) {
        if (word.matches("[\\w./:,@%+=-]+")) {
            return word;
        } else if (word.matches("[^\"$`!]*[^\"$`!\\\\]") && !word.contains("\\\\")) {
            return '"' + word + '"';
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String replace(String word, Map<String, String> replacements) {
        String result = word;
        for (Map.Entry<String, String> e : replacements.entrySet()) {
            result = result.replace("{" + e.getKey() + "}", e.getValue());
        }
        return result;
    }
}
