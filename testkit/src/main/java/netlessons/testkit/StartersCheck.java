package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netlessons.testkit.Report.StageResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Grades the starters of a lesson with the lines that docs/starters/README.md tells a student to copy. A module that extends it
 * has nothing to add.
 */
public abstract class StartersCheck {
    private static final Path STARTERS = Path.of(System.getProperty("lesson.repository", ".."))
            .toAbsolutePath()
            .normalize()
            .resolve("docs/starters");
    private static final Pattern LINE = Pattern.compile(
            "^\\$ mvn -q -pl (\\S+) verify -Dtarget[.]command=\"([^\"]*mine/[^\"]*)\"( -Dtarget[.]send=\"([^\"]*)\")?$",
            Pattern.MULTILINE);
    /** Seconds: in stage 1 they wait for what never comes. */
    private static final String PATIENCE = "2";

    @TempDir
    Path folder;

    @TestFactory
    @DisplayName("the starters pass stage 0, and nothing of stage 1")
    Stream<DynamicTest> starters() throws IOException {
        Lesson lesson = Run.installed();
        String module = lesson.module();
        String readme = Files.readString(STARTERS.resolve("README.md"), StandardCharsets.UTF_8);
        List<MatchResult> lines = LINE.matcher(readme)
                .results()
                .filter(line -> line.group(1).equals(module))
                .toList();
        assertThat(lines)
                .as("lines for " + module + " in docs/starters/README.md")
                .hasSize(2);
        return lines.stream().map(line -> DynamicTest.dynamicTest(line.group(2), () -> grade(lesson, line)));
    }

    private void grade(Lesson lesson, MatchResult line) {
        assumeTrue(!line.group(2).startsWith("python3") || Python.isInstalled(8), "python3 is not installed");
        Map<String, String> settings = new HashMap<>(Map.of(
                "target.command",
                real(line.group(2)),
                "target.timeout",
                PATIENCE,
                "stage",
                "1",
                "student.log",
                folder.resolve("student.log").toString()));
        Optional.ofNullable(line.group(4)).ifPresent(send -> settings.put("target.send", real(send)));
        Report report = Grade.run(lesson, settings);
        assertThat(report.start())
                .as(report.text())
                .hasValueSatisfying(start -> assertThat(start)
                        .matches(StageResult::ok, "passed")
                        .matches(s -> s.skipped() == 0, "all of it was run"));
        assertThat(report.stages().get(0)).as(report.text()).satisfies(first -> {
            assertThat(first.passed()).isZero();
            assertThat(first.failed()).isPositive();
        });
    }

    /** With the Java that runs here, and the starters where they are. */
    private static String real(String command) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return command.replaceFirst("^java ", "'" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC ")
                .replaceFirst("mine/(\\S+)", "'" + STARTERS + "/$1'");
    }
}
