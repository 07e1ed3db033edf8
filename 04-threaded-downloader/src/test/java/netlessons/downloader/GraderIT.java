package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import netlessons.downloader.naive.Naive;
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
    /** The programs wait most of the time; the tests of each are run side by side, too. */
    private static final int AT_ONCE = 2;

    @AutoClose
    private static Gradings gradings;

    /** The longest first, and before them the one that waits for what never comes. */
    @BeforeAll
    static void start(@TempDir Path folder) {
        gradings = new Gradings(folder, AT_ONCE);
        String command =
                "'" + String.join("' '", JavaProgram.command(Naive.class.getName(), List.of(), "{url}", "{dir}")) + "'";
        // Seconds; a program may run six times as long: in stage 1 that has to do where several JVMs start at once.
        Map<String, String> settings = Map.of("target.command", command, "target.timeout", "5");
        gradings.begin("naive", new DownloaderLesson(), settings);
        List<Broken> all = new ArrayList<>(List.of(Broken.values()));
        Collections.reverse(all);
        all.stream().filter(Broken::isTested).forEach(broken -> gradings.begin(broken.name(), broken, Map.of()));
    }

    @Test
    @Order(1)
    @DisplayName("the naive program passes stage 1 and falls at stage 2")
    void naive() throws Exception {
        Report report = gradings.report("naive");
        Gradings.expectFall(report, 2);
        assertThat(report.stages().get(1).failures())
                .as(report.text())
                .anyMatch(failure -> failure.message().contains("404 Not Found")
                        && failure.message().contains("\n  folder   missing.bin (49 bytes)\n"));
    }

    @ParameterizedTest
    @Order(2)
    @EnumSource
    @DisplayName("a broken program falls at the stage of its fault, and the stages after it stay locked")
    void broken(Broken broken) throws Exception {
        assumeTrue(broken.isTested(), "there is no such stage yet");
        Gradings.expectFall(gradings.report(broken.name()), broken.stage());
    }
}
