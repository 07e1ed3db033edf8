package netlessons.downloader;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/** Stage 1: what is on the origins lies in the folder afterwards, byte for byte. All that the origins say is right. */
@Stage(value = 1, name = "a list of URLs", side = Side.DOWNLOADER)
@DisplayName("Stage 1: a list of URLs")
@Rfc("RFC 9112 section 6.3")
final class Stage1ListIT {
    private static Content random(DownloadTarget target, long size) {
        return Content.random(target.random().nextInt(), size);
    }

    /** One file of this size with this answer comes down whole. */
    private static void expect(DownloadTarget target, String path, String name, Content content, Answer answer) {
        Origin origin = target.origin().at(path, answer);
        target.fetch(origin.uri(path)).expectSuccess();
        target.expectFile(name, content).expectOnly(name);
    }

    @Test
    @Order(1)
    @DisplayName("a file of 65,426 bytes arrives whole and under its name; the exit status is 0")
    void file(DownloadTarget target) {
        Content content = random(target, 65_426);
        expect(target, "/photo.jpg", "photo.jpg", content, ServedFile.of(content));
    }

    @Test
    @Order(2)
    @DisplayName("an empty file, with 200 and Content-Length: 0, is a file as well (case 26)")
    void empty(DownloadTarget target) {
        Content content = Content.of("");
        expect(target, "/empty.txt", "empty.txt", content, ServedFile.of(content));
    }

    @Test
    @Order(3)
    @DisplayName("three files with one command: each gets its own bytes")
    void three(DownloadTarget target) {
        Origin origin = target.origin();
        List<Content> contents = List.of(random(target, 1), random(target, 100_000), random(target, 8192));
        List<String> names = List.of("one.bin", "two.bin", "three.bin");
        names.forEach(name -> origin.at("/" + name, ServedFile.of(contents.get(names.indexOf(name)))));
        target.fetch(origin.uri("/one.bin"), origin.uri("/two.bin"), origin.uri("/three.bin"))
                .expectSuccess();
        names.forEach(name -> target.expectFile(name, contents.get(names.indexOf(name))));
        target.expectOnly(names.toArray(String[]::new));
    }

