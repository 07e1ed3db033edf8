package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.Report.StageResult;

/** What tests of a grader share: several programs are graded side by side, each with a log of its own. */
public final class Gradings implements AutoCloseable {
    private final Path folder;
    private final ExecutorService threads;
    private final Map<String, Future<Report>> begun = new HashMap<>();

    /** @param folder for the logs */
    public Gradings(Path folder, int atOnce) {
        this.folder = folder;
        this.threads = Executors.newFixedThreadPool(atOnce);
    }

    /** Begins a grading that has to wait until one of the threads is free. */
    public void begin(String name, Lesson lesson, Map<String, String> settings) {
        begun.put(name, threads.submit(() -> grade(name, lesson, settings)));
    }

    /** What came out of one that was begun. */
    public Report report(String name) throws Exception {
        return begun.get(name).get(10, TimeUnit.MINUTES);
    }

    /** Grades here and now. */
    public Report grade(String name, Lesson lesson, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("student.log", folder.resolve(name).resolve("student.log").toString());
        return Grade.run(lesson, all);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** All stages before this one passed, this one failed, and those after it stayed locked. */
    public static void expectFall(Report report, int stage) {
        assertThat(report.start())
                .as(report.text())
                .hasValueSatisfying(start -> assertThat(start).matches(StageResult::ok, "passed"));
        assertThat(report.stages()).as(report.text()).hasSizeGreaterThan(1).allSatisfy(result -> {
            if (result.stage() < stage) {
                assertThat(result).matches(StageResult::ok, "passed");
            } else if (result.stage() == stage) {
                assertThat(result.failed()).isPositive();
            } else {
                assertThat(result.passed() + result.failed()).isZero();
                assertThat(result.skipped()).isPositive();
                assertThat(result.reasons()).containsExactly("locked until stage " + stage + " passes");
            }
        });
        assertThat(report.passed()).isFalse();
        assertThat(report.firstFailed()).map(StageResult::stage).contains(stage);
    }
}
