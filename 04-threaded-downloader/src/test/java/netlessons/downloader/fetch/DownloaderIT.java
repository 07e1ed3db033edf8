package netlessons.downloader.fetch;

import static netlessons.downloader.fetch.TestRun.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netlessons.downloader.file.Conflict;
import netlessons.downloader.progress.Summary;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the graded stages cannot see, since it is about options, or about what is told. */
class DownloaderIT {
    private static final Content CONTENT = Content.random(1, 400_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** So much of each piece comes, and then nothing until the downloader is stopped: whoever tests may take his time. */
    private static final int PART = 20_000;

    @TempDir
    Path folder;

    private final Origin origin = Origin.start();
    private final TestRun test = new TestRun();

    @AfterEach
    void close() {
        origin.close();
    }

    @Test
    @DisplayName("a file in segments: each byte is sent once, over connections that are used again")
    void segments() throws Exception {
        ServedFile file = ServedFile.of(CONTENT);
        Answer together = (asked, speaker) -> {
            boolean first = asked.range().orElseThrow().from() == 0;
            while (!first && origin.mostAtOnce("/a") < 4) { // a segment that begins late finds something left to do
                speaker.pause(Duration.ofMillis(5));
            }
            file.to(asked, speaker);
        };
        origin.at("/a", together);
        expect(test.run(folder, item(uri("/a"))), 0, "started a of 400000 at 0", "done a");
        check("a");
        assertThat(sentInTheEnd("/a")).isEqualTo(CONTENT.size());
        assertThat(origin.mostAtOnce("/a")).isEqualTo(4);
        assertThat(origin.connections()).isEqualTo(4);
    }

    @Test
    @DisplayName("one segment is one plain request")
    void single() throws Exception {
        test.segments = 1;
        origin.at("/a", ServedFile.of(CONTENT));
        expect(test.run(folder, item(uri("/a"))), 0, "started a of 400000 at 0", "done a");
        assertThat(origin.asked("/a"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.header("Range")).isEmpty());
    }

    @Test
    @DisplayName("one segment goes on by a range when it was cut, with If-Range (case 8)")
    void goesOn() throws Exception {
        test.segments = 1;
        origin.at("/a", ServedFile.of(CONTENT).resetAfter(100_000), ServedFile.of(CONTENT));
        assertThat(test.run(folder, item(uri("/a"))).exitStatus()).isZero();
        check("a");
        assertThat(origin.asked("/a").get(1).header("Range"))
                .hasValueSatisfying(range -> assertThat(range).matches("bytes=[1-9][0-9]*-399999"));
        assertThat(origin.asked("/a").get(1).header("If-Range")).isPresent();
    }

    @Test
    @DisplayName("a stop keeps what came, another run goes on there, and only the rest is sent")
    void resumes() throws Exception {
        origin.at("/a", ServedFile.of(CONTENT).silentAfter(PART));
        try (Downloader downloader = test.start(folder)) {
            CompletableFuture<Summary> run = running(downloader, List.of(item(uri("/a"))));
            awaitParts();
            downloader.stop();
            Summary summary = result(run);
            assertThat(summary.exitStatus()).isEqualTo(130);
            assertThat(summary.resumable()).isEqualTo(1);
        }
        assertThat(folder.resolve("a")).doesNotExist();
        long before = sentInTheEnd("/a");
        origin.at("/a", ServedFile.of(CONTENT));
        TestRun again = new TestRun();
        assertThat(again.run(folder, item(uri("/a"))).exitStatus()).isZero();
        check("a");
        assertThat(again.told.get(0)).matches("started a of 400000 at [1-9][0-9]*");
        assertThat(sentInTheEnd("/a") - before).isLessThan(CONTENT.size() - 50_000);
    }

    @Test
    @DisplayName("somebody takes the part away meanwhile: it is not said that the same command goes on with it")
    void partTakenAway() throws Exception {
        origin.at("/a", ServedFile.of(CONTENT).silentAfter(PART));
        try (Downloader downloader = test.start(folder)) {
            CompletableFuture<Summary> run = running(downloader, List.of(item(uri("/a"))));
            awaitParts();
            Files.delete(folder.resolve("a.part"));
            downloader.stop();
            assertThat(result(run).resumable()).isZero();
        }
        assertThat(test.told).last().isEqualTo("failed a: stopped");
        assertThat(names()).isEmpty();
    }

    @Test
    @DisplayName("a part that somebody takes away is the fault of one file: the others come all the same")
    void partTakenAwayAtTheEnd() throws Exception {
        ServedFile file = ServedFile.of(CONTENT);
        CountDownLatch taken = new CountDownLatch(1);
        Answer waiting = (asked, speaker) -> {
            while (asked.range().orElseThrow().from() > 0 && taken.getCount() > 0) {
                speaker.pause(Duration.ofMillis(5));
            }
            file.to(asked, speaker);
        };
        origin.at("/a", waiting).at("/b", file);
        test.files = 1;
        try (Downloader downloader = test.start(folder)) {
            CompletableFuture<Summary> run = running(downloader, List.of(item(uri("/a")), item(uri("/b"))));
            await().atMost(PATIENCE).until(() -> origin.asked("/a").size() > 1); // the part is there by now
            Files.delete(folder.resolve("a.part"));
            taken.countDown();
            assertThat(result(run).exitStatus()).isEqualTo(5);
        }
        assertThat(test.told).contains("failed a: another process has taken a.part away");
        check("b");
    }

    @Test
    @DisplayName("what an earlier run left becomes the file that it was begun for, and no other")
    void resumesUnderItsName() throws Exception {
        Item first = new Item(List.of(uri("/a")), Optional.of("first"), Optional.empty());
        Item second = new Item(List.of(uri("/a")), Optional.of("second"), Optional.empty());
        leave(first);
        origin.at("/a", ServedFile.of(CONTENT));
        assertThat(new TestRun().run(folder, second).exitStatus()).isZero();
        assertThat(names()).containsExactly("first.part", "first.part.log", "second");
        check("second");
        TestRun again = new TestRun();
        assertThat(again.run(folder, first).exitStatus()).isZero();
        assertThat(again.told.get(0)).matches("started first of 400000 at [1-9][0-9]*");
        assertThat(names()).containsExactly("first", "second");
    }

    @Test
    @DisplayName("a name that was chosen for what an earlier run left is not given to a file for which none is chosen")
    void chosenName() throws Exception {
        Item chosen = new Item(List.of(uri("/a")), Optional.of("mine"), Optional.empty());
        leave(chosen);
        origin.at("/a", ServedFile.of(CONTENT));
        assertThat(new TestRun().run(folder, item(uri("/a"))).exitStatus()).isZero();
        assertThat(names()).containsExactly("a", "mine.part", "mine.part.log");
        check("a");
        TestRun again = new TestRun();
        assertThat(again.run(folder, chosen).exitStatus()).isZero();
        assertThat(again.told.get(0)).matches("started mine of 400000 at [1-9][0-9]*");
        check("mine");
    }

    @Test
    @DisplayName("what was left of a file for which no name was chosen is gone on with by who chooses the same")
    void sameNameChosen() throws Exception {
        leave(item(uri("/a")));
        origin.at("/a", ServedFile.of(CONTENT));
        TestRun again = new TestRun();
        Item chosen = new Item(List.of(uri("/a")), Optional.of("a"), Optional.empty());
        assertThat(again.run(folder, chosen).exitStatus()).isZero();
        assertThat(again.told.get(0)).matches("started a of 400000 at [1-9][0-9]*");
        assertThat(names()).containsExactly("a");
    }

    @Test
    @DisplayName("what an earlier run left survives a run that finds too little space, or no origin and a bad mirror")
    void keepsWhatWasLeft() throws Exception {
        leave(item(uri("/a")));
        TestRun full = new TestRun();
        full.minFree = Long.MAX_VALUE;
        assertThat(full.run(folder, item(uri("/a"))).exitStatus()).isEqualTo(5);
        assertThat(full.told).last().asString().endsWith("(kept)");
        origin.at("/a", Answers.status(404));
        TestRun mirror = new TestRun();
        assertThat(mirror.run(folder, item(uri("/a"), uri("/none"))).exitStatus())
                .isEqualTo(3);
        origin.at("/a", ServedFile.of(CONTENT));
        TestRun again = new TestRun();
        assertThat(again.run(folder, item(uri("/a"))).exitStatus()).isZero();
        assertThat(again.told.get(0)).matches("started a of 400000 at [1-9][0-9]*");
        check("a");
    }

    @Test
    @DisplayName("what is not what the checksum says is not kept, even if no mirror has anything better")
    void keepsNothingWrong() throws Exception {
        Content other = Content.random(2, CONTENT.size());
        origin.at("/a", ServedFile.of(other));
        assertThat(test.run(folder, item(CONTENT, uri("/a"), uri("/none"))).exitStatus())
                .isEqualTo(3);
        assertThat(names()).isEmpty();
    }

    @Test
    @DisplayName("what was left of an address with a name and a password is gone on with, too")
    void resumesWithPassword() throws Exception {
        URI secret = URI.create(uri("/a").toString().replace("//", "//name:password@"));
        leave(item(secret));
        origin.at("/a", ServedFile.of(CONTENT));
        long before = sentInTheEnd("/a");
        TestRun again = new TestRun();
        assertThat(again.run(folder, item(secret)).exitStatus()).isZero();
        check("a");
        assertThat(sentInTheEnd("/a") - before).isLessThan(CONTENT.size() - 50_000);
        assertThat(again.told).noneMatch(told -> told.startsWith("restarted"));
    }

    /** What a run that was stopped leaves. */
    private void leave(Item item) throws Exception {
        origin.at("/a", ServedFile.of(CONTENT).silentAfter(PART));
        try (Downloader downloader = test.start(folder)) {
            CompletableFuture<Summary> run = running(downloader, List.of(item));
            awaitParts();
            downloader.stop();
            assertThat(result(run).resumable()).isEqualTo(1);
        }
    }

    /** Each of the segments has got its part, and written it. */
    private void awaitParts() {
        await().atMost(PATIENCE).until(() -> test.bytes() > (long) test.segments * PART);
    }

    @Test
    @DisplayName("a stop ends the wait for a server that said come back later, and the wait for the list (case 43)")
    void stopsWaits() throws Exception {
        test.maxRetryWait = Duration.ofHours(1);
        origin.at("/a", Answers.busy(503, "600"));
        try (Downloader downloader = test.start(folder)) {
            CompletableFuture<Summary> run = running(downloader, endless(uri("/a")));
            await().atMost(PATIENCE).until(() -> test.told.contains("paused"));
            downloader.stop();
            assertThat(result(run).exitStatus()).isEqualTo(130);
        }
    }

    @Test
    @DisplayName("a file that is there already, from the same address in the same version, is not fetched again")
    void there() throws Exception {
        assumeThat(remembers())
                .as("the file system remembers where a file came from")
                .isTrue();
        origin.at("/a", ServedFile.of(CONTENT));
        test.run(folder, item(uri("/a")));
        long sent = sentInTheEnd("/a");
        TestRun again = new TestRun();
        expect(again, again.run(folder, item(uri("/a"))), 0, "there a");
        assertThat(sentInTheEnd("/a") - sent).isLessThan(CONTENT.size());
        assertThat(names()).containsExactly("a");
    }

    @Test
    @DisplayName("with a checksum it is the checksum that tells whether it is there; another file is not overwritten")
    void thereByChecksum() throws Exception {
        Files.write(folder.resolve("a"), CONTENT.bytes());
        origin.at("/a", ServedFile.of(CONTENT).noModified());
        expect(test.run(folder, item(CONTENT, uri("/a"))), 0, "there a");
        Files.write(folder.resolve("a"), new byte[(int) CONTENT.size()]);
        TestRun again = new TestRun();
        assertThat(again.run(folder, item(CONTENT, uri("/a"))).exitStatus()).isZero();
        assertThat(names()).containsExactly("a", "a (1)");
        check("a (1)");
    }

    @Test
    @DisplayName("a conflict is solved as was asked for")
    void conflicts() throws Exception {
        Files.writeString(folder.resolve("a"), "mine");
        origin.at("/a", ServedFile.of(CONTENT));
        test.onConflict = Conflict.reject;
        assertThat(test.run(folder, item(uri("/a"))).exitStatus()).isEqualTo(3);
        assertThat(folder.resolve("a")).hasContent("mine");
        test.onConflict = Conflict.replace;
        assertThat(test.run(folder, item(uri("/a"))).exitStatus()).isZero();
        check("a");
        assertThat(names()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "rename")
    @DisplayName("a link to nothing is in the way: that is told before the file is fetched (case 42)")
    void linkToNothing(Conflict onConflict) throws Exception {
        Files.createSymbolicLink(folder.resolve("a"), folder.resolve("nothing"));
        origin.at("/a", ServedFile.of(CONTENT));
        test.onConflict = onConflict;
        assertThat(test.run(folder, item(uri("/a"))).exitStatus()).isEqualTo(3);
        assertThat(test.told).noneMatch(told -> told.startsWith("started"));
        assertThat(origin.asked("/a")).hasSize(1);
        assertThat(names()).containsExactly("a");
    }

    @Test
    @DisplayName(
            "a mirror is tried when an address fails for good, and goes on there if a checksum says what it has to be (case 31)")
    void mirrors() throws Exception {
        test.segments = 1;
        origin.at("/a", ServedFile.of(CONTENT).cutAfter(300_000), Answers.status(404));
        origin.at("/b", ServedFile.of(CONTENT).etag("\"elsewhere\""));
        expect(
                test.run(folder, item(CONTENT, uri("/a"), uri("/b"))),
                0,
                "started a of 400000 at 0",
                "retrying a: the connection was closed before the end of the file",
                "mirror a: the answer was 404 Not Found",
                "done a");
        check("a");
        assertThat(sentInTheEnd("/b")).isLessThan(200_000);
    }

    @Test
    @DisplayName("without a checksum a mirror's file is fetched from its beginning")
    void mirrorWithoutChecksum() throws Exception {
        origin.at("/a", ServedFile.of(CONTENT).cutAfter(300_000), Answers.status(404));
        origin.at("/b", ServedFile.of(CONTENT));
        assertThat(test.run(folder, item(uri("/a"), uri("/b"))).exitStatus()).isZero();
        check("a");
        assertThat(sentInTheEnd("/b")).isEqualTo(CONTENT.size());
    }

    @Test
    @DisplayName("a mirror with the wrong bytes is left, a file with the wrong bytes everywhere is status 4, and gone")
    void checksum() throws Exception {
        Content wrong = Content.random(2, 400_000);
        origin.at("/a", ServedFile.of(wrong)).at("/b", ServedFile.of(CONTENT));
        assertThat(test.run(folder, item(CONTENT, uri("/a"), uri("/b"))).exitStatus())
                .isZero();
        check("a");
        Files.delete(folder.resolve("a"));
        assertThat(test.run(folder, item(CONTENT, uri("/a"))).exitStatus()).isEqualTo(4);
        assertThat(names()).isEmpty();
    }

    @Test
    @DisplayName("exit statuses: some failed, all failed, disk")
    void statuses() throws Exception {
        origin.at("/a", ServedFile.of(CONTENT));
        assertThat(test.run(folder, item(uri("/a")), item(uri("/no"))).exitStatus())
                .isEqualTo(1);
        assertThat(test.run(folder, item(uri("/no")), item(uri("/neither"))).exitStatus())
                .isEqualTo(3);
        test.minFree = Long.MAX_VALUE / 2;
        origin.at("/c", ServedFile.of(CONTENT));
        assertThat(test.run(folder, item(uri("/c")), item(uri("/a"))).exitStatus())
                .isEqualTo(5);
        assertThat(names()).containsExactly("a");
    }

    @Test
    @DisplayName("a body that ends with its connection may be cut: a warning, and with --strict a failure (case 7)")
    void uncertainEnd() throws Exception {
        test.segments = 1; // else it is a range, and that says how long it is
        origin.at("/a", ServedFile.of(CONTENT).untilClose());
        assertThat(test.run(folder, item(uri("/a"))).exitStatus()).isZero();
        assertThat(test.told).anyMatch(line -> line.startsWith("warning a: "));
        test.strict = true;
        assertThat(test.run(folder, item(uri("/a"))).exitStatus()).isEqualTo(3);
        origin.at("/b", ServedFile.of(CONTENT).untilClose());
        assertThat(test.run(folder, item(CONTENT, uri("/b"))).exitStatus())
                .as("with a checksum there is no doubt")
                .isZero();
    }

    @Test
    @DisplayName("no file is larger than allowed, whether its size is told or not")
    void maxSize() throws Exception {
        test.maxSize = 100_000;
        origin.at("/a", ServedFile.of(CONTENT)).at("/b", ServedFile.of(CONTENT).chunked());
        assertThat(test.run(folder, item(uri("/a")), item(uri("/b"))).exitStatus())
                .isEqualTo(3);
        assertThat(origin.sent("/a")).isLessThan(CONTENT.size());
        assertThat(names()).isEmpty();
    }

    @Test
    @DisplayName("files and segments together stay below the limit for a host")
    void perHost() throws Exception {
        test.perHost = 3;
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            origin.at("/" + i, ServedFile.of(CONTENT).rate(1_000_000));
            items.add(item(uri("/" + i)));
        }
        assertThat(test.run(folder, items).done()).isEqualTo(6);
        assertThat(origin.mostAtOnce()).isEqualTo(3);
    }

    @Test
    @DisplayName("a server that allows one connection only gets the file through that one")
    void oneConnectionOnly() throws Exception {
        // For a moment after its answer a request still counts as running, and the next one is told 503.
        test.retries = 10;
        ServedFile file = ServedFile.of(CONTENT).rate(2_000_000);
        Answer one = (asked, speaker) -> {
            if (origin.running() > 1) {
                Answers.busy(503, "0").to(asked, speaker);
            } else {
                file.to(asked, speaker);
            }
        };
        origin.at("/a", one);
        assertThat(test.run(folder, item(uri("/a"))).exitStatus()).isZero();
        check("a");
    }

    @Test
    @DisplayName("all connections together keep to the limit of speed")
    void limitRate() throws Exception {
        test.limitRate = 400_000;
        origin.at("/a", ServedFile.of(CONTENT));
        long start = System.nanoTime();
        assertThat(test.run(folder, item(uri("/a"))).exitStatus()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(850));
    }

    @Test
    @DisplayName("a server that drips is left, and what came is kept (case 38)")
    void drips() throws Exception {
        test.minSpeed = 10_000;
        test.retries = 1;
        test.segments = 1;
        origin.at("/a", ServedFile.of(CONTENT).rate(1000));
        assertThat(test.run(folder, item(uri("/a"))).exitStatus()).isEqualTo(3);
        assertThat(test.told)
                .last()
                .asString()
                .startsWith("failed a: too slow: ")
                .endsWith("(kept)");
    }

    @Test
    @DisplayName("two URLs with one name both survive (case 42)")
    void sameName() throws Exception {
        Content other = Content.random(3, 1000);
        origin.at("/x/a", ServedFile.of(CONTENT)).at("/y/a", ServedFile.of(other));
        assertThat(test.run(folder, item(uri("/x/a")), item(uri("/y/a"))).exitStatus())
                .isZero();
        assertThat(names()).containsExactly("a", "a (1)");
        assertThat(Files.size(folder.resolve("a")) + Files.size(folder.resolve("a (1)")))
                .isEqualTo(401_000);
    }

    @Test
    @DisplayName("two URLs with one name, one size and one time both survive, also one after the other (case 42)")
    void sameNameAndSize() throws Exception {
        test.files = 1;
        Content other = Content.random(3, CONTENT.size());
        origin.at("/x/a", ServedFile.of(CONTENT)).at("/y/a", ServedFile.of(other));
        List<Item> items = new ArrayList<>(List.of(item(uri("/x/a")), item(uri("/y/a"))));
        if (remembers()) { // else nobody knows that the first one is there already
            items.add(item(uri("/x/a")));
        }
        assertThat(test.run(folder, items).exitStatus()).isZero();
        assertThat(names()).containsExactly("a", "a (1)");
        check("a");
        assertThat(other.difference(folder.resolve("a (1)"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 412, 431, 501})
    @DisplayName(
            "a server that refuses each request for a part, perhaps for the length of its own ETag, is asked for all")
    void refusesParts(int status) throws Exception {
        ServedFile file = ServedFile.of(CONTENT);
        leave(item(uri("/a")));
        Answer refusing = (asked, speaker) ->
                (asked.header("Range").isPresent() ? Answers.status(status) : file).to(asked, speaker);
        origin.at("/a", refusing).at("/b", refusing);
        assertThat(new TestRun().run(folder, item(uri("/a")), item(uri("/b"))).exitStatus())
                .isZero();
        check("a");
        check("b");
    }

    @Test
    @DisplayName("what a checksum shows to be joined of two files is fetched anew from the one that still answers")
    void joinedWrongly() throws Exception {
        Content other = Content.random(2, CONTENT.size());
        origin.at("/a", ServedFile.of(other).resetAfter(100_000), Answers.resetAtOnce());
        origin.at("/b", ServedFile.of(CONTENT));
        assertThat(test.run(folder, item(CONTENT, uri("/a"), uri("/b"))).exitStatus())
                .isZero();
        check("a");
    }

    @Test
    @DisplayName("a list whose end is wrong: what was begun is done, then the fault is told")
    void listFault() throws Exception {
        origin.at("/a", ServedFile.of(CONTENT));
        Iterable<Item> items = () -> Stream.of(item(uri("/a")), item(uri("/a")))
                .peek(new java.util.function.Consumer<Item>() {
                    private boolean second;

                    @Override
                    public void accept(Item item) {
                        if (second) {
                            throw new IllegalArgumentException("line 2");
                        }
                        second = true;
                    }
                })
                .iterator();
        assertThatThrownBy(() -> test.run(folder, items)).hasMessage("line 2");
        check("a");
    }

    @Test
    @DisplayName("a thousand small files over a few connections")
    void small() throws Exception {
        List<Item> items = IntStream.range(0, 1000)
                .mapToObj(i -> {
                    origin.at("/" + i, ServedFile.of("file " + i));
                    return item(uri("/" + i));
                })
                .toList();
        assertThat(test.run(folder, items).done()).isEqualTo(1000);
        assertThat(folder.resolve("777")).hasContent("file 777");
        assertThat(origin.connections()).isLessThanOrEqualTo(test.files);
    }

    private static Summary result(CompletableFuture<Summary> run) throws Exception {
        return run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static CompletableFuture<Summary> running(Downloader downloader, Iterable<Item> items) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return downloader.download(items);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** One, and then nothing, for as long as anybody waits: as standard input may be. */
    private static Iterable<Item> endless(URI uri) {
        return () -> new Iterator<>() {
            private boolean first = true;

            @Override
            public boolean hasNext() {
                if (first) {
                    return true;
                }
                try {
                    new CompletableFuture<Void>().get(1, TimeUnit.HOURS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return false;
            }

            @Override
            public Item next() {
                if (!first) {
                    throw new NoSuchElementException();
                }
                first = false;
                return item(uri);
            }
        };
    }

    /** The origin counts what it has sent a moment after it came. */
    private long sentInTheEnd(String path) {
        await().atMost(PATIENCE).until(() -> origin.running() == 0);
        return origin.sent(path);
    }

    private URI uri(String path) {
        return origin.uri(path);
    }

    private void expect(Summary summary, int status, String... told) {
        expect(test, summary, status, told);
    }

    private static void expect(TestRun run, Summary summary, int status, String... told) {
        assertThat(run.told).containsExactly(told);
        assertThat(summary.exitStatus()).isEqualTo(status);
    }

    private void check(String name) {
        assertThat(CONTENT.difference(folder.resolve(name))).isEmpty();
    }

    /** Whether the file system remembers where a file came from. */
    private boolean remembers() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("user");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
