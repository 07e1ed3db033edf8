package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import netlessons.downloader.naive.Naive;
import netlessons.testkit.Grade;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Lesson;
import netlessons.testkit.Report;
import netlessons.testkit.Report.StageResult;
import org.junit.jupiter.api.AfterAll;
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

    private static final Map<Broken, Future<Report>> BROKEN = new EnumMap<>(Broken.class);

    @TempDir
    private static Path folder;

    private static ExecutorService threads;
    private static Future<Report> naive;

    /** The longest first. */
    @BeforeAll
    static void start() {
        threads = Executors.newFixedThreadPool(AT_ONCE);
        List<Broken> all = new ArrayList<>(List.of(Broken.values()));
        Collections.reverse(all);
        all.stream()
                .filter(Broken::isTested)
                .forEach(broken -> BROKEN.put(broken, threads.submit(() -> grade(broken.name(), broken, Map.of()))));
        String command =
                "'" + String.join("' '", JavaProgram.command(Naive.class.getName(), List.of(), "{url}", "{dir}")) + "'";
        // Seconds; a program may run six times as long: in stage 1 that has to do where several JVMs start at once.
        Map<String, String> settings = Map.of("target.command", command, "target.timeout", "3");
        naive = threads.submit(() -> grade("naive", new DownloaderLesson(), settings));
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
    }

    @Test
    @Order(1)
    @DisplayName("the naive program passes stage 1 and falls at stage 2")
    void naive() throws Exception {
        Report report = naive.get(10, TimeUnit.MINUTES);
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
    void broken(Broken broken) throws Exception {
        assumeTrue(broken.isTested(), "there is no such stage yet");
        expectFall(BROKEN.get(broken).get(10, TimeUnit.MINUTES), broken.stage());
    }

    private static Report grade(String name, Lesson lesson, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("student.log", folder.resolve(name).resolve("student.log").toString());
        return Grade.run(lesson, all);
    }

    private static void expectFall(Report report, int stage) {
        assertThat(report.stages()).as(report.text()).allSatisfy(result -> {
            if (result.stage() < stage) {
                assertThat(result).matches(StageResult::ok, "passed");
            } else if (result.stage() == stage) {
                assertThat(result.failed()).isPositive();
            } else {
                assertThat(result.passed() + result.failed()).isZero();
                assertThat(result.reasons()).containsExactly("locked until stage " + stage + " passes");
            }
        });
        assertThat(report.passed()).isFalse();
        assertThat(report.firstFailed()).map(StageResult::stage).contains(stage);
    }
}
