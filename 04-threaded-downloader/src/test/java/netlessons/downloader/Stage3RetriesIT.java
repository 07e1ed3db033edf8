package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netlessons.testkit.DownloadRun;
import netlessons.testkit.DownloadTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Asked;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 3: what fails now may work in a moment. A program tries again, but not at once, not for ever, and not what cannot
 * work. How often, and after how long, is its own affair within wide bounds.
 */
@Stage(value = 3, name = "retries", side = Side.DOWNLOADER)
@DisplayName("Stage 3: retries")
final class Stage3RetriesIT {
    private static final String RETRY_AFTER = "RFC 9110 section 10.2.3";
    private static final String SERVER_ERRORS = "RFC 9110 section 15.6";
    private static final String CLIENT_ERRORS = "RFC 9110 section 15.5";
    private static final String INCOMPLETE = "RFC 9112 section 8";
    private static final String RETRYING = "RFC 9112 section 9.5";

    private static final int SIZE = 50_000;
    private static final int MOST_TRIES = 50;

    /** What had been asked before the program could know that the origin is busy may still come for so long. */
    private static final Duration GRACE = Duration.ofMillis(800);

    /** A clock may be coarse. */
    private static final Duration SLACK = Duration.ofMillis(100);

    /** By how much a wait is longer that has grown, and not only by chance. */
    private static final double GROWTH = 1.2;

    private static Content file(DownloadTarget target) {
        return Content.random(target.random().nextLong(), SIZE);
    }

    /** What may happen to the first request. */
    enum Trouble {
        THE_BODY_IS_CUT_IN_THE_MIDDLE(file -> file.cutAfter(SIZE / 2)),
        THE_CONNECTION_IS_RESET_IN_THE_BODY(file -> file.resetAfter(SIZE / 2)),
        THE_LAST_CHUNK_DOES_NOT_COME(file -> file.chunked().cutAfter(SIZE / 2)),
        THE_CONNECTION_IS_CLOSED_WITHOUT_A_BYTE(file -> Answers.closeAtOnce()),
        THE_CONNECTION_IS_RESET_WITHOUT_A_BYTE(file -> Answers.resetAtOnce()),
        NOTHING_IS_EVER_SAID(file -> Answers.silence()),
        NOTHING_MORE_COMES_IN_THE_BODY(file -> file.silentAfter(SIZE / 2));

        private interface Spoiling {
            Answer of(ServedFile file);
        }

        private final Spoiling spoiling;

        Trouble(Spoiling spoiling) {
            this.spoiling = spoiling;
        }

        Answer of(ServedFile file) {
            return spoiling.of(file);
        }
    }

    @Test
    @Order(1)
    @DisplayName("the first answer is an error that may pass: the program asks again, and the file comes (case 30)")
    @Rfc(SERVER_ERRORS)
    void passingError(DownloadTarget target) {
        Content content = file(target);
        Origin origin = target.origin();
        List<Integer> statuses = List.of(500, 502, 503, 504, 429, 408);
        statuses.forEach(status -> origin.at("/" + status, Answers.status(status), ServedFile.of(content)));
        DownloadRun run = Fetched.fetch(
                target, origin, statuses.stream().map(status -> "/" + status).toList());
        run.expectSuccess();
        statuses.forEach(status -> run.expectFile("" + status, content));
    }

    @Test
    @Order(2)
    @DisplayName("the first connection fails: the program asks again, and the file comes (cases 1, 5, 8, 9, 37)")
    @Rfc(INCOMPLETE)
    void brokenConnection(DownloadTarget target) {
        Content content = file(target);
        ServedFile good = ServedFile.of(content);
        Origin origin = target.origin();
        for (Trouble trouble : Trouble.values()) {
            origin.at("/" + trouble, trouble.of(good), good);
        }
        DownloadRun run = Fetched.fetch(
                target,
                origin,
                Stream.of(Trouble.values()).map(trouble -> "/" + trouble).toList());
        run.expectSuccess();
        for (Trouble trouble : Trouble.values()) {
            run.expectFile(trouble.name(), content);
        }
    }

    @Test
    @Order(3)
    @DisplayName("two failures in a row, of different kinds, are not the end: the third try brings the file")
    @Rfc(RETRYING)
    void twice(DownloadTarget target) {
        Content content = file(target);
        ServedFile good = ServedFile.of(content);
        Origin origin = target.origin();
        origin.at("/file.bin", Answers.resetAtOnce(), Answers.status(502), good);
        target.start(origin.uri("/file.bin")).expectSuccess().expectFile("file.bin", content);
    }

