package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import netlessons.testkit.German;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RefusalTest {
    private interface Deed {
        void run() throws IOException;
    }

    /** Does what cannot be done. */
    static final class Trying {
        public static void main(String[] folder) throws IOException {
            System.out.println(NowhereWords.NO_FOLDER);
            Path dir = Path.of(folder[0]);
            Root root = Root.open(dir, false);
            System.out.println(root.find(List.of("a.txt", "b")));
            System.out.println(root.find(List.of("x".repeat(256))));
            System.out.println(root.find(List.of("loop")));
            refused(() -> Files.write(Path.of("/dev/full"), new byte[1], StandardOpenOption.WRITE));
            refused(() -> Files.createFile(dir.resolve("a.txt/b")));
            refused(() -> Files.createFile(dir.resolve("loop/b")));
            refused(() -> Files.createFile(dir.resolve("x".repeat(256))));
        }

        private static void refused(Deed deed) {
            try {
                deed.run();
                System.out.println("done");
            } catch (IOException e) {
                System.out.println(Refusal.of(e).reason());
            }
        }
    }

    @Test
    @DisplayName("what the system says is understood in German as well")
    void german(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.txt"), "");
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        List<String> lines = German.linesOf(Trying.class, Root.class, folder.toString());
        assumeThat(lines.get(0)).isEqualTo("Ist kein Verzeichnis");
        assertThat(lines.subList(1, lines.size()))
                .containsExactly(
                        "Optional.empty",
                        "Optional.empty",
                        "Optional.empty",
                        "NO_ROOM",
                        "CONFLICT",
                        "CONFLICT",
                        "NAME");
    }
}
