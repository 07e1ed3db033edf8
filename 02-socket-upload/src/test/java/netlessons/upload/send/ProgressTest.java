package netlessons.upload.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The very words that people and programs get to see. */
class ProgressTest {
    private static final Path PATH = Path.of("photos", "big.jpg");
    private static final Item BIG = new Item(PATH, "photos/big.jpg", false, 5 << 20, 1, 0644);
    private static final Item EMPTY = new Item(Path.of("photos", "empty"), "photos/empty", true, 0, 1, 0755);
    private static final Digest DIGEST = new Digest(new byte[] {1, 2, 3, 4, 5, 6, 7, (byte) 0xFF});
    private static final Fault FAULT = Fault.of(Code.EXISTS, "There is \"one\".");
    private static final Tally.Now HALF =
            new Tally.Now(10, 1L << 30, 3, 100 << 20, 1 << 29, 1 << 28, 1, 2, true, Duration.ofSeconds(10));
    private static final Tally.Now ALL =
            new Tally.Now(10, 1L << 30, 10, 1L << 30, 1L << 30, 1L << 30, 0, 0, true, Duration.ofMillis(1700));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static Message.Committed answer(Item item, String name, boolean before) {
        return new Message.Committed(item.size(), DIGEST, name, before);
    }

    private static void tell(Progress progress) {
        progress.started(BIG, 1 << 20);
        progress.committed(BIG, answer(BIG, BIG.name(), false));
        progress.committed(BIG, answer(BIG, "photos/big (1).jpg", false));
        progress.committed(EMPTY, answer(EMPTY, EMPTY.name(), true));
        progress.failed(PATH, BIG.name(), FAULT);
        progress.skipped(PATH, "it is a\u001b[31m link");
        progress.retrying(null, new Fault(Fault.CONNECTION, true, "No."), Duration.ofMillis(1300), 2, 8);
        progress.retrying(BIG, new Fault(Fault.CHANGED, true, "Changed."), Duration.ofMillis(40), 1, 8);
        progress.gaveUp(new Fault(Fault.CONNECTION, true, "No."), List.of(new Outgoing(BIG)));
        progress.show(HALF);
        progress.show(HALF);
        progress.finished(new Summary(HALF, false));
    }

    private String[] lines(StringWriter writer) {
        return writer.toString().lines().toArray(String[]::new);
    }

    @Test
    @DisplayName("plain: a line for each file, one now and then, faults where errors belong")
    void plain() {
        tell(new PlainProgress(new PrintWriter(out), new PrintWriter(err), false));
        assertThat(lines(out))
                .containsExactly(
                        "sent      photos/big.jpg (5.00 MiB)",
                        "sent      photos/big.jpg (5.00 MiB) as photos/big (1).jpg",
                        "there     photos/empty (folder)",
                        "50 % of 1.00 GiB, 3 of 10 files, 25.6 MiB/s, 0:20 left",
                        "3 files: 100 MiB in 10 s (25.6 MiB/s), 1 failed, 2 skipped");
        assertThat(lines(err))
                .containsExactly(
                        "failed    photos/big.jpg: There is \"one\". (EXISTS)",
                        "skipped   " + PATH + ": it is a?[31m link",
                        "again     No. (CONNECTION; attempt 2 of 8 in 1.3 s)",
                        "again     photos/big.jpg: Changed. (CHANGED; attempt 1 of 8 in 0.04 s)",
                        "gave up   No. (CONNECTION)",
                        "not sent  photos/big.jpg");
    }

    @Test
    @DisplayName("none: only what did not work")
    void none() {
        tell(new PlainProgress(new PrintWriter(out), new PrintWriter(err), true));
        assertThat(out.toString()).isEmpty();
        assertThat(lines(err)).hasSize(6);
    }

    @Test
    @DisplayName("json: an object on each line, with the fields that JsonProgress names")
    void json() {
        tell(new JsonProgress(new PrintWriter(out)));
        String path = PATH.toString().replace("\\", "\\\\");
        String empty = EMPTY.path().toString().replace("\\", "\\\\");
        String big = "\"name\":\"photos/big.jpg\",\"path\":\"" + path + "\",\"size\":5242880";
        assertThat(lines(out))
                .containsExactly(
                        "{\"event\":\"started\"," + big + ",\"offset\":1048576}",
                        "{\"event\":\"committed\"," + big
                                + ",\"digest\":\"01020304050607ff\",\"storedAs\":\"photos/big.jpg\",\"before\":false}",
                        "{\"event\":\"committed\"," + big
                                + ",\"digest\":\"01020304050607ff\",\"storedAs\":\"photos/big (1).jpg\",\"before\":false}",
                        "{\"event\":\"committed\",\"name\":\"photos/empty\",\"path\":\"" + empty
                                + "\",\"size\":0,\"digest\":\"01020304050607ff\",\"storedAs\":\"photos/empty\",\"before\":true}",
                        "{\"event\":\"failed\",\"name\":\"photos/big.jpg\",\"path\":\"" + path
                                + "\",\"code\":\"EXISTS\",\"text\":\"There is \\\"one\\\".\"}",
                        "{\"event\":\"skipped\",\"path\":\"" + path + "\",\"text\":\"it is a\\u001b[31m link\"}",
                        "{\"event\":\"retry\",\"name\":null,\"code\":\"CONNECTION\",\"text\":\"No.\","
                                + "\"attempt\":2,\"of\":8,\"seconds\":1.300}",
                        "{\"event\":\"retry\",\"name\":\"photos/big.jpg\",\"code\":\"CHANGED\",\"text\":\"Changed.\","
                                + "\"attempt\":1,\"of\":8,\"seconds\":0.040}",
                        "{\"event\":\"failed\",\"name\":\"photos/big.jpg\",\"path\":\"" + path
                                + "\",\"code\":\"CONNECTION\",\"text\":\"No.\"}",
                        "{\"event\":\"progress\",\"files\":10,\"committed\":3,\"failed\":1,\"bytes\":1073741824,"
                                + "\"done\":536870912,\"sent\":268435456,\"rate\":26843546,\"secondsLeft\":20.000,"
                                + "\"complete\":true}",
                        "{\"event\":\"done\",\"files\":10,\"committed\":3,\"failed\":1,\"skipped\":2,"
                                + "\"bytes\":104857600,\"sent\":268435456,\"seconds\":10.000,\"rate\":26843546,"
                                + "\"interrupted\":false,\"exit\":1}");
    }

