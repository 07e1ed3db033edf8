package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.testkit.DownloadFolder;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 6: origins that mean harm, or are out of their mind. A program may give up on each of them; but it ends, it believes
 * nothing that cannot be, it writes nowhere but into its folder, and the files of good origins come all the same.
 */
@Stage(value = 6, name = "hostile servers", side = Side.DOWNLOADER)
@DisplayName("Stage 6: hostile servers")
final class Stage6HostileIT {
    private static final String FIELDS = "RFC 9110 section 5.4";
    private static final String STATUS_LINE = "RFC 9112 section 4";
    private static final String INTERIM = "RFC 9110 section 15.2";
    private static final String CHUNKS = "RFC 9112 section 7.1";
    private static final String REDIRECTS = "RFC 9110 section 15.4";
    private static final String CREDENTIALS = "RFC 9110 section 15.4, RFC 9110 section 11.4";
    private static final String NAMES = "RFC 6266 section 4.3";
    private static final String CONTENT_RANGE = "RFC 9110 section 14.4";

    private static final int SMALL = 5000;
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

    private static Content small(DownloadTarget target) {
        return Content.random(target.random().nextLong(), SMALL);
    }

    // Without an end

    /** What has no end, and no use. */
    enum Endless {
        HEADER_FIELDS(HEAD, "X-More: of the same\r\n"),
        ONE_HEADER_FIELD(HEAD + "X-Long: ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        A_STATUS_LINE("HTTP/1.1 200 O", "OOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO"),
        INTERIM_ANSWERS("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n"),
        A_CHUNK_EXTENSION(CHUNKED + "5;x=", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        A_CHUNK_SIZE(CHUNKED, "00000000000000000000000000000000"),
        THE_PAGE_OF_A_404(
                "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n",
                "20\r\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");

        private final String first;
        private final String again;

        Endless(String first, String again) {
            this.first = first;
            this.again = again;
        }
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @DisplayName("an answer with something in it that has no end: the program does not read on for ever (case 11)")
    @Rfc(FIELDS)
    @EnumSource
    void endless(Endless endless, DownloadTarget target) {
        Flood flood = new Flood(endless.first, endless.again);
        Origin origin = target.origin();
        origin.at("/file.txt", flood);
        target.start(origin.uri("/file.txt")).expectFailure().expectNothing("file.txt");
        flood.expectCut(endless.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }

    @Test
    @Order(2)
    @DisplayName("behind the last chunk, fields without an end: what has come is the file, or none (case 6)")
    @Rfc("RFC 9112 section 7.1.2")
    void endlessTrailer(DownloadTarget target) {
        Content content = Content.of("hello");
        Flood flood = new Flood(CHUNKED + "5\r\nhello\r\n0\r\n", "X-More: of the same\r\n");
        Origin origin = target.origin();
        origin.at("/file.txt", flood);
        Fetched.either(target.start(origin.uri("/file.txt")), "file.txt", content);
        flood.expectCut("a trailer section");
    }

    @Test
    @Order(3)
    @DisplayName("behind the bytes that Content-Length announces, more without an end: they are left alone (case 2)")
    @Rfc("RFC 9112 section 6.3")
    void endlessSurplus(DownloadTarget target) {
        Content content = Content.of("hello");
        Flood flood = new Flood(HEAD + "Content-Length: 5\r\n\r\nhello", "more of the same ");
        Origin origin = target.origin();
        origin.at("/file.txt", flood);
        Fetched.either(target.start(origin.uri("/file.txt")), "file.txt", content);
        flood.expectCut("a body");
    }

    @Test
    @Order(4)
    @DisplayName(
            "a few interim answers (103, and one that nobody knows) come before the answer, and do no harm (case 11)")
    @Rfc(INTERIM)
    void interim(DownloadTarget target) {
        Content content = small(target);
        ServedFile good = ServedFile.of(content);
        Origin origin = target.origin();
        origin.at("/file.bin", (asked, speaker) -> {
            speaker.send("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nContent-Length: 7\r\n\r\n");
            speaker.send("HTTP/1.1 199 Something\r\n\r\n");
            good.to(asked, speaker);
        });
        target.start(origin.uri("/file.bin")).expectSuccess().expectFile("file.bin", content);
    }

    @Test
    @Order(5)
    @DisplayName("a thousand redirects, each to another address: the program gives up before long (case 32)")
    @Rfc(REDIRECTS)
    void manyRedirects(DownloadTarget target) {
        Origin origin = target.origin();
        for (int i = 0; i < 1000; i++) {
            origin.at("/" + i, Answers.redirect(302, "/" + (i + 1)));
        }
        origin.at("/1000", ServedFile.of("the end of the world"));
        target.start(origin.uri("/0")).expectFailure().expectNothing("0").expectNothing("1000");
        assertThat(origin.asked()).as("requests").hasSizeLessThan(500);
    }

    @Test
    @Order(6)
    @DisplayName("each answer breaks off at half, and the next one is of another version: there is no progress in that,"
            + " so it ends (case 19)")
    @Rfc("RFC 9110 section 15.3.7.3")
    void neverTheSame(DownloadTarget target) {
        long seed = target.random().nextLong();
        AtomicInteger versions = new AtomicInteger();
        Origin origin = target.origin();
        origin.at("/file.bin", (asked, speaker) -> {
            int version = versions.incrementAndGet();
            ServedFile.of(Content.random(seed + version, 512 << 10))
                    .etag("\"" + version + "\"")
                    .cutAfter(256 << 10)
                    .to(asked, speaker);
        });
        target.start(origin.uri("/file.bin")).expectFailure().expectNothing("file.bin");
        assertThat(origin.asked()).as("requests").hasSizeLessThan(200);
    }

    @Test
    @Order(7)
    @DisplayName("each answer is of another version, all of it: what comes is one of them, or none (case 19)")
    @Rfc("RFC 9110 section 15.3.7.3")
    void alwaysNew(DownloadTarget target) {
        long seed = target.random().nextLong();
        Map<Integer, Content> versions = new ConcurrentHashMap<>();
        AtomicInteger last = new AtomicInteger();
        Origin origin = target.origin();
        origin.at("/file.bin", (asked, speaker) -> {
            int version = last.incrementAndGet();
            Content content = Content.random(seed + version, 2 << 20);
            versions.put(version, content);
            ServedFile.of(content).etag("\"" + version + "\"").rate(4 << 20).to(asked, speaker);
        });
        DownloadRun run = target.start(origin.uri("/file.bin"));
        run.await();
        Fetched.either(run, "file.bin", versions.values().toArray(new Content[0]));
    }

    // What cannot be

    @Test
    @Order(8)
    @DisplayName("a chunk size that no file can have, or that is a small one if bits get lost: it is an error (case 6)")
    @Rfc(CHUNKS)
    void chunkSizes(DownloadTarget target) {
        List<String> sizes =
                List.of("10000000000000005", "100000005", "ffffffffffffffff", "8000000000000005", "-5", "");
        Origin origin = target.origin();
        sizes.forEach(size -> origin.at("/chunk" + size, Answers.raw(CHUNKED + size + "\r\nhello\r\n0\r\n\r\n")));
        DownloadRun run = Fetched.fetch(
                target, origin, sizes.stream().map(size -> "/chunk" + size).toList());
        run.expectFailure();
        sizes.forEach(size -> run.expectNothing("chunk" + size));
    }

    @Test
    @Order(9)
    @DisplayName("a Content-Range that cannot be: nothing of this answer gets into the file (cases 14, 17)")
    @Rfc(CONTENT_RANGE)
    void contentRanges(DownloadTarget target) {
        List<String> values = List.of(
                "bytes 0-18446744073709551615/18446744073709551616",
                "bytes 18446744073709551616-18446744073709551700/18446744073709551800",
                "bytes -5-10/100",
                "bytes 10-5/100",
                "bytes 5-1000/3",
                "bytes */100",
                "bytes 1e3-1e6/1e9",
                "\u00a0");
        Content content = Content.random(target.random().nextLong(), 2 << 20);
        ServedFile good = ServedFile.of(content);
        Origin origin = target.origin();
        for (int i = 0; i < values.size(); i++) {
            Optional<String> value = Optional.of(values.get(i));
            ServedFile bad = good.giving(span -> new Span(0, span.size())).contentRange((span, total) -> value);
            origin.at("/file-" + i, (asked, speaker) -> (inside(asked) ? bad : good.rate(8 << 20)).to(asked, speaker));
        }
        DownloadRun run = Fetched.fetch(target, origin, Fetched.paths(values.size()));
        for (int i = 0; i < values.size(); i++) {
            Fetched.either(run, "file-" + i, content);
        }
    }

    private static boolean inside(Asked asked) {
        return !asked.isHead() && asked.range().filter(span -> span.from() != 0).isPresent();
    }

    // Somewhere else

    @Test
    @Order(10)
    @DisplayName("a redirect to what is no address of the web, or to none at all: an error, and no local file is read"
            + " (case 32)")
    @Rfc(REDIRECTS)
    void strangeRedirect(DownloadTarget target) throws IOException {
        Path secret = Files.writeString(target.newFolder().resolve("secret.txt"), "secret", StandardCharsets.UTF_8);
        Origin origin = target.origin();
        List<String> locations = List.of(
                "file://" + secret,
                "file:" + secret,
                "ftp://127.0.0.1:" + origin.port() + "/file.txt",
                "gopher://127.0.0.1:" + origin.port() + "/file.txt",
                "data:text/plain,hello",
                "javascript:alert(1)",
                "http://",
                "http://127.0.0.1:99999/file.txt",
                "http://[::1/file.txt",
                "");
        for (int i = 0; i < locations.size(); i++) {
            origin.at("/file-" + i, Answers.redirect(302, locations.get(i)));
        }
        Fetched.fetch(target, origin, Fetched.paths(locations.size()))
                .expectFailure()
                .expectOnly();
    }

    @Test
    @Order(11)
    @DisplayName("302 without Location leads nowhere: an error, and its page is not the file (case 32)")
    @Rfc(REDIRECTS)
    void noLocation(DownloadTarget target) {
        Origin origin = target.origin();
        origin.at("/file.txt", Answers.status(302));
        target.start(origin.uri("/file.txt")).expectFailure().expectNothing("file.txt");
    }

    @ParameterizedTest(name = "{0}")
    @Order(12)
    @DisplayName("name and password are for one origin: where that leads elsewhere, they do not go along (case 34)")
    @Rfc(CREDENTIALS)
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void credentials(String host, DownloadTarget target) {
        Content content = small(target);
        Origin origin = target.origin();
        Origin other = target.newOrigin().at("/file.bin", ServedFile.of(content));
        Answer ask = Answers.status(401, "WWW-Authenticate: Basic realm=\"files\"");
        Answer leadAway = Answers.status(
                302,
                "Location: http://" + host + ":" + other.port() + "/file.bin",
                "Set-Cookie: session=secret; Path=/");
        origin.at(
                "/file.bin",
                (asked, speaker) -> (asked.header("Authorization").isEmpty() ? ask : leadAway).to(asked, speaker));
        URI uri = URI.create(origin.uri("/file.bin").toString().replace("//", "//user:secret@"));
        Fetched.either(target.start(uri), "file.bin", content);
        for (Asked asked : other.asked()) {
            assertThat(asked.headers("Authorization"))
                    .as("Authorization, sent to another origin than that for which it was given")
                    .isEmpty();
            assertThat(asked.fields().toString())
                    .as("the fields of a request to another origin")
                    .doesNotContain("user:secret@");
            if (host.equals("localhost")) {
                assertThat(asked.headers("Cookie"))
                        .as("Cookie, sent to another host than that which set it")
                        .isEmpty();
            }
        }
    }

    // Names that escape

    @Test
    @Order(13)
    @DisplayName("the origin proposes a name that leads out of the folder, hides itself, or plays with the terminal"
            + " (case 40)")
    @Rfc(NAMES)
    void namesOfOrigin(DownloadTarget target) {
        DownloadFolder elsewhere = target.newFolder();
        List<String> names = List.of(
                "filename=\"../escaped\"",
                "filename=\"../../escaped-farther\"",
                "filename=\"..\\\\..\\\\backslashed\"",
                "filename=\"" + elsewhere.resolve("absolute") + "\"",
                "filename=\"C:\\\\drive\"",
                "filename=\"..\"",
                "filename=\".\"",
                "filename=\"/\"",
                "filename=\".bashrc\"",
                "filename=\"sub/folder/file\"",
                "filename*=UTF-8''..%2f..%2fencoded",
                "filename*=UTF-8''zero%00.txt",
                "filename*=UTF-8''escape%1b%5b2J%0d%0a.txt",
                "filename*=UTF-8''turned%e2%80%aefdp.exe",
                "filename*=UTF-8''%c0%ae%c0%ae%c0%afoverlong",
                "filename=\"" + "n".repeat(300) + ".txt\"");
        Origin origin = target.origin();
        Map<String, Content> contents = new LinkedHashMap<>();
        for (String name : names) {
            contents.put(name, small(target));
            origin.at(
                    "/file-" + (contents.size() - 1),
                    ServedFile.of(contents.get(name)).disposition("attachment; " + name));
        }
        DownloadRun run = Fetched.fetch(target, origin, Fetched.paths(names.size()));
        Harmless.expect(target, run, contents);
        elsewhere.expectExactly();
    }

    @Test
    @Order(14)
    @DisplayName("the same with names in the addresses themselves (case 40)")
    @Rfc(NAMES)
    void namesOfAddress(DownloadTarget target) {
        DownloadFolder elsewhere = target.newFolder();
        List<String> paths = List.of(
                "/..%2fescaped",
                "/..%2f..%2fescaped-farther",
                "/" + elsewhere.resolve("absolute").toString().replace("/", "%2f"),
                "/.bashrc",
                "/zero%00.txt",
                "/escape%1b%5b2J%0a.txt",
                "/turned%E2%80%AEfdp.exe",
                "/%ff%fe",
                "/");
        Origin origin = target.origin();
        Map<String, Content> contents = new LinkedHashMap<>();
        for (String path : paths) {
            contents.put(path, small(target));
            origin.at(path, ServedFile.of(contents.get(path)));
        }
        Harmless.expect(target, Fetched.fetch(target, origin, paths), contents);
        elsewhere.expectExactly();
    }

    @Test
    @Order(15)
    @DisplayName("what an origin says reaches the terminal without the bytes that would clear it, or change its title")
    @Rfc("RFC 9110 section 5.5")
    void escapes(DownloadTarget target) {
        String trick = "\u001b]0;owned\u0007\u001b[2Jgone";
        String page = "HTTP/1.1 404 " + trick + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        Origin origin = target.origin();
        origin.at("/reason", Answers.raw(page));
        origin.at("/location", Answers.redirect(302, "/" + trick));
        origin.at("/type", ServedFile.of("hello").field("Content-Type", trick).field("Content-Encoding", trick));
        origin.at("/status", Answers.raw(trick + "\r\n\r\n"));
        origin.at("/name", ServedFile.of("hello").disposition("attachment; filename=\"" + trick + "\""));
        DownloadRun run = Fetched.start(target, origin, "/reason", "/location", "/type", "/status", "/name");
        run.await();
        assertThat(run.output())
                .as("what the program printed (it is told with the escape characters themselves)")
                .doesNotContain("\u001b]0;owned", "\u001b[2Jgone", "\u0007");
    }

    // Many at once

    private static final List<Answer> FAULTS = List.of(
            Answers.status(404),
            Answers.status(500),
            Answers.closeAtOnce(),
            Answers.resetAtOnce(),
            Answers.status(302),
            Answers.raw("nonsense\r\n\r\n"),
            Answers.raw(CHUNKED + "zz\r\nhello"),
            ServedFile.of("x".repeat(SMALL)).noRanges().cutAfter(SMALL / 2),
            ServedFile.of("x".repeat(SMALL)).noRanges().resetAfter(SMALL / 2),
            ServedFile.of("x".repeat(SMALL))
                    .noRanges()
                    .contentLength("" + SMALL, "7")
                    .closing());

    @Test
    @Order(16)
    @DisplayName("many files, every second with a fault of some kind: the others come, and the exit status is not 0")
    @Rfc("RFC 9112 section 8")
    void manyFaults(DownloadTarget target) {
        Content content = small(target);
        Origin origin = target.origin();
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < FAULTS.size(); i++) {
            origin.at("/bad-" + i, FAULTS.get(i)).at("/good-" + i, ServedFile.of(content));
            paths.addAll(List.of("/bad-" + i, "/good-" + i));
        }
        Collections.shuffle(paths, target.random());
        DownloadRun run = Fetched.fetch(target, origin, paths).expectFailure();
        for (int i = 0; i < FAULTS.size(); i++) {
            run.expectFile("good-" + i, content).expectNothing("bad-" + i);
        }
    }

    @Test
    @Order(17)
    @DisplayName(
            "files with faults by chance, some of which pass: exit status 0 means that all are right, and what is there"
                    + " is right")
    @Rfc("RFC 9112 section 8")
    void byChance(DownloadTarget target) {
        Random random = target.random();
        int files = 20;
        Origin origin = target.origin();
        DownloadFolder folder = target.folder();
        List<Content> contents = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            Content content = Content.random(random.nextLong(), 1 + random.nextInt(3 << 19));
            contents.add(content);
            paths.add("/file-" + i);
            origin.at("/file-" + i, script(random, ServedFile.of(content)));
        }
        DownloadRun run = Fetched.fetch(target, origin, paths);
        int status = run.await();
        for (int i = 0; i < files; i++) {
            if (status == 0 || folder.whole().contains("file-" + i)) {
                run.expectFile("file-" + i, contents.get(i));
            }
        }
    }

    /** Up to three faults, then the file. */
    private static Answer[] script(Random random, ServedFile good) {
        List<Answer> answers = new ArrayList<>();
        int size = (int) good.content().size();
        for (int left = random.nextInt(4); left > 0; left--) {
            int at = 1 + random.nextInt(size);
            answers.add(
                    switch (random.nextInt(9)) {
                        case 0 -> Answers.status(500 + random.nextInt(4));
                        case 1 -> Answers.closeAtOnce();
                        case 2 -> Answers.resetAtOnce();
                        case 3 -> good.cutAfter(at);
                        case 4 -> good.resetAfter(at);
                        case 5 -> good.chunked().cutAfter(at);
                        case 6 -> good.ignoringRange().cutAfter(at);
                        case 7 -> good.giving(span -> new Span(0, span.size()));
                        default -> good.noEtag().noModified().cutAfter(at);
                    });
        }
        answers.add(good);
        return answers.toArray(new Answer[0]);
    }
}
