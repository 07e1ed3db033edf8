package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.Grade;
import netlessons.testkit.Lesson;
import netlessons.testkit.Python;
import netlessons.testkit.Report;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The grader is fair: a second program, in another language, passes too. It was written from the contract, before there
 * were tests, and does much in other ways: a connection for each request, other names for parts, another journal.
 */
final class PythonIT {
    /** The tests wait most of the time; but they measure times as well. */
    private static final int AT_ONCE = 3;

    private static final String OPTIONS = "--connect-timeout 2 --read-timeout 3 --retries 4 --retry-wait 0.2"
            + " --max-retry-wait 5 --min-speed 1000 --min-speed-time 3 --min-segment 256k";

    /** Some of the lesson's stages. */
    private record Part(List<Class<?>> stages) implements Lesson {
        @Override
        public String chapter() {
            return new DownloaderLesson().chapter();
        }
    }

    @Test
    @DisplayName("a downloader in another language, written from the contract alone, passes all stages")
    void passes(@TempDir Path folder) throws Exception {
        assumeTrue(Python.isInstalled(11), "python3, 3.11 or newer, is not installed");
        ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Report>> reports = new ArrayList<>();
            for (Class<?> stage : new DownloaderLesson().stages()) {
                Path log = folder.resolve(stage.getSimpleName()).resolve("student.log");
                reports.add(executor.submit(() -> grade(new Part(List.of(stage)), log)));
            }
            for (Future<Report> future : reports) {
                Report report = future.get(10, TimeUnit.MINUTES);
                assertThat(report.passed()).as(report.text()).isTrue();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static Report grade(Lesson lesson, Path log) throws Exception {
        Files.createDirectories(log.getParent());
        return Grade.run(
                lesson,
                Map.of(
                        "target.command",
                        "python3 -u '" + Python.program("04-threaded-downloader", "download.py") + "' " + OPTIONS
                                + " {url} {dir}",
                        "student.log",
                        log.toString()));
    }
}
