package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
import netlessons.testkit.origin.Span;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Stage 4: one file over several connections, each with a part of it (a segment), and origins that do not play along. What
 * an origin may do by RFC 9110 has to end well; where it breaks the rules, a program may give up, but must not take a wrong
 * file for a right one. Parts of an earlier run have a class of their own: {@link Stage4ResumeIT}.
 */
@Stage(value = 4, name = "segments and resume", side = Side.DOWNLOADER)
@DisplayName("Stage 4: segments and resume (segments)")
final class Stage4SegmentsIT {
    private static final String RANGE = "RFC 9110 section 14.2";
    private static final String PARTIAL = "RFC 9110 section 15.3.7";
    private static final String CONTENT_RANGE = "RFC 9110 section 14.4";
    private static final String NOT_SATISFIABLE = "RFC 9110 section 15.5.17";

    private static final int MEGABYTE = 1 << 20;

    /** Big enough that it pays to ask for it in parts. */
    private static final int BIG = 8 * MEGABYTE;

    private static Content big(DownloadTarget target) {
        return Content.random(target.random().nextLong(), BIG);
    }

    /** For who asks for a part that does not begin at 0; the others get what is right. */
    private static Answer behindTheBegin(ServedFile good, Answer other) {
        return (asked, speaker) -> (inside(asked) ? other : good).to(asked, speaker);
    }

    private static boolean inside(Asked asked) {
        return !asked.isHead() && asked.range().filter(span -> span.from() != 0).isPresent();
    }

    @Test
    @Order(1)
    @DisplayName("a big file, and an origin that is slow on each connection: it comes over several of them at once")
    @Rfc(RANGE)
    void parallel(DownloadTarget target) {
        int size = 16 * MEGABYTE;
        Content content = Content.random(target.random().nextLong(), size);
        Origin origin = target.origin();
        origin.at("/big.bin", ServedFile.of(content).rate(4 * MEGABYTE));
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
        assertThat(origin.mostAtOnce("/big.bin"))
                .as("requests for parts of the file that were under way at one time")
                .isGreaterThanOrEqualTo(2);
        assertThat(origin.sent("/big.bin"))
                .as("bytes that the origin had to send for a file of %d: each part is needed once", size)
                .isLessThan(size + size / 2);
    }

    @Test
    @Order(2)
    @DisplayName("an origin that knows nothing of ranges: the file comes in one piece")
    @Rfc(RANGE)
    void noRanges(DownloadTarget target) {
        Content content = big(target);
        Origin origin = target.origin();
        origin.at("/big.bin", ServedFile.of(content).noRanges());
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
    }

    @Test
    @Order(3)
    @DisplayName(
            "an origin that says Accept-Ranges: bytes, and sends the whole file whatever range is asked for (case 13)")
    @Rfc(RANGE)
    void ignored(DownloadTarget target) {
        Content content = big(target);
        Origin origin = target.origin();
        origin.at("/big.bin", ServedFile.of(content).ignoringRange());
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
    }

    @Test
    @Order(4)
    @DisplayName(
            "the first range is honoured, all others get 200 and the whole file: it comes right, in the end (case 13)")
    @Rfc(RANGE)
    void ignoredLater(DownloadTarget target) {
        Content content = big(target);
        ServedFile good = ServedFile.of(content);
        Origin origin = target.origin();
        origin.at("/big.bin", behindTheBegin(good, good.ignoringRange()));
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
    }

    @Test
    @Order(5)
    @DisplayName("206 brings less than was asked for, and says so: the program asks for the rest (case 16)")
    @Rfc(PARTIAL)
    void shorter(DownloadTarget target) {
        Content content = big(target);
        ServedFile half = ServedFile.of(content)
                .giving(span -> new Span(span.from(), span.from() + Math.max(span.size() / 2, 64 << 10)));
        Origin origin = target.origin();
        origin.at("/big.bin", half);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
    }

    /** What an origin must not do with a range that begins somewhere in the file. */
    enum Lie {
        ANOTHER_START(good -> good.giving(span -> new Span(Math.max(0, span.from() - 1000), span.to() - 1000))),
        THE_BEGIN_OF_THE_FILE(good -> good.giving(span -> new Span(0, span.size()))),
        NO_CONTENT_RANGE(
                good -> good.giving(span -> new Span(0, span.size())).contentRange((span, total) -> Optional.empty())),
        A_CONTENT_RANGE_THAT_IS_NONE(good ->
                good.giving(span -> new Span(0, span.size())).contentRange((span, total) -> Optional.of("bytes=0-"))),
        ANOTHER_UNIT(good -> good.giving(span -> new Span(0, span.size()))
                .contentRange((span, total) -> Optional.of("lines " + span + "/" + total))),
        ANOTHER_TOTAL(good -> good.contentRange((span, total) -> Optional.of("bytes " + span + "/" + (total + 5)))),
        A_TOTAL_THAT_IS_NOT_KNOWN(good -> good.contentRange((span, total) -> Optional.of("bytes " + span + "/*"))),
        MORE_THAN_WAS_ASKED_FOR(good ->
                good.giving(span -> new Span(Math.max(0, span.from() - 1000), span.to() + 1000))),
        SEVERAL_PARTS(Lie::multipart);

        private interface Spoiling {
            Answer of(ServedFile good);
        }

        private final Spoiling spoiling;

        Lie(Spoiling spoiling) {
            this.spoiling = spoiling;
        }

