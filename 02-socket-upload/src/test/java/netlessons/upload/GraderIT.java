package netlessons.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Gradings;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Python;
import netlessons.testkit.Report;
import netlessons.testkit.Report.StageResult;
import netlessons.upload.naive.Naive;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Grades the grader: what is right passes, and what is wrong fails exactly where it is wrong. That the lesson itself
 * passes is seen in each build without this class: the stages are among its integration tests.
 */
final class GraderIT {
    @AutoClose
    private static Gradings gradings;

    /** These programs wait for each other most of the time. Meanwhile the others are graded. */
    @BeforeAll
    static void startPython(@TempDir Path folder) {
        gradings = new Gradings(folder, 1);
        if (Python.isInstalled(10)) {
            gradings.begin(
                    "python",
                    new UploadLesson(),
                    Map.of(
                            "target.command",
                            "python3 -u '" + Python.program("02-socket-upload", "receive.py") + "' {port} {dir}",
                            "target.send",
                            "python3 -u '" + Python.program("02-socket-upload", "send.py") + "' {port} {path}",
                            "target.timeout",
                            "60")); // it computes a CRC-32C byte by byte: of five million a while, on a busy machine
        }
    }

    @Test
    @Order(3)
    @DisplayName("a receiver and a sender in another language, written from the specification alone, pass all stages")
    void python() throws Exception {
        assumeTrue(Python.isInstalled(10), "python3, 3.10 or newer, is not installed");
        Report report = gradings.report("python");
        assertThat(report.stages()).as(report.text()).allMatch(StageResult::ok);
        assertThat(report.stages()).extracting(StageResult::stage).containsExactlyElementsOf(UploadLesson.numbers());
        assertThat(report.passed()).isTrue();
    }

    @Test
    @Order(1)
    @DisplayName("the naive programs pass stage 1 and fall at stage 2, both of them")
    void naive() {
        String program = "'" + String.join("' '", JavaProgram.command(Naive.class.getName(), List.of())) + "' ";
        Report report = gradings.grade(
                "naive",
                new UploadLesson(),
                Map.of(
                        "target.command",
                        program + "receive {port} {dir}",
                        "target.send",
                        program + "send {port} {path}",
                        "target.timeout",
                        "4")); // seconds in which a JVM has to start, among others
        Gradings.expectFall(report, 2);
        assertThat(report.stages().get(1).passed()).as(report.text()).isZero();
    }

    @ParameterizedTest
    @Order(2)
    @EnumSource
    @DisplayName("a broken program falls at the stage of its fault, and the stages after it stay locked")
    void broken(Broken broken) throws Exception {
        assumeTrue(Python.isInstalled(10), "python3, 3.10 or newer, is not installed");
        assumeTrue(broken.isTested(), "there is no such stage yet");
        try {
            Report report = gradings.grade(broken.name(), broken, Map.of("target.timeout", broken.patience()));
            Gradings.expectFall(report, broken.stage());
        } finally {
            broken.close();
        }
    }
}