    @Test
    @DisplayName("bar: one line that is drawn over, faults above it, the summary below")
    void bar() {
        BarProgress bar = new BarProgress(new PrintWriter(out), 80, false);
        bar.show(HALF);
        bar.failed(PATH, BIG.name(), FAULT);
        bar.show(ALL);
        bar.finished(new Summary(ALL, false));
        String[] drawn = out.toString().split("\r\n|\r|\n");
        assertThat(drawn)
                .contains("failed    photos/big.jpg: There is \"one\". (EXISTS)")
                .endsWith("10 files: 1.00 GiB in 1.7 s (602 MiB/s)");
        assertThat(drawn)
                .anySatisfy(line -> assertThat(line.strip())
                        .startsWith("100% [==")
                        .contains("1024/1024 MiB")
                        .endsWith("602 MiB/s 10/10 files"));
        assertThat(drawn).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    }

    @Test
    @DisplayName("interrupted: how to go on")
    void interrupted() {
        Summary summary = new Summary(HALF, true);
        assertThat(summary.exitStatus()).isEqualTo(130);
        assertThat(Lines.summary(summary))
                .endsWith("\nInterrupted. To go on, run the same command again:"
                        + " what the receiver has already is not sent anew.");
    }

    @Test
    @DisplayName("many files that were given up: five names, and how many more")
    void gaveUpMany() {
        List<Outgoing> rest = Collections.nCopies(1007, new Outgoing(BIG));
        assertThat(Lines.gaveUp(FAULT, rest).lines()).hasSize(7).endsWith("not sent  and 1,002 files more");
    }

    @Test
    @DisplayName("exit status: 0 only if every file was committed")
    void exitStatus() {
        assertThat(new Summary(ALL, false).exitStatus()).isZero();
        Tally tally = new Tally();
        tally.found(1);
        assertThat(new Summary(tally.now(), false).exitStatus()).isEqualTo(1);
        tally.committed(1);
        assertThat(new Summary(tally.now(), false).exitStatus()).isZero();
        tally.failed();
        assertThat(new Summary(tally.now(), false).exitStatus()).isEqualTo(1);
    }

    @Test
    @DisplayName("never above 100 %, and back when an attempt fails")
    void neverTooMuch() {
        Tally tally = new Tally();
        tally.found(100);
        tally.found(100);
        Attempt attempt = new Attempt(new Outgoing(BIG), tally);
        attempt.count(100);
        assertThat(tally.now().percent()).isEqualTo(50);
        attempt.fail();
        attempt.count(50); // what was still on its way
        assertThat(tally.now().percent()).isZero();
        tally.failed(100);
        new Attempt(new Outgoing(BIG), tally).count(100);
        assertThat(tally.now().percent()).isEqualTo(100);
        new Attempt(new Outgoing(BIG), tally).count(100);
        assertThat(tally.now().percent()).isEqualTo(100);
    }

    @Test
    @DisplayName("sizes and times as people read them")
    void units() {
        assertThat(List.of(
                        Units.size(0),
                        Units.size(1023),
                        Units.size(1024),
                        Units.size(10_239),
                        Units.size(1_048_000),
                        Units.size(1_048_500),
                        Units.size(Long.MAX_VALUE)))
                .containsExactly("0 B", "1023 B", "1.00 KiB", "10.0 KiB", "1023 KiB", "1.00 MiB", "8.00 EiB");
        assertThat(List.of(Units.seconds(Duration.ofMillis(40)), Units.seconds(Duration.ofMillis(2500))))
                .containsExactly("0.04 s", "2.5 s");
        assertThat(List.of(Units.seconds(Duration.ofSeconds(20)), Units.seconds(Duration.ZERO)))
                .containsExactly("20 s", "0 s");
        assertThat(List.of(Units.clock(Duration.ofSeconds(7)), Units.clock(Duration.ofSeconds(3723))))
                .containsExactly("0:07", "1:02:03");
    }
}