    @Test
    @Order(4)
    @DisplayName(
            "what cannot work is not tried again: nobody asks twice for what is not there, or not for him (case 31)")
    @Rfc(CLIENT_ERRORS)
    void permanent(DownloadTarget target) {
        int[] statuses = {400, 401, 403, 404, 410, 451};
        Origin origin = target.origin();
        for (int status : statuses) {
            origin.at("/" + status, Answers.status(status));
        }
        DownloadRun run = Fetched.fetch(
                target,
                origin,
                IntStream.of(statuses).mapToObj(status -> "/" + status).toList());
        run.expectFailure();
        IntStream.of(statuses).forEach(status -> run.expectNothing("" + status));
        for (int status : statuses) {
            // HEAD before GET, or a range before the whole, is no retry: that is another question.
            assertThat(origin.asked("/" + status).stream()
                            .map(asked ->
                                    asked.method() + " " + asked.header("Range").orElse("the whole")))
                    .as("what was asked for although the answer was " + status + " each time")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    @Order(5)
    @DisplayName("an error that does not pass: after some tries the program gives up, and the exit status is not 0"
            + " (cases 9, 30)")
    @Rfc(SERVER_ERRORS)
    void givesUp(DownloadTarget target) {
        Origin origin = target.origin();
        origin.at("/error", Answers.status(500)).at("/closed", Answers.closeAtOnce());
        DownloadRun run = target.start(origin.uri("/error"), origin.uri("/closed"));
        run.expectFailure().expectNothing("error").expectNothing("closed");
        for (String path : List.of("/error", "/closed")) {
            assertThat(gets(origin, path)).as("requests for " + path).hasSizeBetween(2, MOST_TRIES);
        }
    }

    @Test
    @Order(6)
    @DisplayName("one file that never comes does not hold up the others: they are there, and the exit status is not 0")
    @Rfc(SERVER_ERRORS)
    void others(DownloadTarget target) {
        Content content = file(target);
        Origin origin = target.origin();
        origin.at("/bad.bin", Answers.status(500));
        for (int i = 0; i < 4; i++) {
            origin.at("/good-" + i, ServedFile.of(content));
        }
        DownloadRun run = Fetched.start(target, origin, "/bad.bin", "/good-0", "/good-1", "/good-2", "/good-3");
        run.expectFailure().expectNothing("bad.bin");
        for (int i = 0; i < 4; i++) {
            run.expectFile("good-" + i, content);
        }
    }

    @Test
    @Order(7)
    @DisplayName("between two tries there is a wait, and it grows: an origin in trouble is not helped by more requests"
            + " (case 30)")
    @Rfc(SERVER_ERRORS)
    void backOff(DownloadTarget target) {
        int files = 5; // several, since each wait may be a random one
        List<String> paths = Fetched.paths(files);
        Origin origin = target.origin();
        paths.forEach(path -> origin.at(path, Answers.status(500)));
        DownloadRun run = Fetched.start(target, origin, paths);
        assertThat(run.await(target.timeout().multipliedBy(6).multipliedBy(files)))
                .as("the exit status")
                .isNotZero();
        List<Double> early = new ArrayList<>();
        List<Double> late = new ArrayList<>();
        for (String path : paths) {
            List<Double> waits = waits(gets(origin, path));
            assertThat(waits).as("waits between the tries for " + path).isNotEmpty();
            if (waits.size() >= 4) { // of fewer, each may be a random one, nothing can be said
                // One is longer than the program wanted if a machine stands still for a moment, in all files at once.
                early.add(Collections.min(waits.subList(0, waits.size() / 2)));
                late.add(mean(waits.subList(waits.size() - waits.size() / 2, waits.size())));
            }
            assertThat(sum(waits))
                    .as("seconds between the first and the last of %d tries for %s", waits.size() + 1, path)
                    .isGreaterThan(0.05);
        }
        assertThat(sum(late))
                .as(
                        "seconds of the later waits (each the mean for a file) %s, with the shortest earlier ones %s",
                        late, early)
                .satisfiesAnyOf(
                        seconds -> assertThat(seconds).isGreaterThan(GROWTH * sum(early)),
                        seconds -> assertThat(early).allMatch(one -> one > 0.9));
    }

    private static List<Double> waits(List<Asked> asked) {
        return IntStream.range(1, asked.size())
                .mapToObj(i -> (asked.get(i).nanos() - asked.get(i - 1).nanos()) / 1e9)
                .toList();
    }

    private static double mean(List<Double> seconds) {
        return sum(seconds) / seconds.size();
    }

    private static double sum(List<Double> seconds) {
        return seconds.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<Asked> gets(Origin origin, String path) {
        return origin.asked(path).stream().filter(asked -> !asked.isHead()).toList();
    }

    @Test
    @Order(8)
    @DisplayName("503 or 429 with Retry-After: 2 means that nobody asks for two seconds; then the file comes (case 28)")
    @Rfc(RETRY_AFTER)
    void retryAfterSeconds(DownloadTarget target) {
        Content content = file(target);
        BusyOrigin overloaded = new BusyOrigin(503, Duration.ofSeconds(2), until -> "2");
        BusyOrigin strict = new BusyOrigin(429, Duration.ofSeconds(2), until -> "2");
        Origin one = target.newOrigin().at("/file.bin", overloaded.then(ServedFile.of(content)));
        Origin two = target.newOrigin().at("/file.bin", strict.then(ServedFile.of(content)));
        DownloadRun first = target.start(one.uri("/file.bin"));
        DownloadRun second = target.startIn(target.newFolder(), two.uri("/file.bin"));
        first.expectSuccess().expectFile("file.bin", content);
        second.expectSuccess().expectFile("file.bin", content);
        overloaded.expectPeace(one, GRACE, SLACK);
        strict.expectPeace(two, GRACE, SLACK);
    }

    @Test
    @Order(9)
    @DisplayName("Retry-After with a date means that nobody asks until then (case 29)")
    @Rfc(RETRY_AFTER)
    void retryAfterDate(DownloadTarget target) {
        Content content = file(target);
        // A date has whole seconds: this one is 2 to 3 seconds from now.
        BusyOrigin busy = new BusyOrigin(
                503,
                Duration.ofSeconds(2),
                until -> Answers.date(until.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS)));
        Origin origin = target.origin();
        origin.at("/file.bin", busy.then(ServedFile.of(content)));
        target.start(origin.uri("/file.bin")).expectSuccess().expectFile("file.bin", content);
        busy.expectPeace(origin, GRACE, SLACK);
    }

    @Test
    @Order(10)
    @DisplayName("Retry-After that makes no sense, or is over already, is as good as none: the file comes (case 29)")
    @Rfc(RETRY_AFTER)
    void retryAfterNonsense(DownloadTarget target) {
        List<String> nonsense = List.of(
                "abc", "-1", "", "1e12", "2 s", Answers.date(Instant.now().minusSeconds(3600)));
        Content content = file(target);
        Origin origin = target.origin();
        for (int i = 0; i < nonsense.size(); i++) {
            origin.at("/file-" + i, Answers.busy(503, nonsense.get(i)), ServedFile.of(content));
        }
        DownloadRun run = Fetched.fetch(target, origin, Fetched.paths(nonsense.size()));
        run.expectSuccess();
        for (int i = 0; i < nonsense.size(); i++) {
            run.expectFile("file-" + i, content);
        }
    }

    @Test
    @Order(11)
    @DisplayName("Retry-After of a thousand years: the program does not sleep so long, it gives up (case 29)")
    @Rfc(RETRY_AFTER)
    void retryAfterForEver(DownloadTarget target) {
        List<String> values = List.of("31556952000", "100000000000000000000", "Wed, 01 Jan 3026 00:00:00 GMT");
        Origin origin = target.origin();
        List<String> paths = Fetched.paths(values.size());
        for (int i = 0; i < values.size(); i++) {
            origin.at(paths.get(i), Answers.busy(503, values.get(i)));
        }
        DownloadRun run = Fetched.fetch(target, origin, paths).expectFailure();
        for (int i = 0; i < values.size(); i++) {
            run.expectNothing("file-" + i);
            assertThat(gets(origin, paths.get(i)))
                    .as("requests that were answered with Retry-After: " + values.get(i))
                    .hasSizeLessThanOrEqualTo(MOST_TRIES);
        }
    }

    @Test
    @Order(12)
    @DisplayName(
            "one file's Retry-After is for all files of this host: nobody asks it for anything meanwhile (case 30)")
    @Rfc(RETRY_AFTER)
    void sharedPause(DownloadTarget target) {
        int files = 16;
        // What was asked before may be read only when a machine that stood still goes on.
        Duration grace = Duration.ofMillis(2500);
        Content small = Content.random(target.random().nextLong(), 3000);
        BusyOrigin busy = new BusyOrigin(429, Duration.ofSeconds(5), until -> "5");
        Origin origin = target.origin();
        origin.at("/file-0", busy.then(ServedFile.of(small)));
        for (int i = 1; i < files; i++) {
            // Slow, so that there are some to come when the host says that it is busy.
            origin.at("/file-" + i, busy.unlessBusy(ServedFile.of(small).rate(4000)));
        }
        DownloadRun run = Fetched.fetch(target, origin, Fetched.paths(files));
        run.expectSuccess();
        busy.expectPeace(origin, grace, SLACK);
        for (int i = 0; i < files; i++) {
            run.expectFile("file-" + i, small);
        }
    }
}
