package netlessons.downloader;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/**
 * Stage 2: what cannot be had is no file. Each fault is there once; whoever asks again, as stage 3 wants it, finds nothing
 * any more (404): so the right end is always the same, an exit status that is not 0 and no file.
 */
@Stage(value = 2, name = "errors, time-outs, exit codes", side = Side.DOWNLOADER)
@DisplayName("Stage 2: errors, time-outs, exit codes")
@Rfc("RFC 9112 section 8")
final class Stage2ErrorsIT {
    private static final Content CONTENT = Content.random(2, 20_000);
    private static final ServedFile FILE = ServedFile.of(CONTENT);

    /** Without ranges: where 206 names the bytes that it brings, whoever counts them needs no last chunk. */
    private static final ServedFile CHUNKED = FILE.noRanges().chunked();

    /** None of these paths becomes a file. */
    private static void expectNothing(DownloadTarget target, Map<String, Answer> faults) {
        Origin origin = target.origin();
        List<URI> urls = new ArrayList<>();
        new TreeMap<>(faults).forEach((path, fault) -> {
            origin.at(path, fault, Answers.status(404));
            urls.add(origin.uri(path));
        });
        target.startIn(target.folder(), urls).expectFailure();
        faults.keySet().forEach(path -> target.expectNothing(path.substring(1)));
        target.expectOnly();
    }

    @Test
    @Order(1)
    @DisplayName("the page that comes with a 404 is no download (case 27)")
    @Rfc("RFC 9110 section 15.5.5")
    void notFound(DownloadTarget target) {
        expectNothing(target, Map.of("/missing.bin", Answers.status(404)));
    }

    @Test
    @Order(2)
    @DisplayName("nor are those that come with other errors: 400, 401, 403, 410, 451, 500, 501, 505 (case 31)")
    @Rfc("RFC 9110 section 15.5")
    void errors(DownloadTarget target) {
        Map<String, Answer> faults = new TreeMap<>();
        for (int status : List.of(400, 401, 403, 410, 451, 500, 501, 505)) {
            faults.put("/" + status + ".bin", Answers.status(status));
        }
        expectNothing(target, faults);
    }

    @Test
    @Order(3)
    @DisplayName("204 has no content: that is no empty file (case 26)")
    @Rfc("RFC 9110 section 15.3.5")
    void noContent(DownloadTarget target) {
        expectNothing(target, Map.of("/none.bin", Answers.status(204)));
    }

    @Test
    @Order(4)
    @DisplayName("one file that fails does not keep the others from arriving; the exit status is not 0")
    void others(DownloadTarget target) {
        Origin origin = target.origin()
                .at("/a.bin", FILE)
                .at("/b.bin", Answers.status(404))
                .at("/c.bin", FILE);
        target.fetch(target.refusing("/d.bin"), origin.uri("/a.bin"), origin.uri("/b.bin"), origin.uri("/c.bin"))
                .expectFailure();
        target.expectFile("a.bin", CONTENT).expectFile("c.bin", CONTENT).expectOnly("a.bin", "c.bin");
    }

    @Test
    @Order(5)
    @DisplayName("nobody listens there (connection refused), or there is no such host (case 39)")
    void refused(DownloadTarget target) {
        target.fetch(target.refusing("/a.bin"), URI.create("http://no-such-host.invalid/b.bin"))
                .expectFailure();
        target.expectOnly();
    }

    @Test
    @Order(6)
    @DisplayName("the connection is closed or reset without a byte (case 9)")
    void nothing(DownloadTarget target) {
        expectNothing(target, Map.of("/closed.bin", Answers.closeAtOnce(), "/reset.bin", Answers.resetAtOnce()));
    }

    @Test
    @Order(7)
    @DisplayName("half of the promised bytes come, then the end (FIN): that is half a file (case 1)")
    void half(DownloadTarget target) {
        expectNothing(target, Map.of("/half.bin", FILE.cutAfter(CONTENT.size() / 2), "/none.bin", FILE.cutAfter(0)));
    }

    @Test
    @Order(8)
    @DisplayName("half of the promised bytes come, then the connection is reset (case 8)")
    void reset(DownloadTarget target) {
        expectNothing(target, Map.of("/half.bin", FILE.resetAfter(CONTENT.size() / 2)));
    }

    @Test
    @Order(9)
    @DisplayName(
            "all bytes come in chunks, but not the last chunk, which is empty: nobody knows that it was all (case 5)")
    @Rfc("RFC 9112 section 7.1")
    void lastChunk(DownloadTarget target) {
        expectNothing(
                target, Map.of("/all.bin", CHUNKED.cutAfter(CONTENT.size()), "/half.bin", CHUNKED.cutAfter(9999)));
    }

