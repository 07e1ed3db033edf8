package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 4, what is there already: a connection breaks, or the program itself is ended, and what has come by then is not
 * fetched again; if it is a part of the file that is there now. The bytes are counted at the origin.
 */
@Stage(value = 4, name = "segments and resume", side = Side.DOWNLOADER)
@DisplayName("Stage 4: segments and resume (resume)")
final class Stage4ResumeIT {
    private static final String INCOMPLETE = "RFC 9112 section 8";
    private static final String RANGE = "RFC 9110 section 14.2";
    private static final String IF_RANGE = "RFC 9110 section 13.1.5";
    private static final String NOT_SATISFIABLE = "RFC 9110 section 15.5.17";

    private static final int MEGABYTE = 1 << 20;
    private static final int BIG = 8 * MEGABYTE;

    /** In the buffers of a connection that is closed there may be some bytes that nobody reads. */
    private static final long QUICK = 16 * MEGABYTE;

    private static Content content(DownloadTarget target, int size) {
        return Content.random(target.random().nextLong(), size);
    }

    private static ServedFile big(DownloadTarget target) {
        return ServedFile.of(content(target, BIG)).rate(QUICK);
    }

    // Within one run

    @Test
    @Order(1)
    @DisplayName("the connection is closed at half of the file: the next request asks for the other half only (case 1)")
    @Rfc(INCOMPLETE)
    void cutOnce(DownloadTarget target) {
        ServedFile good = big(target);
        Origin origin = target.origin();
        origin.at("/big.bin", good.cutAfter(BIG / 2), good);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", good.content());
        expectSent(origin, 0, BIG + BIG / 4);
    }

    @Test
    @Order(2)
    @DisplayName(
            "connection after connection breaks off, each after a little more: as long as something comes, it goes on")
    @Rfc(INCOMPLETE)
    void cutOften(DownloadTarget target) {
        int piece = 128 << 10;
        Content content = content(target, 16 * piece);
        Origin origin = target.origin();
        origin.at("/big.bin", ServedFile.of(content).cutAfter(piece));
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", content);
    }

    @Test
    @Order(3)
    @DisplayName(
            "all bytes have come, but not the last chunk: a range behind the end gets 416, and the file is complete"
                    + " (case 23)")
    @Rfc(NOT_SATISFIABLE)
    void complete(DownloadTarget target) {
        ServedFile good = ServedFile.of(content(target, MEGABYTE));
        Origin origin = target.origin();
        origin.at("/big.bin", good.chunked().cutAfter(MEGABYTE), good);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", good.content());
    }

    @Test
    @Order(4)
    @DisplayName("the file has become shorter than the part of it that is there: the part is thrown away (case 24)")
    @Rfc(NOT_SATISFIABLE)
    void shorterNow(DownloadTarget target) {
        ServedFile before = ServedFile.of(content(target, MEGABYTE));
        ServedFile now = ServedFile.of(content(target, MEGABYTE / 2))
                .modified(Instant.now().minusSeconds(600));
        Origin origin = target.origin();
        origin.at("/big.bin", before.chunked().cutAfter(MEGABYTE - 1000), now);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", now.content());
    }

    @Test
    @Order(5)
    @DisplayName("416 to each range that does not begin at 0, with no reason given: then the whole file, once more"
            + " (case 24)")
    @Rfc(NOT_SATISFIABLE)
    void notSatisfiable(DownloadTarget target) {
        ServedFile good = ServedFile.of(content(target, MEGABYTE));
        Answer refusal = Answers.status(416);
        Answer later = (asked, speaker) ->
                (asked.range().filter(span -> span.from() != 0).isPresent() ? refusal : good).to(asked, speaker);
        Origin origin = target.origin();
        origin.at("/big.bin", good.cutAfter(MEGABYTE / 2), later);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", good.content());
    }

    // With a second run

    @Test
    @Order(6)
    @DisplayName("killed (kill -9) with half of the file: the same command again fetches what is missing (case 43)")
    @Rfc(RANGE)
    void killed(DownloadTarget target) {
        ServedFile good = big(target);
        Origin origin = target.origin();
        Halves.startAndWait(target, origin, "/big.bin", good).kill();
        long before = origin.sent("/big.bin");
        origin.at("/big.bin", good);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", good.content());
        expectSent(origin, before, BIG - BIG / 4);
    }

