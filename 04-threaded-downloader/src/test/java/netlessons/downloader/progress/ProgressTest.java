package netlessons.downloader.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The very words that people and programs get to see. */
class ProgressTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ManualPulse pulse = new ManualPulse();

    private Progress plain() {
        return new Plain(new PrintWriter(out), new PrintWriter(err), OptionalInt.of(4), pulse::nanos, pulse);
    }

    private Progress json(OptionalInt files) {
        return new Json(new PrintWriter(out), files, pulse::nanos, pulse);
    }

    private static String[] lines(StringWriter writer) {
        return writer.toString().lines().toArray(String[]::new);
    }

    @Test
    @DisplayName("plain: a line for all that happens, one now and then, faults where errors belong")
    void plainLines() {
        Told.everything(plain(), pulse);
        assertThat(lines(out))
                .containsExactly(
                        "begun     big.iso (8.00 MiB, 1.00 MiB of it there already)",
                        "begun     stream (size unknown)",
                        "0 of 4 files, 3.00 MiB, 2.00 MiB/s",
                        "done      stream (1) (1000 B)",
                        "there     big.iso (8.00 MiB)",
                        "2 files in downloads: 5.00 MiB in 2.5 s (2.00 MiB/s), 2 failed");
        assertThat(lines(err))
                .containsExactly(
                        "again     big.iso: the connection was reset (try 2 of 5 in 1.3 s)",
                        "pause     origin.example is not asked for 30 s",
                        "mirror    big.iso: http://origin.example/1 answered 404",
                        "restart   big.iso: the file has changed",
                        "warning   stream: nothing says?[31m that it is complete",
                        "failed    moon.iso: 404 Not Found",
                        "failed    mars.iso: the disk is full (the same command goes on where it was)");
        assertThat(pulse.hasEnded()).isTrue();
    }

    @Test
    @DisplayName("plain: how far it is, and how long it will take, if all sizes are known")
    void status() {
        Progress plain = new Plain(new PrintWriter(out), new PrintWriter(err), OptionalInt.of(2), pulse::nanos, pulse);
        Track one = Told.track(1, "one", 10 << 20);
        Track two = Told.track(2, "two", 10 << 20);
        plain.started(one);
        plain.started(two);
        one.add(10 << 20);
        plain.done(one, Path.of("one"), false);
        two.add(5 << 20);
        pulse.beat(10_000);
        assertThat(out.toString())
                .endsWith("1 of 2 files, 15.0 MiB of 20.0 MiB, 1.50 MiB/s, 0:04 left" + System.lineSeparator());
    }

    @Test
    @DisplayName("none: only what did not work")
    void none() {
        Told.everything(new Failures(new PrintWriter(err)), pulse);
        assertThat(lines(err))
                .containsExactly(
                        "failed    moon.iso: 404 Not Found",
                        "failed    mars.iso: the disk is full (the same command goes on where it was)");
    }

    @Test
    @DisplayName("interrupted: how to go on, under none too")
    void interrupted() {
        plain().finished(Told.summary(3, 2, 2, 1, true));
        assertThat(lines(out))
                .containsExactly(
                        "3 files in downloads: 1 B in 2.5 s (0 B/s), 2 not done",
                        "Interrupted. To go on, run the same command again: what has come of 2 files is kept.");
        new Failures(new PrintWriter(err)).finished(Told.summary(0, 0, 0, 0, true));
        assertThat(lines(err)).containsExactly("Interrupted. To fetch the rest, run the same command again.");
    }

    @Test
    @DisplayName("json: an object on each line, with the fields that Json names")
    void jsonLines() {
        Told.everything(json(OptionalInt.of(4)), pulse);
        String big = "\"file\":1,\"url\":\"http://origin.example/1\",\"name\":\"big.iso\"";
        String stream = "\"file\":2,\"url\":\"http://origin.example/2\",\"name\":\"stream\"";
        String path = Told.FOLDER.resolve("x").toString().replace("\\", "\\\\").replace("x", "");
        assertThat(lines(out))
                .containsExactly(
                        "{\"event\":\"started\"," + big + ",\"total\":8388608,\"kept\":1048576}",
                        "{\"event\":\"started\"," + stream + ",\"total\":null,\"kept\":0}",
                        "{\"event\":\"progress\"," + big
                                + ",\"bytes\":3145728,\"total\":8388608,\"rate\":2097152,\"secondsLeft\":3.000}",
                        "{\"event\":\"progress\"," + stream
                                + ",\"bytes\":1000,\"total\":null,\"rate\":1000,\"secondsLeft\":null}",
                        "{\"event\":\"total\",\"done\":0,\"failed\":0,\"files\":4,\"bytes\":3146728,\"total\":null,"
                                + "\"rate\":2098152,\"secondsLeft\":null}",
                        "{\"event\":\"retry\"," + big
                                + ",\"reason\":\"the connection was reset\",\"seconds\":1.300,\"attempt\":2,\"of\":5}",
                        "{\"event\":\"paused\",\"host\":\"origin.example\",\"seconds\":30.000}",
                        "{\"event\":\"mirror\"," + big + ",\"reason\":\"http://origin.example/1 answered 404\"}",
                        "{\"event\":\"restart\"," + big + ",\"reason\":\"the file has changed\"}",
                        "{\"event\":\"warning\"," + stream
                                + ",\"message\":\"nothing says\\u001b[31m that it is complete\"}",
                        "{\"event\":\"done\"," + stream + ",\"path\":\"" + path
                                + "stream (1)\",\"bytes\":1000,\"there\":false}",
                        "{\"event\":\"done\"," + big + ",\"path\":\"" + path
                                + "big.iso\",\"bytes\":8388608,\"there\":true}",
                        "{\"event\":\"failed\",\"file\":3,\"url\":\"http://origin.example/path/moon.iso?x=1\","
                                + "\"name\":\"moon.iso\",\"reason\":\"404 Not Found\",\"kept\":false}",
                        "{\"event\":\"failed\",\"file\":4,\"url\":\"http://origin.example/path/mars.iso?x=1\","
                                + "\"name\":\"mars.iso\",\"reason\":\"the disk is full\",\"kept\":true}",
                        "{\"event\":\"finished\",\"done\":2,\"failed\":2,\"resumable\":1,\"bytes\":5242880,"
                                + "\"seconds\":2.500,\"folder\":\"downloads\",\"interrupted\":false,\"exit\":1}");
    }

    @Test
    @DisplayName(
            "json: quotes, backslashes and all that is not ASCII are escaped; without a number of files it is null")
    void jsonEscapes() {
        Progress json = json(OptionalInt.empty());
        json.started(Told.track(1, "a\"b\\c\u65E5\uD83D\uDE80\n", 0));
        pulse.beat(1000);
        assertThat(lines(out)[0]).contains("\"name\":\"a\\\"b\\\\c\\u65e5\\ud83d\\ude80\\u000a\"");
        assertThat(lines(out)[2]).contains("\"files\":null");
        assertThat(out.toString()).matches("[\\x20-\\x7e\\n]*");
    }

    @Test
    @DisplayName("nobody tells a name or a password")
    void secrets() {
        Told.everything(plain(), pulse);
        Told.everything(json(OptionalInt.empty()), new ManualPulse());
        assertThat(out.toString() + err).doesNotContain("secret").doesNotContain("joe");
    }

    @Test
    @DisplayName("rate: over the last five seconds; anew when something is set back")
    void rate() {
        Rate rate = new Rate();
        assertThat(rate.perSecond()).isZero();
        for (int second = 0; second <= 20; second++) {
            rate.at(second * 1_000_000_000L, second < 10 ? 0 : (second - 10) * 1000L);
        }
        assertThat(rate.perSecond()).isEqualTo(1000);
        rate.at(20_500_000_000L, 0);
        assertThat(rate.perSecond()).isZero();
        rate.at(21_000_000_000L, 100);
        assertThat(rate.perSecond()).isEqualTo(200);
        rate.at(60_000_000_000L, 100);
        assertThat(rate.perSecond()).isZero();
    }

    @Test
    @DisplayName("the real pulse beats until its end, and not after it")
    void ticker() throws InterruptedException {
        Ticker ticker = new Ticker(Duration.ofMillis(1));
        CountDownLatch beats = new CountDownLatch(3);
        ticker.start(beats::countDown);
        assertThat(beats.await(10, TimeUnit.SECONDS)).isTrue();
        ticker.end();
        Ticker never = new Ticker(Duration.ofMillis(1));
        never.end();
        never.start(() -> {
            throw new AssertionError();
        });
    }
}
