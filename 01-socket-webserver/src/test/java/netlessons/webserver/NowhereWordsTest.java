package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netlessons.testkit.German;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NowhereWordsTest {
    /** Looks for what is not there. */
    static final class Looking {
        public static void main(String[] folder) throws IOException {
            System.out.println(NowhereWords.NO_FOLDER);
            Root root = Root.open(Path.of(folder[0]));
            System.out.println(root.find(List.of("a.txt", "b")));
            System.out.println(root.find(List.of("x".repeat(256))));
            System.out.println(root.find(List.of("loop")));
        }
    }

    @Test
    @DisplayName("a path leads nowhere in German as well")
    void german(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.txt"), "");
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        List<String> lines = German.linesOf(Looking.class, Root.class, folder.toString());
        assumeThat(lines.get(0)).isEqualTo("Ist kein Verzeichnis");
        assertThat(lines.subList(1, lines.size())).hasSize(3).containsOnly("Optional.empty");
    }
}
