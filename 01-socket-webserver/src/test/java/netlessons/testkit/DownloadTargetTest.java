package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.testkit.Report.Failure;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Grades downloaders in another process, which are this very class. */
class DownloadTargetTest {
    private static final Content TEXT = Content.of("hello\n");
    private static final Content BIG = Content.random(5, 3_000_000);

    @TempDir
    Path temporary;

    /** A downloader: what to do, the folder, and the URLs or a file with them. It knows only files that are there. */
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[1]);
        List<String> urls = new ArrayList<>(Arrays.asList(args).subList(2, args.length));
        if (!urls.get(0).startsWith("http://")) {
            urls = Files.readAllLines(Path.of(urls.get(0)));
        }
        for (String url : urls) {
            System.out.println(args[0] + " " + url.replaceFirst(".*/", ""));
            Path file = dir.resolve(url.replaceFirst(".*/", ""));
            try (InputStream in = new URL(url).openStream()) {
                Files.copy(in, args[0].equals("astray") ? dir.resolveSibling("x") : file);
            }
        }
    }

    @Stage(value = 1, name = "first", side = Side.DOWNLOADER)
    static class First {
        @Test
        @Order(1)
        void both(DownloadTarget target) {
            Origin origin = target.origin();
            origin.at("/a", ServedFile.of(TEXT)).at("/b", ServedFile.of(BIG));
            target.fetch(origin.uri("/a"), origin.uri("/b"))
                    .expectSuccess()
                    .expectFile("a", TEXT)
                    .expectFile("b", BIG)
                    .expectOnly("a", "b")
                    .expectNothing("c");
            assertThat(origin.asked("/a")).hasSize(1);
            target.await("the last answer to be counted", () -> origin.running() == 0);
            assertThat(origin.sent("/b")).isEqualTo(BIG.size());
        }

        @Test
        @Order(2)
        void failsAtTheSecond(DownloadTarget target) {
            Origin origin = target.origin();
            origin.at("/a", ServedFile.of(TEXT)).at("/b", Answers.status(410));
            target.fetch(origin.uri("/a"), origin.uri("/b"))
                    .expectFailure()
                    .expectFile("a", TEXT)
                    .expectExit(7);
        }
    }

    @Stage(value = 2, name = "second", side = Side.DOWNLOADER)
    static class Second {
        @Test
        @Order(1)
        void isKilled(DownloadTarget target) throws IOException {
            Origin origin = target.origin().at("/a", ServedFile.of(BIG).rate(100_000), ServedFile.of(BIG));
            DownloadRun run = target.start(origin.uri("/a"));
            target.await("some of the file", () -> origin.sent("/a") > 10_000);
            assertThat(run.kill().await()).isEqualTo(137);
            await().until(() -> origin.running() == 0); // it has seen that
            Files.deleteIfExists(target.folder().resolve("a"));
            target.fetch(origin.uri("/a")).expectFile("a", Content.of("something else"));
        }

        @Test
        @Order(2)
        void checksOtherwise(DownloadTarget target) {
            target.fetch(target.refusing("/a")).expectFailure();
            assertThat("it").isEqualTo("that");
        }

        @Test
        @Order(3)
        void waitsInVain(DownloadTarget target) {
            target.start(target.origin().uri("/none"));
            target.await("a second request", () -> target.origin().asked().size() > 1);
        }
    }

    @Stage(value = 3, name = "third", side = Side.DOWNLOADER)
    static class Third {
        @Test
        void neverEnds(DownloadTarget target) {
            target.fetch(target.origin().at("/a", Answers.silence()).uri("/a"));
        }
    }

    private String downloader(String what, String urls) {
        return StudentProgramTest.java(DownloadTargetTest.class, what, "{dir}") + " " + urls;
    }

    private Report grade(Map<String, String> configuration, Class<?>... stages) {
        Map<String, String> all = new HashMap<>(
                Map.of("student.log", temporary.resolve("student.log").toString(), "stage.locked", "false"));
        all.putAll(configuration);
        Lesson lesson = new Lesson() {
            @Override
            public String chapter() {
                return "docs/00-sample.md";
            }

            @Override
            public List<Class<?>> stages() {
                return List.of(stages);
            }
        };
        return Grade.run(lesson, all);
    }

    private static List<String> marks(Report report) {
        return report.stages().stream()
                .map(s -> s.passed() + " " + s.failed() + " " + s.skipped())
                .toList();
    }

    @Test
    void gradesADownloader() {
        for (String urls : List.of("{options} {url}", "{list}")) { // there are none here
            String command = downloader("fetch", urls);
            Report report = grade(Map.of("target.command", command), First.class);
            assertThat(report.start()).matches(start -> start.orElseThrow().ok());
            assertThat(marks(report)).as(report.text()).containsExactly("1 1 0");
            Failure gone = report.stages().get(0).failures().get(0);
            assertThat(gone.message())
                    .containsPattern(
                            "(?s)^  started  .* fetch .*/files .*\n  asked    after [0-9.]+ s, on connection 1:\n"
                                    + "           GET /a HTTP/1.1.*\n  answered HTTP/1.1 200 OK")
                    .contains("Content-Length: 6\\r\\n", "(and 6 bytes of body)", "GET /b HTTP/1.1", "410 Gone")
                    .containsPattern(
                            "(?s)\n  program  it has ended with exit status 1; its last lines were:.*fetch a.*fetch b")
                    .contains("\n  folder   a (6 bytes)\n  expected exit status 7\n  received exit status 1\n")
                    .contains("\n  hint     docs/00-sample.md#stage-1-first\n")
                    .contains("\n  again    mvn -q -pl 00-sample verify -Dtarget.command=")
                    .endsWith(" -Donly=First.failsAtTheSecond");
        }
        assertThat(temporary.resolve("student-download-files")).isDirectoryRecursivelyContaining("glob:**/a");
    }

    @Test
    void seesWhatLiesBeside() {
        Report report =
                grade(Map.of("target.command", downloader("astray", "{url}"), "only", "First.both"), First.class);
        assertThat(marks(report)).containsExactly("0 1 0");
        assertThat(report.stages().get(0).failures().get(0).message())
                .contains("expected exit status 0", "  folder   (nothing)\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void tellsWhatHappened() {
        Report report = grade(Map.of("target.command", downloader("fetch", "{url}")), Second.class);
        assertThat(marks(report)).as(report.text()).containsExactly("0 3 0");
        List<String> told =
                report.stages().get(0).failures().stream().map(Failure::message).toList();
        assertThat(told.get(0))
                .containsPattern("(?s)started .*\\(it ended with exit status 137\\).*started .*asked ")
                .contains("the other side closed the connection", "(3000000 bytes)")
                .contains("\n  expected the file a, with all of its 14 bytes\n")
                .contains(
                        "\n  received another one: its byte 0 is wrong (counted from 0): it has 3000000 bytes, not 14\n");
        assertThat(told.get(1))
                .contains("\n  asked    nothing: not one request came\n", "\n  check    ", "exit status 1");
        assertThat(told.get(2)).contains("expected a second request\n  received the downloader ended before\n");
    }

    @Test
    void tellsThatItDoesNotEnd() {
        Report report =
                grade(Map.of("target.command", downloader("fetch", "{url}"), "target.timeout", "1.5"), Third.class);
        assertThat(marks(report)).as(report.text()).containsExactly("0 1 0");
        assertThat(report.stages().get(0).failures().get(0).message())
                .contains("(nothing; which goes on, or waits)")
                .contains("expected the downloader to end\n  received it still runs, 9 s later");
    }

    @Test
    void runsOneTestOnly() {
        String command = downloader("fetch", "{url}");
        Report report = grade(Map.of("target.command", command, "only", "First.both"), First.class, Second.class);
        assertThat(marks(report)).as(report.text()).containsExactly("1 0 0");
        assertThatThrownBy(() -> grade(Map.of("target.command", command, "only", "First.none"), First.class))
                .hasMessage("-Donly=First.none: there is no such test.");
    }

    @Test
    void saysWhatIsWrongWithTheCommand() {
        for (String command : List.of("get {url}", "get {dir}", "get {dir} {url} {list}")) {
            assertThatThrownBy(() -> grade(Map.of("target.command", command), First.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("{dir} is expected in it");
        }
        assertThatThrownBy(() -> grade(Map.of("target", "localhost:1"), First.class))
                .hasMessage("-Dtarget: this lesson has no server. Use -Dtarget.command.");
        Report none = grade(Map.of(), First.class);
        assertThat(none.stages().get(0).reasons()).containsExactly("the lesson has no downloader here");
        Report missing = grade(Map.of("target.command", "no-such-program {url} {dir}"), First.class);
        assertThat(missing.start().orElseThrow().failures().get(0).message())
                .startsWith("  The downloader could not be started: ");
        Report silent = grade(
                Map.of("target.command", downloader("fetch", "{url}").replace("{url}", "file:{url}"), "stage", "0"),
                First.class);
        assertThat(silent.start().orElseThrow().failures().get(0).message())
                .contains(
                        "\n  expected a connection to port ", " within 30 s\n  received the downloader ended before\n");
    }

    @Test
    void givesEachUrlAWordOfItsOwn() {
        List<String> words = CommandLine.split("get --from={url} -x {dir}", Map.of("dir", "a b"));
        assertThat(CommandLine.spread(words, "url", List.of("u1", "u2")))
                .containsExactly("get", "--from=u1", "--from=u2", "-x", "a b");
    }

    @Test
    void tellsPartsFromFiles() {
        assertThat(List.of("a.part", "a.part.log", ".a.x", "d/.a", "a.aria2", "a.tmp", "a.txt.st"))
                .allMatch(DownloadFolder::isPart);
        assertThat(List.of("a", "part", "a.partial-list", "a.txt", "tmp/a", "a.tmpl"))
                .noneMatch(DownloadFolder::isPart);
    }

    @Stage(value = 1, name = "first", side = Side.DOWNLOADER)
    static class Together {
        private static final AtomicInteger STARTED = new AtomicInteger();

        @RepeatedTest(2)
        @Order(1)
        void fails(DownloadTarget target) {
            int mine = STARTED.incrementAndGet();
            if (mine == 1) {
                await().until(() -> STARTED.get() == 2); // the first one ends last
            }
            target.origin().at("/a", ServedFile.of(TEXT));
            target.fetch(target.origin().uri("/a")).expectFile("a", TEXT).expectExit(100);
        }

        @Test
        @Order(2)
        void failsAtOnce(DownloadTarget target) {
            target.fetch(target.refusing("/a")).expectSuccess();
        }
    }

    @Test
    void testsSideBySideAreToldInTheirOrderAndApart() {
        Report report = grade(Map.of("target.command", downloader("fetch", "{url}")), Together.class);
        assertThat(marks(report)).as(report.text()).containsExactly("0 3 0");
        List<Failure> failures = report.stages().get(0).failures();
        assertThat(failures)
                .extracting(Failure::test)
                .containsExactly(
                        "fails(DownloadTarget), repetition 1 of 2",
                        "fails(DownloadTarget), repetition 2 of 2",
                        "failsAtOnce(DownloadTarget)");
        assertThat(failures).allSatisfy(failure -> assertThat(failure.message()).containsOnlyOnce("  started  "));
        assertThat(temporary.resolve("student-3.log")).exists();
        assertThat(temporary.resolve("student-4.log")).doesNotExist();
    }
}