    @Test
    @Order(4)
    @DisplayName("forty files, more than a program has threads, from two origins, some of them slow to answer")
    void forty(DownloadTarget target) {
        List<Origin> origins = List.of(target.origin(), target.newOrigin());
        List<URI> urls = new ArrayList<>();
        List<Content> contents = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Content content = random(target, 500L * i);
            Origin origin = origins.get(i % 2);
            origin.at(
                    "/file-" + i,
                    i % 10 == 0
                            ? Answers.after(Duration.ofMillis(300), ServedFile.of(content))
                            : ServedFile.of(content));
            urls.add(origin.uri("/file-" + i));
            contents.add(content);
        }
        DownloadRun run = target.startIn(target.folder(), urls).expectSuccess();
        for (int i = 0; i < 40; i++) {
            run.expectFile("file-" + i, contents.get(i));
        }
        target.expect(
                target.folder().whole().size() == 40,
                "forty files",
                () -> target.folder().whole().size() + " files");
    }

    @Test
    @Order(5)
    @DisplayName("a file of 5 MiB and one byte arrives whole")
    void big(DownloadTarget target) {
        Content content = random(target, (5 << 20) + 1);
        expect(target, "/big.iso", "big.iso", content, ServedFile.of(content));
    }

    @Test
    @Order(6)
    @DisplayName("of a longer path, the last part is the file's name; nothing else is made in the folder")
    @Rfc("RFC 3986 section 3.3")
    void path(DownloadTarget target) {
        Content content = random(target, 300);
        expect(target, "/pub/2024/notes.txt", "notes.txt", content, ServedFile.of(content));
    }

    @Test
    @Order(7)
    @DisplayName("files that lie in the folder already stay as they are")
    void others(DownloadTarget target) throws IOException {
        Files.writeString(target.folder().resolve("mine.txt"), "mine");
        Content content = random(target, 300);
        Origin origin = target.origin().at("/yours.txt", ServedFile.of(content));
        target.fetch(origin.uri("/yours.txt")).expectSuccess();
        target.expectFile("mine.txt", Content.of("mine"))
                .expectFile("yours.txt", content)
                .expectOnly("mine.txt", "yours.txt");
    }

    @Test
    @Order(8)
    @DisplayName("the request is one: GET, the path, HTTP/1.1 or 1.0, and the field Host with the port")
    @Rfc("RFC 9112 section 3.2")
    void request(DownloadTarget target) {
        Content content = random(target, 300);
        expect(target, "/file.bin", "file.bin", content, ServedFile.of(content));
        String host = "127.0.0.1:" + target.origin().port();
        for (Asked asked : target.origin().asked()) {
            target.expect(
                    asked.version().matches("HTTP/1\\.[01]"), "HTTP/1.1 in the first line", () -> "" + asked.version());
            target.expect(
                    asked.headers("Host").equals(List.of(host)),
                    "one field Host: " + host,
                    () -> "Host: " + asked.headers("Host"));
        }
    }

    @Test
    @Order(9)
    @DisplayName("an origin may close the connection after each answer, if it says so, or keep it open")
    @Rfc("RFC 9112 section 9.3")
    void closing(DownloadTarget target) {
        Origin origin = target.origin();
        List<Content> contents = new ArrayList<>();
        List<URI> urls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            contents.add(random(target, 20_000));
            ServedFile file = ServedFile.of(contents.get(i));
            origin.at("/" + i + ".bin", i % 2 == 0 ? file.closing() : file);
            urls.add(origin.uri("/" + i + ".bin"));
        }
        target.startIn(target.folder(), urls).expectSuccess();
        for (int i = 0; i < 8; i++) {
            target.expectFile(i + ".bin", contents.get(i));
        }
    }

    @Test
    @Order(10)
    @DisplayName("a body in chunks is put together: the chunks' sizes are no part of the file")
    @Rfc("RFC 9112 section 7.1")
    void chunked(DownloadTarget target) {
        Content content = random(target, 100_000);
        expect(
                target,
                "/chunked.bin",
                "chunked.bin",
                content,
                ServedFile.of(content).chunked());
    }

    @Test
    @Order(11)
    @DisplayName("chunks may have extensions, zeros in front of their sizes, and capital letters")
    @Rfc("RFC 9112 section 7.1.1")
    void chunks(DownloadTarget target) {
        expect(
                target,
                "/odd.txt",
                "odd.txt",
                Content.of("hello, world\n"),
                Answers.rawKept("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
                        + "5;name=value\r\nhello\r\n0002;q=\"a;b\"\r\n, \r\n0006\r\nworld\n\r\n"
                        + "000;last\r\n\r\n"));
    }

    @Test
    @Order(12)
    @DisplayName("without a length the body ends with the connection")
    void untilClose(DownloadTarget target) {
        Content content = random(target, 100_000);
        expect(
                target,
                "/endless.bin",
                "endless.bin",
                content,
                ServedFile.of(content).untilClose());
    }

    @Test
    @Order(13)
    @DisplayName("an origin may speak HTTP/1.0, with a length or without")
    @Rfc("RFC 9112 section 2.3")
    void http10(DownloadTarget target) {
        Content content = random(target, 50_000);
        Origin origin = target.origin()
                .at("/old.bin", ServedFile.of(content).http10())
                .at("/older.bin", Answers.raw("HTTP/1.0 200 OK\r\n\r\nold\n"));
        target.fetch(origin.uri("/old.bin"), origin.uri("/older.bin")).expectSuccess();
        target.expectFile("old.bin", content)
                .expectFile("older.bin", Content.of("old\n"))
                .expectOnly("old.bin", "older.bin");
    }

    @Test
    @Order(14)
    @DisplayName("names of fields have no case, white space around values does not count, a reason may be missing")
    @Rfc("RFC 9112 section 5")
    void fields(DownloadTarget target) {
        expect(
                target,
                "/odd.txt",
                "odd.txt",
                Content.of("hello"),
                Answers.rawKept(
                        "HTTP/1.1 200 \r\nCONTENT-LENGTH:5   \r\nX-Empty:\r\ncontent-type:\t text/plain\r\n\r\nhello"));
    }

    @Test
    @Order(15)
    @DisplayName("an answer may come in many pieces, and slowly: 40,000 bytes in two seconds are no reason to give up")
    void pieces(DownloadTarget target) {
        Content content = random(target, 40_000);
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n";
        expect(target, "/slow.bin", "slow.bin", content, (asked, speaker) -> {
            for (char letter : head.toCharArray()) {
                speaker.send("" + letter).pause(Duration.ofMillis(5));
            }
            speaker.rate(20_000).send(content);
        });
    }

    @Test
    @Order(16)
    @DisplayName("a redirect is followed: 301, 302, 303, 307 and 308, to a path or to another origin")
    @Rfc("RFC 9110 section 15.4")
    void redirects(DownloadTarget target) {
        Origin origin = target.origin();
        Origin other = target.newOrigin();
        List<Integer> statuses = List.of(301, 302, 303, 307, 308);
        List<Content> contents = new ArrayList<>();
        List<URI> urls = new ArrayList<>();
        for (int status : statuses) {
            Content content = random(target, 1000 + status);
            contents.add(content);
            String path = "/moved/" + status + ".bin";
            boolean far = status % 2 == 0;
            (far ? other : origin).at(path, ServedFile.of(content));
            origin.at(
                    "/" + status + ".bin",
                    Answers.redirect(status, far ? other.uri(path).toString() : path));
            urls.add(origin.uri("/" + status + ".bin"));
        }
        DownloadRun run = target.startIn(target.folder(), urls).expectSuccess();
        statuses.forEach(status -> run.expectFile(status + ".bin", contents.get(statuses.indexOf(status))));
        run.expectOnly(statuses.stream().map(status -> status + ".bin").toArray(String[]::new));
    }

    @Test
    @Order(17)
    @DisplayName("the Location of a redirect may be relative, and several redirects may follow each other")
    @Rfc("RFC 9110 section 10.2.2")
    void relative(DownloadTarget target) {
        Content content = random(target, 3000);
        Origin origin = target.origin()
                .at("/a/b/file.bin", Answers.redirect(302, "../c/file.bin"))
                .at("/a/c/file.bin", Answers.redirect(301, "file.bin?id=7"))
                .at(
                        "/a/c/file.bin?id=7",
                        Answers.redirect(307, "//127.0.0.1:" + target.origin().port() + "/d/file.bin"))
                .at("/d/file.bin", ServedFile.of(content));
        target.fetch(origin.uri("/a/b/file.bin")).expectSuccess();
        target.expectFile("file.bin", content).expectOnly("file.bin");
    }

    @Test
    @Order(18)
    @DisplayName("the query goes to the origin, and is no part of the name; a fragment (#…) is neither")
    @Rfc("RFC 3986 section 3.4")
    void query(DownloadTarget target) {
        Content content = random(target, 3000);
        Origin origin = target.origin().at("/get.bin?id=7&path=/x/y.txt", ServedFile.of(content));
        target.fetch(origin.uri("/get.bin?id=7&path=/x/y.txt#top")).expectSuccess();
        target.expectFile("get.bin", content).expectOnly("get.bin");
    }

    @Test
    @Order(19)
    @DisplayName("the origin is asked for the path as it is; in the name, percent-encoding is undone: %20 is a blank")
    @Rfc("RFC 3986 section 2.4")
    void percent(DownloadTarget target) {
        Content content = random(target, 3000);
        expect(target, "/my%20caf%C3%A9+100%25.txt", "my café+100%.txt", content, ServedFile.of(content));
    }
}
