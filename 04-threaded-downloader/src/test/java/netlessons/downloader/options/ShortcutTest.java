package netlessons.downloader.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The shortcut reads what picocli reads, or nothing. */
class ShortcutTest {
    private static final Map<String, String> VALUES =
            Map.of("RULE", "replace", "KIND", "json", "SIZE", "3k", "TIME", "1.5", "N", "7", "'NAME: VALUE'", "A: b");

    private static void assertSame(List<String> words) {
        String[] array = words.toArray(String[]::new);
        Choices expected = CommandLine.populateCommand(new Choices(), array);
        assertThat(Shortcut.read(array))
                .as(words.toString())
                .get()
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("every option, by every name that it has, alone and all together")
    void everyOption() {
        List<String> all = new ArrayList<>(List.of("http://a/"));
        List<OptionSpec> options =
                new CommandLine(new Choices()).getCommandSpec().options();
        assertThat(options).hasSizeGreaterThan(25);
        for (OptionSpec option : options) {
            for (String name : option.names()) {
                List<String> words = new ArrayList<>(List.of(name));
                if (option.arity().max() > 0) {
                    words.add(VALUES.getOrDefault(option.paramLabel(), "text"));
                }
                assertSame(words);
                if (words.size() > 1 && name.startsWith("--")) {
                    assertSame(List.of(name + "=" + words.get(1)));
                } else if (words.size() > 1) {
                    assertSame(List.of(name + words.get(1)));
                }
                if (name.equals(option.longestName())) {
                    all.addAll(words);
                }
            }
        }
        all.add("http://b/");
        assertSame(all);
    }

    @Test
    @DisplayName("several header fields, standard input, many URLs")
    void repeated() {
        assertSame(List.of("--header", "A: 1", "x", "--header", "B: 2", "-i", "-", "y"));
        assertSame(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "--version",
                "--nonsense",
                "--retries",
                "--retries many",
                "--retries -1",
                "--retries=",
                "--retries=x",
                "--hidden=true",
                "--dir=a -d b",
                "-j=3",
                "-d=x",
                "--max-size huge",
                "--read-timeout soon",
                "--progress pie",
                "--on-conflict argue",
                "-d a -d b",
                "-d a --dir b",
                "--dir --hidden",
                "-- x",
                "-"
            })
    @DisplayName("help, other forms and faults are for picocli")
    void notPlain(String line) {
        assertThat(Shortcut.read(line.split(" "))).isEqualTo(Optional.empty());
    }
}