        /** As for two ranges, though one was asked for (RFC 9110 section 15.3.7.2 forbids it). */
        private static Answer multipart(ServedFile good) {
            return (asked, speaker) -> {
                long total = good.content().size();
                Span span = asked.range().orElseThrow().within(total);
                String before = "--THIS\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes " + span + "/"
                        + total + "\r\n\r\n";
                String after = "\r\n--THIS--\r\n";
                speaker.send("HTTP/1.1 206 Partial Content\r\n"
                                + "Content-Type: multipart/byteranges; boundary=THIS\r\n"
                                + "Content-Length: " + (before.length() + span.size() + after.length()) + "\r\n\r\n")
                        .send(before)
                        .send(good.content(), span.from(), span.to())
                        .send(after);
            };
        }
    }

    @Test
    @Order(6)
    @DisplayName("206 with something else than what was asked for: not a byte of it gets into the file"
            + " (cases 14, 15, 17, 18)")
    @Rfc(CONTENT_RANGE)
    void lies(DownloadTarget target) {
        Content content = Content.random(target.random().nextLong(), 2 * MEGABYTE);
        ServedFile good = ServedFile.of(content);
        Origin origin = target.origin();
        for (Lie lie : Lie.values()) {
            origin.at("/" + lie, behindTheBegin(good.rate(8 * MEGABYTE), lie.spoiling.of(good)));
        }
        DownloadRun run = Fetched.fetch(
                target, origin, Stream.of(Lie.values()).map(lie -> "/" + lie).toList());
        for (Lie lie : Lie.values()) {
            Fetched.either(run, lie.name(), content);
        }
    }

    @Test
    @Order(7)
    @DisplayName(
            "206 with several parts (multipart/byteranges) for whatever range: its boundaries are no file (case 18)")
    @Rfc("RFC 9110 section 15.3.7.2")
    void multipart(DownloadTarget target) {
        Content content = big(target);
        ServedFile good = ServedFile.of(content);
        Answer multipart = Lie.multipart(good);
        Origin origin = target.origin();
        origin.at(
                "/big.bin",
                (asked, speaker) ->
                        (asked.range().isPresent() && !asked.isHead() ? multipart : good).to(asked, speaker));
        Fetched.either(target.start(origin.uri("/big.bin")), "big.bin", content);
    }

    @Test
    @Order(8)
    @DisplayName("206 for who did not ask for a range: the first 1,000 bytes are not the file (case 25)")
    @Rfc(PARTIAL)
    void unasked(DownloadTarget target) {
        Content content = big(target);
        Origin origin = target.origin();
        origin.at("/big.bin", ServedFile.of(content).unasked206());
        Fetched.either(target.start(origin.uri("/big.bin")), "big.bin", content);
    }

    @Test
    @Order(9)
    @DisplayName("an empty file, from an origin that answers 416 to any range of it: it is there, and empty (case 23)")
    @Rfc(NOT_SATISFIABLE)
    void empty(DownloadTarget target) {
        Content content = Content.of("");
        Origin origin = target.origin();
        origin.at("/empty.bin", ServedFile.of(content));
        target.start(origin.uri("/empty.bin")).expectSuccess().expectFile("empty.bin", content);
    }

    @Test
    @Order(10)
    @DisplayName("a file of one byte, and one of two, are too small to be divided: they come as they are")
    @Rfc(RANGE)
    void tiny(DownloadTarget target) {
        Content one = Content.of("1");
        Content two = Content.of("22");
        Origin origin = target.origin();
        origin.at("/one", ServedFile.of(one)).at("/two", ServedFile.of(two));
        target.start(origin.uri("/one"), origin.uri("/two"))
                .expectSuccess()
                .expectFile("one", one)
                .expectFile("two", two);
    }

    @Test
    @Order(11)
    @DisplayName("the origin serves one connection at a time and says 503 to the others: the file comes over that one")
    @Rfc("RFC 9110 section 15.6.4")
    void oneAtATime(DownloadTarget target) {
        Content content = big(target);
        ServedFile good = ServedFile.of(content).rate(8 * MEGABYTE).closing();
        AtomicBoolean busy = new AtomicBoolean();
        Origin origin = target.origin();
        origin.at("/big.bin", (asked, speaker) -> {
            if (!busy.compareAndSet(false, true)) { // who is told so keeps nobody else from the file
                Answers.status(503).to(asked, speaker);
                return;
            }
            try {
                good.to(asked, speaker);
            } finally {
                busy.set(false);
            }
        });
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
    }

    @Test
    @Order(12)
    @DisplayName("HEAD is not allowed (405): GET is, and that is what it takes")
    @Rfc("RFC 9110 section 15.5.6")
    void noHead(DownloadTarget target) {
        Content content = big(target);
        ServedFile good = ServedFile.of(content);
        Answer refusal = Answers.status(405, "Allow: GET");
        Origin origin = target.origin();
        origin.at("/big.bin", (asked, speaker) -> (asked.isHead() ? refusal : good).to(asked, speaker));
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
    }

    @Test
    @Order(13)
    @DisplayName(
            "some parts of the file break off in the middle: they are fetched again, and the file is right (case 8)")
    @Rfc("RFC 9112 section 8")
    void brokenSegments(DownloadTarget target) {
        Content content = big(target);
        ServedFile good = ServedFile.of(content);
        Origin origin = target.origin();
        origin.at(
                "/big.bin",
                good.rate(4 * MEGABYTE),
                good.cutAfter(200_000),
                good.resetAfter(300_000),
                Answers.resetAtOnce(),
                Answers.status(502),
                good);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
    }
}
