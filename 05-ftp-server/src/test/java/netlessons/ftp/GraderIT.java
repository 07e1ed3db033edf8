package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netlessons.ftp.naive.Naive;
import netlessons.testkit.Gradings;
import netlessons.testkit.JavaProgram;
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
    private static final int AT_ONCE = 4;

    @AutoClose
    private static Gradings gradings;

    @BeforeAll
    static void start(@TempDir Path folder) {
        gradings = new Gradings(folder, AT_ONCE);
        for (Broken broken : Broken.values()) {
            gradings.begin(broken.name(), broken, Map.of());
        }
    }

    @Test
    @Order(1)
    @DisplayName("the naive program passes stage 1 and falls at stage 2, and the report says that it knows no CWD")
    void naive() {
        List<String> words = JavaProgram.command(Naive.class.getName(), List.of(), "{port}", "{dir}");
        Report report = gradings.grade(
                "naive",
                new FtpLesson(),
                Map.of("target.command", "'" + String.join("' '", words) + "'", "target.timeout", "5"));
        Gradings.expectFall(report, 2);
        assertThat(report.stages().get(1).failures())
                .as(report.text())
                .filteredOn(failure -> failure.test().startsWith("CWD enters a folder"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.message())
                        .contains("in answer to CWD /test-")
                        .contains("500 what?\\r\\n"));
    }

    @ParameterizedTest
    @Order(2)
    @EnumSource
    @DisplayName("a broken program falls at the stage of its fault, and the stages after it stay locked")
    void broken(Broken broken) throws Exception {
        Gradings.expectFall(gradings.report(broken.name()), broken.stage());
    }
}