    @Test
    @Order(7)
    @DisplayName("Ctrl-C (SIGINT) with half of the file: it ends soon, not with 0, and the same command again goes on"
            + " (case 43)")
    @Rfc(RANGE)
    void interrupted(DownloadTarget target) {
        ServedFile good = big(target);
        Origin origin = target.origin();
        DownloadRun run = Halves.startAndWait(target, origin, "/big.bin", good).interrupt();
        run.expectFailure().expectNothing("big.bin");
        long before = origin.sent("/big.bin");
        origin.at("/big.bin", good);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", good.content());
        expectSent(origin, before, BIG - BIG / 4);
    }

    @ParameterizedTest(name = "now {0} bytes")
    @Order(8)
    @DisplayName("killed, and then the file is changed at the origin: the next run brings the new one, not a mixture"
            + " (cases 19, 24)")
    @Rfc(IF_RANGE)
    @ValueSource(ints = {BIG, BIG / 4})
    void changed(int newSize, DownloadTarget target) {
        ServedFile now =
                ServedFile.of(content(target, newSize)).modified(Instant.now().minusSeconds(600));
        Origin origin = target.origin();
        Halves.startAndWait(target, origin, "/big.bin", big(target)).kill();
        origin.at("/big.bin", now);
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", now.content());
    }

    @Test
    @Order(9)
    @DisplayName("killed, and then the origin ignores ranges: 200 brings the whole file, which takes the part's place"
            + " (case 12)")
    @Rfc(RANGE)
    void rangesIgnored(DownloadTarget target) {
        ServedFile good = big(target);
        Origin origin = target.origin();
        Halves.startAndWait(target, origin, "/big.bin", good).kill();
        origin.at("/big.bin", good.ignoringRange());
        target.start(origin.uri("/big.bin")).expectSuccess().expectFile("big.bin", good.content());
    }

    @Test
    @Order(10)
    @DisplayName(
            "killed, and then the answer to a range begins somewhere else: no byte of it gets into the file (case 14)")
    @Rfc("RFC 9110 section 14.4")
    void anotherRange(DownloadTarget target) {
        ServedFile good = big(target);
        Origin origin = target.origin();
        Halves.startAndWait(target, origin, "/big.bin", good).kill();
        ServedFile wrong = good.giving(span -> new netlessons.testkit.origin.Span(0, span.size()));
        origin.at(
                "/big.bin",
                (asked, speaker) ->
                        (asked.range().filter(span -> span.from() != 0).isPresent() ? wrong : good).to(asked, speaker));
        Fetched.either(target.start(origin.uri("/big.bin")), "big.bin", good.content());
    }

    @Test
    @Order(11)
    @DisplayName("killed, and then the file is gone (404): what is there of it is no file")
    @Rfc("RFC 9110 section 15.5.5")
    void gone(DownloadTarget target) {
        Origin origin = target.origin();
        Halves.startAndWait(target, origin, "/big.bin", big(target)).kill();
        origin.at("/big.bin", Answers.status(404));
        target.start(origin.uri("/big.bin")).expectFailure().expectNothing("big.bin");
    }

    @Test
    @Order(12)
    @DisplayName(
            "Ctrl-C (SIGINT) while it waits as the origin told it to (Retry-After): it ends, and asks no more (case 43)")
    @Rfc("RFC 9110 section 10.2.3")
    void interruptedWaiting(DownloadTarget target) {
        Origin origin = target.origin();
        origin.at("/file.bin", Answers.busy(503, "4"));
        DownloadRun run = target.start(origin.uri("/file.bin"));
        target.await(
                "a request, and the answer to it",
                () -> !origin.asked("/file.bin").isEmpty() && origin.running() == 0);
        run.interrupt();
        long told = System.nanoTime();
        run.expectFailure().expectNothing("file.bin");
        assertThat(origin.asked("/file.bin").stream()
                        .map(asked -> Duration.ofNanos(asked.nanos() - told))
                        .filter(since -> since.compareTo(Duration.ofSeconds(1)) > 0))
                .as("requests later than a second after Ctrl-C")
                .isEmpty();
    }

    private static void expectSent(Origin origin, long before, long most) {
        assertThat(origin.sent("/big.bin") - before)
                .as("bytes that the origin had to send for the rest of a file of %d, of which half was there", BIG)
                .isLessThanOrEqualTo(most);
    }
}