    @Test
    @Order(10)
    @DisplayName("a chunk whose size is no number (case 6)")
    @Rfc("RFC 9112 section 7.1")
    void badChunk(DownloadTarget target) {
        expectNothing(target, Map.of("/first.bin", FILE.badChunkAfter(0), "/later.bin", FILE.badChunkAfter(9999)));
    }

    @Test
    @Order(11)
    @DisplayName("what comes is no HTTP (case 10)")
    @Rfc("RFC 9112 section 4")
    void garbage(DownloadTarget target) {
        expectNothing(
                target,
                Map.of(
                        "/bytes.bin",
                        Answers.raw("\u0000\u0001\u00ff\u00fe".repeat(1000)),
                        "/page.bin",
                        Answers.raw("<html>Hello</html>\r\n"),
                        "/ssh.bin",
                        Answers.raw("SSH-2.0-OpenSSH_9.2\r\n"),
                        "/half.bin",
                        Answers.raw("HTTP/1.1 200 OK\r\nContent-Le")));
    }

    @Test
    @Order(12)
    @DisplayName("redirects in a circle, without a Location, or to a file of this machine (case 32)")
    @Rfc("RFC 9110 section 15.4")
    void redirects(DownloadTarget target) {
        Origin origin = target.origin()
                .at("/circle.bin", Answers.redirect(302, "/elcric.bin"))
                .at("/elcric.bin", Answers.redirect(302, "/circle.bin"))
                .at("/nowhere.bin", Answers.status(302))
                .at("/passwd", Answers.redirect(302, "file:///etc/passwd"));
        target.fetch(origin.uri("/circle.bin"), origin.uri("/nowhere.bin"), origin.uri("/passwd"))
                .expectFailure();
        target.expectOnly();
        int requests = origin.asked("/circle.bin").size();
        target.expect(requests <= 300, "that it gives up after some redirects", () -> requests + " times round");
    }

    @Test
    @Order(13)
    @DisplayName("the origin says nothing: not a byte, nothing after half of the head, or of the body (case 37)")
    void silence(DownloadTarget target) {
        expectNothing(
                target,
                Map.of(
                        "/nothing.bin",
                        Answers.silence(),
                        "/head.bin",
                        (asked, speaker) ->
                                speaker.send("HTTP/1.1 200 OK\r\nContent-Le").silence(),
                        "/body.bin",
                        FILE.silentAfter(1000)));
    }

    @Test
    @Order(14)
    @DisplayName("a byte comes now and then: a head or a body at 2 bytes a second is as good as none (case 38)")
    void drip(DownloadTarget target) {
        expectNothing(
                target,
                Map.of(
                        "/head.bin",
                        (asked, speaker) -> {
                            speaker.send("HTTP/1.1 200 OK\r\nX-Slow: ");
                            while (true) {
                                speaker.pause(Duration.ofMillis(500)).send("x");
                            }
                        },
                        "/body.bin",
                        FILE.rate(2)));
    }

    @Test
    @Order(15)
    @DisplayName("the other side is off: a connection is never made (case 39)")
    void unreachable(DownloadTarget target) {
        Origin origin = target.origin().at("/there.bin", FILE);
        target.fetch(target.unreachable("/away.bin"), origin.uri("/there.bin")).expectFailure();
        target.expectFile("there.bin", CONTENT).expectOnly("there.bin");
    }

    @Test
    @Order(16)
    @DisplayName("interim answers (100, 103) are no errors: the real one comes after them")
    @Rfc("RFC 9110 section 15.2")
    void interim(DownloadTarget target) {
        Origin origin = target.origin().at("/file.bin", (asked, speaker) -> {
            speaker.send(
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
            FILE.to(asked, speaker);
        });
        target.fetch(origin.uri("/file.bin")).expectSuccess();
        target.expectFile("file.bin", CONTENT).expectOnly("file.bin");
    }

    @Test
    @Order(17)
    @DisplayName("exit status 1 if some files came and others did not, 3 if none came")
    @Rfc("docs/04-threaded-downloader.md")
    void statuses(DownloadTarget target) {
        Origin origin = target.origin().at("/a.bin", FILE);
        target.fetch(origin.uri("/a.bin"), origin.uri("/missing.bin")).expectExit(1);
        target.fetchInto(target.newFolder(), origin.uri("/missing.bin"), origin.uri("/gone.bin"))
                .expectExit(3);
    }

    @Test
    @Order(18)
    @DisplayName("trailers behind the last chunk are no error: they are read, and may be ignored")
    @Rfc("RFC 9112 section 7.1.2")
    void trailers(DownloadTarget target) {
        Origin origin = target.origin()
                .at(
                        "/file.txt",
                        Answers.rawKept("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                                + "5\r\nhello\r\n0\r\nX-Sum: 5\r\nX-More: yes\r\n\r\n"));
        target.fetch(origin.uri("/file.txt")).expectSuccess();
        target.expectFile("file.txt", Content.of("hello")).expectOnly("file.txt");
    }
}
