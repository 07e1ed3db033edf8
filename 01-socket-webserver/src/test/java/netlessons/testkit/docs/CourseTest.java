package netlessons.testkit.docs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourseTest {
    private static final Map<String, String> PAGES = Map.of(
            "01-tiny.md", "# Tiny\n\n**Time:** 90 minutes, in one go.\n",
            "README.md", """
                    # Map

                    ```mermaid
                    flowchart TD
                    ```

                    | lesson | minutes | stages |
                    |---|---|---|
                    | [01 Tiny](01-tiny.md) | 90 | 2 |

                    | | 01 | 02 |
                    |---|---|---|
                    | ports | 1, 2 | |
                    """,
            "teaching.md",
                    "# Teaching\n\n| lesson | stages | minutes |\n|---|---|---|\n| [01 Tiny](01-tiny.md) | 2 | 90 |\n",
            "glossary.md", "# Glossary\n\n## Port\n\nA number.\n\n## socket\n\nAn end.\n");

    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(root.resolve("docs"));
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            Files.writeString(root.resolve("docs").resolve(page.getKey()), page.getValue());
        }
    }

    private void check() {
        Project project = new Project(root, "01-tiny", "Tiny", "", arguments -> 0, false, Duration.ofSeconds(9));
        new Course(project, "docs/01-tiny.md", 2).check();
    }

    @Test
    void whatAgreesIsFine() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "01-tiny.md, 90, 91, 'docs/README.md:9: this row should say 91 and 2'",
        "01-tiny.md, **Time:**, Time:, 'docs/01-tiny.md:1: no line begins with **Time:** and the minutes'",
        "README.md, 90 | 2, 90 | 3, 'docs/README.md:9: this row should say 90 and 2'",
        "README.md, (01-tiny.md), (02-tiny.md), 'docs/README.md:1: no row of a table begins with a link to 01-tiny.md'",
        "README.md, '1, 2 |', '1, 3 |', 'docs/README.md:13: lesson 01 has no stage 3'",
        "README.md, | | 01, | | 03, 'docs/README.md:11: lesson 01 has no column'",
        "README.md, mermaid, text, 'docs/README.md:1: there is no mermaid diagram on the map'",
        "teaching.md, 2 | 90, 2 | 60, 'docs/teaching.md:5: this row should say 2 and 90'",
        "glossary.md, ## socket, ## Frame, 'docs/glossary.md:7: Frame stands after Port'",
    })
    void whatContradictsFails(String page, String from, String to, String message) throws IOException {
        Path file = root.resolve("docs").resolve(page);
        Files.writeString(file, Files.readString(file).replace(from, to));
        assertThatThrownBy(this::check).isInstanceOf(Problem.class).hasMessage(message);
    }
}
