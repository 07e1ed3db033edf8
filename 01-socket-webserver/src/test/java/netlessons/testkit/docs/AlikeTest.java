package netlessons.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No lesson depends on another. What several of them need stands in each, and who knows one copy knows the others. */
@DisplayName("what several lessons have is the same in each")
class AlikeTest {
    private static final Project PROJECT = Project.of("docs/01-socket-webserver.md", arguments -> 0);

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "AtFiles.java, 01 02 03 04 05",
        "Classes.java, 01 02 03 05",
        "Conflict.java, 02 04",
        "Digits.java, 01 02 03 04 05",
        "Disk.java, 02 03 04",
        "FullDisk.java, 02 03 04 05",
        "HttpDate.java, 01 03",
        "JsonLine.java, 02 04",
        "LinePrinter.java, 01 02 03 05",
        "NowhereWords.java, 01 03",
        "Quietly.java, 01 02",
        "Seconds.java, 01 02 03 04 05",
        "Size.java, 01 02 03 04 05",
        "Sweeper.java, 03 05",
        "Threads.java, 01 02",
        "Usage.java, 01 02 03 04 05",
        "Printable.java, 02 03 05",
    })
    void alike(String file, String lessons) throws IOException {
        Path first = null;
        for (String number : lessons.split(" ")) {
            Path copy = find(number, file);
            first = first == null ? copy : first;
            assertThat(code(copy)).as("%s, beside %s", copy, first).isEqualTo(code(first));
        }
    }

    private static Path find(String number, String file) throws IOException {
        String module = PROJECT.modules().stream()
                .filter(name -> name.startsWith(number))
                .findFirst()
                .orElseThrow();
        Path sources = PROJECT.root().resolve(module).resolve("src/main/java");
        try (Stream<Path> all = Files.walk(sources)) {
            List<Path> found = all.filter(path -> path.endsWith(file)).toList();
            // Lesson 03 has another Size, that of a picture.
            return found.stream()
                    .filter(path -> found.size() == 1 || path.getParent().endsWith("text"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + file + " in " + sources));
        }
    }

    /** But for its package, and for who may use it: where a lesson is one package, nothing of it need be public. */
    private static String code(Path file) throws IOException {
        return Files.readString(file)
                .replaceFirst("(?m)^package .*", "package ...;")
                .replaceAll("\\bpublic ", "")
                .replaceAll("\\s+", " ");
    }
}
