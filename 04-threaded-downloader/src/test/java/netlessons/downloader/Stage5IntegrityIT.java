package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import netlessons.testkit.DownloadRun;
import netlessons.testkit.DownloadTarget;
import netlessons.testkit.Rfc;
import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Stage 5: a file is what the origin has, byte for byte, in one version of it. Lengths that contradict each other, files
 * that change while they are fetched, validators that are none, codings that nobody asked for. Names of files have a class
 * of their own: {@link Stage5NamesIT}.
 */
@Stage(value = 5, name = "integrity", side = Side.DOWNLOADER)
@DisplayName("Stage 5: integrity")
final class Stage5IntegrityIT {
    private static final String LENGTH = "RFC 9112 section 6.3";
    private static final String VALIDATORS = "RFC 9110 section 8.8";
    private static final String WEAK_DATES = "RFC 9110 section 8.8.2.2";
    private static final String COMBINING = "RFC 9110 section 15.3.7.3";
    private static final String IF_RANGE = "RFC 9110 section 13.1.5";
    private static final String CODING = "RFC 9110 section 8.4";

    private static final int MEGABYTE = 1 << 20;
    private static final int BIG = 4 * MEGABYTE;
    private static final int SMALL = 5000;
    private static final Instant TEN_MINUTES_AGO =
            Instant.now().minus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);

    private static Content content(DownloadTarget target, int size) {
        return Content.random(target.random().nextLong(), size);
    }

    // Lengths

    @Test
    @Order(1)
    @DisplayName("more bytes than Content-Length says: they are no part of the file, and no answer to the next request"
            + " (case 2)")
    @Rfc(LENGTH)
    void surplus(DownloadTarget target) {
        Content first = content(target, SMALL);
        Content second = content(target, SMALL);
        String forged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
        Origin origin = target.origin();
        ServedFile good = ServedFile.of(first);
        origin.at("/first.bin", (asked, speaker) -> {
                    good.to(asked, speaker);
                    if (!asked.isHead()) {
                        speaker.send(forged.repeat(3));
                    }
                })
                .at("/second.bin", ServedFile.of(second));
        DownloadRun run = target.start(origin.uri("/first.bin"), origin.uri("/second.bin"));
        Fetched.either(run, "first.bin", first);
        Fetched.either(run, "second.bin", second);
    }

    /** Of Content-Length; N is the right number. */
    enum Lengths {
        N_AND_LESS("N", "L"),
        LESS_AND_N("L", "N"),
        N_AND_MORE("N", "M"),
        MORE_AND_N("M", "N"),
        BOTH_IN_ONE_FIELD("N, L"),
        NEGATIVE("-1"),
        WITH_A_PLUS("+N"),
        WITH_A_LETTER("Nx"),
        HEXADECIMAL("0xN"),
        WITH_A_FRACTION("N.0"),
        BEHIND_64_BITS("W");

        private final List<String> fields;

        Lengths(String... fields) {
            this.fields = List.of(fields);
        }

        private String[] of(long n) {
            return fields.stream()
                    .map(f -> f.replace("N", "" + n)
                            .replace("L", "" + (n - 100))
                            .replace("M", "" + (n + 100))
                            .replace(
                                    "W",
                                    new java.math.BigInteger("18446744073709551616")
                                            .add(java.math.BigInteger.valueOf(n))
                                            .toString()))
                    .toArray(String[]::new);
        }
    }

    @Test
    @Order(2)
    @DisplayName("Content-Length twice with different numbers, or no number at all: nobody knows where the file ends"
            + " (case 3)")
    @Rfc(LENGTH)
    void lengths(DownloadTarget target) {
        Content content = content(target, SMALL);
        Origin origin = target.origin();
        for (Lengths lengths : Lengths.values()) {
            origin.at(
                    "/" + lengths,
                    ServedFile.of(content)
                            .noRanges()
                            .contentLength(lengths.of(SMALL))
                            .closing());
        }
        DownloadRun run = Fetched.fetch(
                target,
                origin,
                Stream.of(Lengths.values()).map(lengths -> "/" + lengths).toList());
        run.expectFailure();
        for (Lengths lengths : Lengths.values()) {
            run.expectNothing(lengths.name());
        }
    }

    @Test
    @Order(3)
    @DisplayName("Content-Length twice with the same number: that is the length, or an error, but never another file"
            + " (case 3)")
    @Rfc(LENGTH)
    void sameLengthTwice(DownloadTarget target) {
        Content content = content(target, SMALL);
        Origin origin = target.origin();
        origin.at("/file.bin", ServedFile.of(content).contentLength("" + SMALL, "" + SMALL));
        origin.at("/list.bin", ServedFile.of(content).contentLength(SMALL + ", " + SMALL));
        DownloadRun run = target.start(origin.uri("/file.bin"), origin.uri("/list.bin"));
        Fetched.either(run, "file.bin", content);
        Fetched.either(run, "list.bin", content);
    }

    @Test
    @Order(4)
    @DisplayName("Content-Length and chunks: the chunks count, or it is an error; their sizes never get into the file"
            + " (case 4)")
    @Rfc(LENGTH)
    void lengthAndChunks(DownloadTarget target) {
        List<Integer> lengths = List.of(100, SMALL, SMALL + 10, 3 * SMALL);
        Content content = content(target, SMALL);
        ServedFile chunked = ServedFile.of(content).noRanges().chunked();
        Origin origin = target.origin();
        lengths.forEach(length ->
                origin.at("/" + length, chunked.contentLength("" + length).closing()));
        DownloadRun run = Fetched.fetch(
                target, origin, lengths.stream().map(length -> "/" + length).toList());
        lengths.forEach(length -> Fetched.either(run, "" + length, content));
    }

    @Test
    @Order(5)
    @DisplayName("a status that brings no file is no success, though it is no error of the origin either (case 26)")
    @Rfc("RFC 9110 section 15.3.5")
    void noFile(DownloadTarget target) {
        Origin origin = target.origin();
        List<DownloadRun> runs = new ArrayList<>();
        for (int status : new int[] {204, 205, 304, 300}) { // a run for each: their exit statuses count
            origin.at("/" + status, Answers.status(status));
            runs.add(target.startIn(target.newFolder(), origin.uri("/" + status)));
        }
        runs.forEach(run -> run.expectFailure().expectOnly());
    }

    // One version

    /** What tells one version from another. */
    enum Validator {
        ETAG(file -> file.noModified()),
        LAST_MODIFIED(file -> file.noEtag()),
        BOTH(file -> file);

        private interface Choice {
            ServedFile of(ServedFile file);
        }

        private final Choice choice;

        Validator(Choice choice) {
            this.choice = choice;
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(6)
    @DisplayName(
            "the file changes while parts of it are fetched: what comes is one version of it, not a mixture (case 19)")
    @Rfc(COMBINING)
    @EnumSource
    void changes(Validator validator, DownloadTarget target) {
        ServedFile before = validator.choice.of(ServedFile.of(content(target, BIG)));
        ServedFile after =
                validator.choice.of(ServedFile.of(content(target, BIG)).modified(TEN_MINUTES_AGO));
        Origin origin = target.origin();
        origin.at("/big.bin", changing(before.rate(8 * MEGABYTE), after.rate(8 * MEGABYTE)));
        Fetched.oneOf(
                target.start(origin.uri("/big.bin")).expectSuccess(), "big.bin", before.content(), after.content());
    }

    /** The second from the time on when somebody asks for something that does not begin at 0. */
    private static Answer changing(ServedFile before, ServedFile after) {
        AtomicInteger behind = new AtomicInteger();
        return (asked, speaker) -> {
            boolean inside = asked.range().filter(span -> span.from() != 0).isPresent();
            boolean changed = inside ? behind.incrementAndGet() > 0 : behind.get() > 0;
            (changed ? after : before).to(asked, speaker);
        };
    }

    @Test
    @Order(7)
    @DisplayName(
            "the file grows while parts of it are fetched: the total of one answer is not that of another (case 17)")
    @Rfc(COMBINING)
    void grows(DownloadTarget target) {
        ServedFile before = ServedFile.of(content(target, BIG)).noEtag().noModified();
        ServedFile after = ServedFile.of(content(target, BIG + 1000)).noEtag().noModified();
        Origin origin = target.origin();
        origin.at("/big.bin", changing(before.rate(8 * MEGABYTE), after.rate(8 * MEGABYTE)));
        Fetched.oneOf(
                target.start(origin.uri("/big.bin")).expectSuccess(), "big.bin", before.content(), after.content());
    }

    @ParameterizedTest(name = "{0}")
    @Order(8)
    @DisplayName(
            "the connection breaks at half, and the file has changed by the next request: the new one comes, all of it"
                    + " (case 19)")
    @Rfc(IF_RANGE)
    @EnumSource
    void changesAfterCut(Validator validator, DownloadTarget target) {
        ServedFile before = validator.choice.of(ServedFile.of(content(target, MEGABYTE)));
        ServedFile after =
                validator.choice.of(ServedFile.of(content(target, MEGABYTE)).modified(TEN_MINUTES_AGO));
        Origin origin = target.origin();
        origin.at("/file.bin", before.cutAfter(MEGABYTE / 2), after);
        target.start(origin.uri("/file.bin")).expectSuccess().expectFile("file.bin", after.content());
    }

    @Test
    @Order(9)
    @DisplayName("the same, but the origin says no ETag and no Last-Modified: nobody can know, so all is fetched again"
            + " (case 22)")
    @Rfc(COMBINING)
    void noValidator(DownloadTarget target) {
        ServedFile before = ServedFile.of(content(target, MEGABYTE)).noEtag().noModified();
        ServedFile after = ServedFile.of(content(target, MEGABYTE)).noEtag().noModified();
        Origin origin = target.origin();
        origin.at("/file.bin", before.cutAfter(MEGABYTE / 2), after);
        target.start(origin.uri("/file.bin")).expectSuccess().expectFile("file.bin", after.content());
    }

    @Test
    @Order(10)
    @DisplayName(
            "the same with a weak ETag (W/): it may stand for two files that differ, and not in If-Range (case 20)")
    @Rfc(IF_RANGE)
    void weakEtag(DownloadTarget target) {
        ServedFile before =
                ServedFile.of(content(target, MEGABYTE)).noModified().etag("W/\"1\"");
        ServedFile after = ServedFile.of(content(target, MEGABYTE)).noModified().etag("W/\"1\"");
        Origin origin = target.origin();
        origin.at("/file.bin", before.cutAfter(MEGABYTE / 2), after);
        target.start(origin.uri("/file.bin")).expectSuccess().expectFile("file.bin", after.content());
        assertThat(origin.asked("/file.bin").stream()
                        .flatMap(asked -> asked.headers("If-Range").stream())
                        .filter(value -> value.startsWith("W/")))
                .as("If-Range with a weak ETag, which a client must not send")
                .isEmpty();
    }

    @Test
    @Order(11)
    @DisplayName("the same with Last-Modified in the second of the answer: within one second a file may change twice"
            + " (case 22)")
    @Rfc(WEAK_DATES)
    void weakDate(DownloadTarget target) {
        ServedFile before = ServedFile.of(content(target, MEGABYTE)).noEtag();
        ServedFile after = ServedFile.of(content(target, MEGABYTE)).noEtag();
        AtomicReference<Instant> second = new AtomicReference<>();
        Origin origin = target.origin();
        origin.at("/file.bin", changedIn(second, before.cutAfter(MEGABYTE / 2)), changedIn(second, after));
        target.start(origin.uri("/file.bin")).expectSuccess().expectFile("file.bin", after.content());
    }

    /** Of that second, which is the one of the first answer: a program takes a while until it asks. */
    private static Answer changedIn(AtomicReference<Instant> second, ServedFile file) {
        return (asked, speaker) -> {
            if (Instant.now().getNano() > 900_000_000) {
                speaker.pause(Duration.ofMillis(150)); // else the field Date might be of the next one
            }
            second.compareAndSet(null, Instant.now().truncatedTo(ChronoUnit.SECONDS));
            file.modified(second.get()).to(asked, speaker);
        };
    }

    /** Validators that prove nothing. */
    enum Weakness {
        NONE(file -> file.noEtag().noModified()),
        WEAK_ETAG(file -> file.noModified().etag("W/\"1\""));

        private final Validator.Choice choice;

        Weakness(Validator.Choice choice) {
            this.choice = choice;
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(12)
    @DisplayName(
            "killed with half of a file that cannot be told from another version, and it changes: the new one comes"
                    + " (cases 20, 22)")
    @Rfc(COMBINING)
    @EnumSource
    void killedThenChanged(Weakness weakness, DownloadTarget target) {
        ServedFile before = weakness.choice.of(ServedFile.of(content(target, BIG)));
        ServedFile after = weakness.choice.of(ServedFile.of(content(target, BIG)));
        Origin origin = target.origin();
        Halves.startAndWait(target, origin, "/big.bin", before).kill();
        origin.at("/big.bin", after);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", after.content());
    }

    @Test
    @Order(13)
    @DisplayName("an origin that answers each If-Range with 200 and the whole file: then all of it, without If-Range"
            + " (case 21)")
    @Rfc(IF_RANGE)
    void ifRangeRefused(DownloadTarget target) {
        ServedFile good = ServedFile.of(content(target, BIG)).refusingIfRange();
        Origin origin = target.origin();
        origin.at("/big.bin", good.rate(8 * MEGABYTE), good.cutAfter(MEGABYTE), good.cutAfter(MEGABYTE), good);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", good.content());
    }

    @Test
    @Order(14)
    @DisplayName(
            "another ETag in each answer, as from a crowd of servers that do not agree: the file comes in one piece"
                    + " (case 21)")
    @Rfc(VALIDATORS)
    void crowd(DownloadTarget target) {
        ServedFile good = ServedFile.of(content(target, BIG)).rate(8 * MEGABYTE);
        AtomicInteger answers = new AtomicInteger();
        Origin origin = target.origin();
        origin.at(
                "/big.bin",
                (asked, speaker) ->
                        good.etag("\"node-" + answers.incrementAndGet() + "\"").to(asked, speaker));
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", good.content());
    }

    // Codings

    @Test
    @Order(15)
    @DisplayName(
            "Content-Encoding: gzip, though nobody wanted that: decoded it is the file, else it is an error (case 35)")
    @Rfc(CODING)
    void gzip(DownloadTarget target) {
        Content content = Content.of(Stream.generate(() -> "All work and no play makes Jack a dull boy.\n")
                .limit(2000)
                .reduce("", String::concat));
        Content compressed = Gzip.of(content);
        String coded =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + Long.toHexString(compressed.size());
        Origin origin = target.origin();
        origin.at("/text.txt", Answers.gzip(content)).at("/coded.txt", (asked, speaker) -> {
            speaker.send(coded + "\r\n"); // also for the transfer alone nobody wanted it: RFC 9112 section 7.4
            speaker.send(compressed).send("\r\n0\r\n\r\n").close();
        });
        DownloadRun run = target.start(origin.uri("/text.txt"), origin.uri("/coded.txt"));
        Fetched.either(run, "text.txt", content);
        Fetched.either(run, "coded.txt", content);
    }

    @Test
    @Order(16)
    @DisplayName("an archive that is itself compressed (.gz), without Content-Encoding: it stays as it is (case 35)")
    @Rfc(CODING)
    void archive(DownloadTarget target) {
        byte[] bytes = content(target, SMALL).bytes();
        bytes[0] = 0x1f; // as a file of gzip begins
        bytes[1] = (byte) 0x8b;
        bytes[2] = 8;
        Content content = Content.of(bytes);
        Origin origin = target.origin();
        origin.at("/archive.tar.gz", ServedFile.of(content));
        target.start(origin.uri("/archive.tar.gz")).expectSuccess().expectFile("archive.tar.gz", content);
    }

    @Test
    @Order(17)
    @DisplayName(
            "an origin that compresses for who says that he takes gzip, ranges too: the file comes right (case 36)")
    @Rfc("RFC 9110 section 12.5.3")
    void gzipOnRequest(DownloadTarget target) {
        Content content = content(target, BIG);
        ServedFile plain =
                ServedFile.of(content).field("Vary", "Accept-Encoding").rate(16 * MEGABYTE);
        ServedFile compressed = ServedFile.of(Gzip.of(content))
                .field("Vary", "Accept-Encoding")
                .field("Content-Encoding", "gzip")
                .rate(16 * MEGABYTE);
        Origin origin = target.origin();
        origin.at(
                "/big.bin",
                (asked, speaker) -> (asked.headers("Accept-Encoding").stream().anyMatch(Gzip::accepted)
                                ? compressed
                                : plain)
                        .to(asked, speaker));
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
    }

    // Disks

    @Test
    @Order(18)
    @DisplayName("no room for the file on the disk: the exit status is not 0, and no half of it has its name (case 43)")
    @Rfc("POSIX.1-2017, ulimit -f")
    void diskFull(DownloadTarget target) {
        Content content = content(target, BIG);
        Origin origin = target.origin();
        origin.at("/big.bin", ServedFile.of(content));
        target.startThrough(SMALL_FILES, origin.uri("/big.bin")).expectFailure().expectNothing("big.bin");
    }

    /** In the shell's blocks of 512 bytes: 1 MiB for each file. A write beyond fails, as on a full disk. */
    private static final String SMALL_FILES = "trap '' XFSZ; ulimit -f 2048; exec \"$@\"";

    @Test
    @Order(19)
    @DisplayName("a file of 4 EiB is announced: no disk has room for it, and none is filled to find out (case 43)")
    @Rfc("RFC 9110 section 8.6")
    void bigAsTheWorld(DownloadTarget target) {
        Answer boast = (asked, speaker) -> {
            speaker.send("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + (1L << 62)
                    + "\r\n\r\n");
            speaker.send(Content.random(1, MEGABYTE));
            speaker.pause(Duration.ofMillis(200)).close();
        };
        Origin origin = target.origin();
        origin.at("/big.bin", boast);
        target.start(origin.uri("/big.bin")).expectFailure().expectNothing("big.bin");
    }
}
