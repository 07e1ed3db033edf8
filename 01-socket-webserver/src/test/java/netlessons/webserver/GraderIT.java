package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import netlessons.testkit.Grade;
import netlessons.testkit.Report;
import netlessons.testkit.Report.StageResult;
import netlessons.webserver.naive.NaiveServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Grades the grader: what is right passes, and what is wrong fails exactly where it is wrong. To be graded is, for the
 * most part, to wait for time-outs, so the tests here run side by side, as many as the module's pom.xml says.
 */
final class GraderIT {
    private static final int STAGES = 8;

    /** Seconds: enough for what comes late because other gradings are at work, and not too many for what never comes. */
    private static final String PATIENCE = "3";

    @TempDir
    Path folder;

    /** Where a server's output goes that is started as a program: each grading has a folder of its own. */
    private String log() {
        return folder.resolve("student.log").toString();
    }

    @ParameterizedTest
    @CsvSource({"threads, 1", "loop, 20261121"})
    @DisplayName("the lesson passes all stages, with either engine for many clients and whatever the random data")
    @Execution(ExecutionMode.CONCURRENT)
    void lesson(Main.EngineName engine, long seed) {
        Report report =
                Grade.run(new WebserverLesson(engine), Map.of("seed", String.valueOf(seed), "student.log", log()));
        assertThat(report.stages()).as(report.text()).hasSize(STAGES).allMatch(StageResult::ok);
        assertThat(report.passed()).isTrue();
        assertThat(report.seed()).isEqualTo(seed);
    }

    @Test
    @DisplayName("a server in another language, written from the chapter and the reports alone, passes all stages")
    @Execution(ExecutionMode.CONCURRENT)
    void python() {
        assumeTrue(hasPython(), "python3, 3.10 or newer, is not installed");
        Path program = Path.of(
                System.getProperty("lesson.repository", ".."), "01-socket-webserver/src/test/python/webserver.py");
        Report report = Grade.run(
                new WebserverLesson(),
                Map.of(
                        "target.command",
                        "python3 -u '" + program.toAbsolutePath().normalize() + "' {port} {dir}",
                        "student.log",
                        log()));
        assertThat(report.stages()).as(report.text()).hasSize(STAGES).allMatch(StageResult::ok);
    }

    private static boolean hasPython() {
        try {
            Process python =
                    new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))").start();
            return python.waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @Test
    @DisplayName("the naive server passes stage 1 and falls at stage 2")
    @Execution(ExecutionMode.CONCURRENT)
    void naive() throws Exception {
        Path classes = Path.of(NaiveServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String command = "'%s' -cp '%s' %s {port}".formatted(java, classes, NaiveServer.class.getName());
        Report report = Grade.run(
                new WebserverLesson(),
                Map.of("target.command", command, "target.timeout", PATIENCE, "student.log", log()));
        expectFall(report, 2);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a broken server falls at the stage of its fault, and the stages after it stay locked")
    @Execution(ExecutionMode.CONCURRENT)
    void brokenLocked(Broken broken) {
        Report report = Grade.run(broken, Map.of("target.timeout", PATIENCE, "student.log", log()));
        expectFall(report, broken.stage());
    }

    private static void expectFall(Report report, int stage) {
        assertThat(report.stages()).as(report.text()).hasSize(STAGES).allSatisfy(result -> {
            if (result.stage() < stage) {
                assertThat(result).matches(StageResult::ok, "passed");
            } else if (result.stage() == stage) {
                assertThat(result.failed()).isPositive();
                assertThat(result.failures()).hasSize(result.failed());
            } else {
                assertThat(result.passed() + result.failed()).isZero();
                assertThat(result.skipped()).isPositive();
                assertThat(result.reasons()).containsExactly("locked until stage " + stage + " passes");
            }
        });
        assertThat(report.passed()).isFalse();
        assertThat(report.firstFailed()).map(StageResult::stage).contains(stage);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a broken server fails nothing but the stage of its fault")
    @Execution(ExecutionMode.CONCURRENT)
    void brokenUnlocked(Broken broken) {
        Map<String, String> settings = Map.of(
                "target.timeout",
                PATIENCE,
                "stage.locked",
                "false",
                "stage",
                String.valueOf(broken.lastStage()),
                "student.log",
                log());
        Report report = Grade.run(broken, settings);
        assertThat(report.stages())
                .as(report.text())
                .hasSize(STAGES)
                .filteredOn(StageResult::asked)
                .hasSize(broken.lastStage())
                .allSatisfy(result -> assertThat(result)
                        .matches(
                                r -> r.ok() == (r.stage() != broken.stage()) || broken.mayFail(r.stage()),
                                "fails only if it is stage " + broken.stage()));
    }
}
