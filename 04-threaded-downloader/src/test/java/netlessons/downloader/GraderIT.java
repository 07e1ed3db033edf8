package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netlessons.downloader.naive.Naive;
import netlessons.testkit.Grade;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Lesson;
import netlessons.testkit.Report;
import netlessons.testkit.Report.StageResult;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Grades the grader: what is wrong fails exactly where it is wrong. That the lesson itself passes is seen in each build
 * without this class: the stages are among its integration tests.
 */
final class GraderIT {
    @TempDir
    private Path folder;

    @Test
    @Order(1)
    @DisplayName("the naive program passes stage 1 and falls at stage 2")
    void naive() {
        List<String> words = JavaProgram.command(Naive.class.getName(), List.of(), "{url}", "{dir}");
        String command = "'" + String.join("' '", words) + "'";
        Report report = grade(new DownloaderLesson(), Map.of("target.command", command, "target.timeout", "1"));
        expectFall(report, 2);
        assertThat(report.stages().get(1).failures())
                .as(report.text())
                .anyMatch(failure -> failure.message().contains("404 Not Found")
                        && failure.message().contains("\n  folder   missing.bin (49 bytes)\n"));
    }

    @ParameterizedTest
    @Order(2)
    @EnumSource
    @DisplayName("a broken program falls at the stage of its fault, and the stages after it stay locked")
    void broken(Broken broken) {
        assumeTrue(
                broken.stages().stream()
                        .anyMatch(type -> type.getAnnotation(Stage.class).value() == broken.stage()),
                "there is no such stage yet");
        expectFall(grade(broken, Map.of("stage", "" + broken.stage())), broken.stage());
    }

    private Report grade(Lesson lesson, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("student.log", folder.resolve("student.log").toString());
        return Grade.run(lesson, all);
    }

    private static void expectFall(Report report, int stage) {
        assertThat(report.stages()).as(report.text()).hasSizeGreaterThan(1).allSatisfy(result -> {
            if (result.stage() < stage) {
                assertThat(result).matches(StageResult::ok, "passed");
            } else if (result.stage() == stage) {
                assertThat(result.failed()).isPositive();
            } else {
                assertThat(result.passed() + result.failed()).isZero();
            }
        });
        assertThat(report.passed()).isFalse();
        assertThat(report.firstFailed()).map(StageResult::stage).contains(stage);
    }
}
