package netlessons.downloader;

import static netlessons.downloader.RealOrigins.BIG;
import static netlessons.downloader.RealOrigins.SLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netlessons.downloader.Fetcher.Ended;
import netlessons.downloader.Fetcher.Running;
import netlessons.downloader.RealOrigins.Asked;
import netlessons.downloader.RealOrigins.Server;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.junit.jupiter.Container;

/** What the tests' own origin can only pretend: servers that other people wrote, and what these really send. */
@NeedsDocker
class RealOriginsIT {
    @Container
    static final Peer CONTAINER = RealOrigins.container();

    static final RealOrigins ORIGINS = new RealOrigins(CONTAINER);

    @TempDir
    Path dir;

    @BeforeEach
    void forget() {
        Stream.of(Server.values()).forEach(ORIGINS::forget);
    }

    static Stream<Arguments> all() {
        return pairs(Server.values());
    }

    static Stream<Arguments> withRanges() {
        return pairs(Server.NGINX, Server.LIGHTTPD);
    }

    private static Stream<Arguments> pairs(Server... servers) {
        return Stream.of(Fetcher.values())
                .flatMap(fetcher -> Stream.of(servers).map(server -> Arguments.of(fetcher, server)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void manySmallFiles(Fetcher fetcher, Server server) throws Exception {
        Path list = dir.resolve("list");
        Files.write(
                list,
                IntStream.rangeClosed(1, 200)
                        .mapToObj(i -> ORIGINS.url(server, "/small/" + i))
                        .toList());
        expect(0, fetcher.fetch(dir.resolve("files"), "--input", list.toString()));
        Map<String, String> sums = ORIGINS.shell("cd small; sha256sum *")
                .lines()
                .collect(Collectors.toMap(line -> line.substring(66), line -> line.substring(0, 64)));
        assertThat(sums).hasSize(200);
        assertThat(names(dir.resolve("files"))).containsExactlyInAnyOrderElementsOf(sums.keySet());
        for (String name : sums.keySet()) {
            assertThat(sha256(dir.resolve("files").resolve(name))).isEqualTo(sums.get(name));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBigFileComesInSegmentsWhereThereAreRanges(Fetcher fetcher, Server server) throws Exception {
        expect(0, fetcher.fetch(dir, "--segments=4", ORIGINS.url(server, "/big"), ORIGINS.url(server, "/empty")));
        assertThat(names(dir)).containsExactlyInAnyOrder("big", "empty");
        assertThat(sha256(dir.resolve("big"))).isEqualTo(ORIGINS.sum("big"));
        List<Asked> asked = ended(server, "/big", server == Server.PYTHON ? 1 : 4);
        assertThat(asked.stream().filter(a -> a.status() == 206).count())
                .as("segments: %s", asked)
                .isGreaterThanOrEqualTo(server == Server.PYTHON ? 0 : 3);
        assertThat(asked.size()).isLessThanOrEqualTo(server == Server.PYTHON ? 1 : 20);
    }

    @ParameterizedTest
    @EnumSource
    void segmentsAreFasterWhereAConnectionIsSlow(Fetcher fetcher) throws Exception {
        String url = ORIGINS.url(Server.NGINX, "/slow/big");
        long one = nanos(() -> expect(0, fetcher.fetch(dir.resolve("one"), "--segments=1", url)));
        long four = nanos(() -> expect(0, fetcher.fetch(dir.resolve("four"), "--segments=4", url)));
        four = Math.min(four, nanos(() -> expect(0, fetcher.fetch(dir.resolve("again"), "--segments=4", url))));
        assertThat(sha256(dir.resolve("four/big"))).isEqualTo(ORIGINS.sum("big"));
        assertThat(four) // 4 s against 1 s, if nobody is held up
                .as("nanoseconds with four, one took %s", one)
                .isLessThan(one - TimeUnit.MILLISECONDS.toNanos(500));
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatWantsFewConnectionsIsServedByFew(Fetcher fetcher) throws Exception {
        expect(0, fetcher.fetch(dir, "--segments=4", ORIGINS.url(Server.NGINX, "/few/big")));
        assertThat(sha256(dir.resolve("big"))).isEqualTo(ORIGINS.sum("big"));
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> ORIGINS.asked(Server.NGINX, "/few/big"),
                        asked -> asked.stream().anyMatch(a -> a.status() == 429));
    }

    @ParameterizedTest
    @MethodSource("withRanges")
    void whatCameBeforeAnInterruptIsNotFetchedAgain(Fetcher fetcher, Server server) throws Exception {
        interruptHalfway(fetcher, ORIGINS.url(server, "/slow/big"), 1);
        ended(server, "/slow/big", 1);
        ORIGINS.forget(server);
        expect(0, fetcher.fetch(dir, "--segments=1", ORIGINS.url(server, "/slow/big")));
        assertThat(names(dir)).containsExactly("big");
        assertThat(sha256(dir.resolve("big"))).isEqualTo(ORIGINS.sum("big"));
        List<Asked> asked = ended(server, "/slow/big", 1);
        assertThat(asked).allMatch(a -> a.status() == 206);
        assertThat(asked.stream().mapToLong(Asked::bytes).sum())
                .as("what the second run fetched: %s", asked)
                .isLessThan(BIG - SLOW + 4096); // lighttpd counts the head, too
    }

    @ParameterizedTest
    @MethodSource("withRanges")
    void aFileThatChangedSinceTheInterruptIsFetchedAnew(Fetcher fetcher, Server server) throws Exception {
        ORIGINS.shell("cp big turned; touch -d '2 hours ago' turned");
        interruptHalfway(fetcher, ORIGINS.url(server, "/slow/turned"), 4);
        ORIGINS.shell("head -c " + BIG + " /dev/urandom > new; touch -d '1 hour ago' new; mv new turned");
        expect(0, fetcher.fetch(dir, "--segments=4", ORIGINS.url(server, "/slow/turned")));
        assertThat(names(dir)).containsExactly("turned");
        assertThat(sha256(dir.resolve("turned"))).isEqualTo(ORIGINS.sum("turned"));
    }

    /** nginx is told to start over, so all connections break; what is asked for then is of another file. */
    @ParameterizedTest
    @EnumSource
    void aFileThatChangesBetweenItsSegmentsIsNeverMixed(Fetcher fetcher) throws Exception {
        ORIGINS.shell("cp big turning; touch -d '2 hours ago' turning; " + "head -c " + BIG
                + " /dev/urandom > new; touch -d '1 hour ago' new");
        try (Running running = fetcher.start(dir, "--segments=4", ORIGINS.url(Server.NGINX, "/crawl/turning"))) {
            awaitBytes(SLOW);
            ORIGINS.shell("mv new turning; nginx -s reload");
            expect(0, running.await());
        }
        assertThat(names(dir)).containsExactly("turning");
        assertThat(sha256(dir.resolve("turning"))).isEqualTo(ORIGINS.sum("turning"));
    }

    @ParameterizedTest
    @EnumSource
    void nobodyAskedForGzip(Fetcher fetcher) throws Exception {
        String sum = ORIGINS.sum("text.txt");
        expect(0, fetcher.fetch(dir, ORIGINS.url(Server.NGINX, "/text.txt")));
        assertThat(sha256(dir.resolve("text.txt"))).isEqualTo(sum);
        expect(3, fetcher.fetch(dir.resolve("none"), ORIGINS.url(Server.NGINX, "/packed.txt")));
        assertThat(names(dir.resolve("none"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void redirectsAreFollowedButNotForEver(Fetcher fetcher) throws Exception {
        expect(0, fetcher.fetch(dir, ORIGINS.url(Server.NGINX, "/moved/text.txt")));
        assertThat(names(dir)).containsExactly("text.txt");
        assertThat(sha256(dir.resolve("text.txt"))).isEqualTo(ORIGINS.sum("text.txt"));
        expect(3, fetcher.fetch(dir.resolve("none"), ORIGINS.url(Server.NGINX, "/round")));
        assertThat(names(dir.resolve("none"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aPageThatSays404IsNoFile(Fetcher fetcher, Server server) throws Exception {
        expect(3, fetcher.fetch(dir, ORIGINS.url(server, "/nothing.zip")));
        assertThat(names(dir)).isEmpty();
        assertThat(ended(server, "/nothing.zip", 1)).hasSize(1);
        expect(1, fetcher.fetch(dir, ORIGINS.url(server, "/nothing.zip"), ORIGINS.url(server, "/text.txt")));
        assertThat(names(dir)).containsExactly("text.txt");
    }

    @ParameterizedTest
    @MethodSource("all")
    void aFolderIsAPage(Fetcher fetcher, Server server) throws Exception {
        expect(0, fetcher.fetch(dir, ORIGINS.url(server, "/small/")));
        assertThat(names(dir)).hasSize(1);
        assertThat(dir.resolve(names(dir).get(0)))
                .content(StandardCharsets.UTF_8)
                .contains("href=\"77\"");
    }

    @ParameterizedTest
    @MethodSource("all")
    void spacesAndUmlauts(Fetcher fetcher, Server server) throws Exception {
        expect(0, fetcher.fetch(dir, ORIGINS.url(server, "/gr%C3%B6%C3%9Fe%20der%20Welt.txt")));
        assertThat(names(dir)).containsExactly("größe der Welt.txt");
        assertThat(sha256(dir.resolve("größe der Welt.txt"))).isEqualTo(ORIGINS.sum("text.txt"));
    }

    private void interruptHalfway(Fetcher fetcher, String url, int segments) throws Exception {
        try (Running running = fetcher.start(dir, "--segments=" + segments, url)) {
            awaitBytes(SLOW);
            expect(130, running.interrupt());
        }
        assertThat(dir.resolve(url.substring(url.lastIndexOf('/') + 1))).doesNotExist();
    }

    /** Until so much has come; the size of a file does not tell, for it may have holes. */
    private void awaitBytes(long count) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Process du = new ProcessBuilder("du", "-sk", dir.toString()).start();
                    String first =
                            new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split("\t")[0];
                    return Long.parseLong(first) * 1024 >= count;
                });
    }

    /** A server writes a line when a request is over, or when it sees that nobody listens any more. */
    private static List<Asked> ended(Server server, String path, int count) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> ORIGINS.asked(server, path), asked -> asked.size() >= count);
    }

    private static void expect(int status, Ended ended) {
        assertThat(ended.status()).as(ended.output()).isEqualTo(status);
    }

    private static List<String> names(Path dir) throws IOException {
        if (!Files.exists(dir)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("list"))
                    .toList();
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static long nanos(Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        return System.nanoTime() - start;
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }
}
