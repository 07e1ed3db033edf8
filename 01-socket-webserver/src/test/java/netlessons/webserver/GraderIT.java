package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Grade;
import netlessons.testkit.Gradings;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Python;
import netlessons.testkit.Report;
import netlessons.testkit.Report.StageResult;
import netlessons.webserver.naive.Naive;
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
    private static final String PATIENCE = "5";

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
        assumeTrue(Python.isInstalled(10), "python3, 3.10 or newer, is not installed");
        Report report = Grade.run(
                new WebserverLesson(),
                Map.of(
                        "target.command",
                        "python3 -u '" + Python.program("01-socket-webserver", "webserver.py") + "' {port} {dir}",
                        "student.log",
                        log()));
        assertThat(report.stages()).as(report.text()).hasSize(STAGES).allMatch(StageResult::ok);
    }

    @Test
    @DisplayName("the naive server passes stage 1 and falls at stage 2")
    @Execution(ExecutionMode.CONCURRENT)
    void naive() {
        String command =
                "'" + String.join("' '", JavaProgram.command(Naive.class.getName(), List.of(), "{port}")) + "'";
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
        Gradings.expectFall(report, stage);
        assertThat(report.stages()).as(report.text()).hasSize(STAGES);
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
