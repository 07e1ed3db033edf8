package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import netlessons.testkit.Grade;
import netlessons.testkit.Lesson;
import netlessons.testkit.Python;
import netlessons.testkit.Report;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The grader is fair: a second program, in another language, passes too. It was written from the contract alone, and does
 * much in other ways: a thread a client, blocking sockets, no cache, one lock for all that is published.
 */
final class PythonIT {
    /** What it lacks: pictures, for which Python's standard library has nothing, and therefore the page with them. */
    private static final Set<Integer> LEFT_OUT = Set.of(4, 7);

    /** In other stages, pictures are asked for as well. */
    private static final Set<String> KNOWN = Set.of(
            "who may read reads, and may not send: 403",
            "a picture's notes are not shown, and not sent with the small one (attack 35), \"10\"",
            "a picture's notes are not shown, and not sent with the small one (attack 35), \"1000\"",
            "hundreds of pictures at once: each is answered, some with 503, and others are served (attack 41)");

    /** Half a million lines at one time are a matter of the machine, for Python. */
    private static final Set<String> SLOW =
            Set.of("a folder of 3,000 files is listed, also for many at once (attack 43)");

    @Test
    @DisplayName("a server in another language passes all stages but those about pictures and about the page")
    void passes(@TempDir Path folder) {
        assumeTrue(Python.isInstalled(11), "python3, 3.11 or newer, is not installed");
        Report report = Grade.run(
                new WithoutPictures(),
                Map.of(
                        "target.command",
                        "python3 -u '" + Python.program("03-simple-http-share", "share.py")
                                + "' {port} {dir} {options}",
                        "stage.locked",
                        "false",
                        "student.log",
                        folder.resolve("student.log").toString()));
        Set<String> failures = report.stages().stream()
                .flatMap(stage -> stage.failures().stream())
                .map(Report.Failure::test)
                .filter(test -> !SLOW.contains(test))
                .collect(Collectors.toSet());
        assertThat(failures).as(report.text()).isEqualTo(KNOWN);
    }

    private static final class WithoutPictures implements Lesson {
        private final ShareLesson lesson = new ShareLesson();

        @Override
        public String chapter() {
            return lesson.chapter();
        }

        @Override
        public List<Class<?>> stages() {
            return lesson.stages().stream()
                    .filter(type -> !LEFT_OUT.contains(ShareLesson.stage(type)))
                    .toList();
        }

        @Override
        public List<String> options() {
            return lesson.options();
        }

        @Override
        public byte[] greeting() {
            return lesson.greeting();
        }
    }
}
