package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import netlessons.share.naive.Naive;
import netlessons.testkit.Gradings;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Python;
import netlessons.testkit.Report;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
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
    /** Most of the time they wait; but there may be two processors only. */
    private static final int AT_ONCE = 2;

    @AutoClose
    private static Gradings gradings;

    @BeforeAll
    static void start(@TempDir Path folder) {
        gradings = new Gradings(folder, AT_ONCE);
        for (Broken broken : Broken.values()) {
            if (broken.isTested()) {
                gradings.begin(broken.name(), broken, Map.of());
            }
        }
    }

    @Test
    @Order(1)
    @DisplayName(
            "the naive program passes stage 1 and falls at stage 2, and the report says what came instead of a part")
    void naive() {
        List<String> words = JavaProgram.command(Naive.class.getName(), List.of(), "{dir}", "{port}");
        Report report = gradings.grade(
                "naive",
                new ShareLesson(),
                Map.of("target.command", "'" + String.join("' '", words) + "'", "target.timeout", "5"));
        Gradings.expectFall(report, 2);
        assertThat(report.stages().get(1).failures())
                .as(report.text())
                .filteredOn(failure -> failure.test().equals("the first hundred bytes"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.message())
                        .contains("Range: bytes=0-99")
                        .contains("expected a status line beginning HTTP/1.1 206")
                        .contains("received HTTP/1.1 200 OK"));
    }

    @Test
    @Order(2)
    @DisplayName("Python's own server passes stage 1 and falls at stage 2; what it lacks there is known")
    void httpServer() {
        assumeTrue(Python.isInstalled(11), "python3, 3.11 or newer, is not installed");
        Report report = gradings.grade(
                "python",
                new ShareLesson(),
                Map.of("target.command", "python3 -u -m http.server {port} -d {dir}", "target.timeout", "5"));
        Gradings.expectFall(report, 2);
        // What it does: types, HEAD, redirects, dates, and folders with names of all kinds, sorted in one way.
        Set<String> failed = report.stages().get(1).failures().stream()
                .map(Report.Failure::test)
                .collect(Collectors.toSet());
        assertThat(failed)
                .as(report.text())
                .contains(
                        "the first hundred bytes",
                        "an answer names the version of the file: a strong ETag, and Last-Modified")
                .doesNotContain(
                        "a folder without a slash at the end is redirected to the address with one, on this server",
                        "a file with a slash at the end is not there (attack 14)",
                        "a file that becomes shorter while it is fetched: the answer breaks off, nothing is made up"
                                + " (attack 44)");
    }

    @ParameterizedTest
    @Order(3)
    @EnumSource
    @DisplayName("a broken program falls at the stage of its fault, and the stages after it stay locked")
    void broken(Broken broken) throws Exception {
        assumeTrue(broken.isTested(), "there is no such stage yet");
        Gradings.expectFall(gradings.report(broken.name()), broken.stage());
    }
}
