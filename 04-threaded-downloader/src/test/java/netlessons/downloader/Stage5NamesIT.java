package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import netlessons.testkit.DownloadFolder;
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

/**
 * Stage 5, names: what the file is called that comes, what becomes of two with one name, and of what is there already.
 * Names that mean harm belong to stage 6.
 */
@Stage(value = 5, name = "integrity", side = Side.DOWNLOADER)
@DisplayName("Stage 5: integrity (names)")
final class Stage5NamesIT {
    private static final String DISPOSITION = "RFC 6266 section 4.3";
    private static final String NAMES = "docs/04-threaded-downloader.md, the contract";

    private static final int SIZE = 20_000;

    private static Content file(DownloadTarget target) {
        return Content.random(target.random().nextLong(), SIZE);
    }

    private static void assumeUnicode() {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names are not UTF-8 here (LC_ALL=C.UTF-8)");
    }

    // What the origin calls it

    @Test
    @Order(1)
    @DisplayName("Content-Disposition names the file: it gets that name, not the last part of its address (case 41)")
    @Rfc(DISPOSITION)
    void named(DownloadTarget target) {
        expectNamed(
                target,
                Map.of(
                        "attachment; filename=\"quoted.pdf\"", "quoted.pdf",
                        "attachment; filename=\"two words.pdf\"", "two words.pdf",
                        "attachment; filename=token.pdf", "token.pdf",
                        "Attachment;FileName = \"odd.pdf\" ; size=20000", "odd.pdf"));
    }

    @Test
    @Order(2)
    @DisplayName("filename* can say what filename cannot (UTF-8): where both are given, it wins, whichever is first"
            + " (case 41)")
    @Rfc(DISPOSITION)
    void extended(DownloadTarget target) {
        assumeUnicode();
        expectNamed(
                target,
                Map.of(
                        "attachment; filename=\"EURO rates.txt\"; filename*=UTF-8''%e2%82%ac%20rates.txt",
                        "\u20ac rates.txt",
                        "attachment; filename*=utf-8'en'%E2%82%AC%20sums.txt; filename=\"EURO sums.txt\"",
                        "\u20ac sums.txt"));
    }

    private static void expectNamed(DownloadTarget target, Map<String, String> names) {
        Origin origin = target.origin();
        List<String> paths = new ArrayList<>();
        Map<String, Content> contents = new TreeMap<>();
        names.forEach((disposition, name) -> {
            contents.put(name, file(target));
            paths.add("/download?id=" + contents.size());
            origin.at(
                    "/download?id=" + contents.size(),
                    ServedFile.of(contents.get(name)).disposition(disposition));
        });
        DownloadRun run = Fetched.fetch(target, origin, paths).expectSuccess();
        contents.forEach(run::expectFile);
        run.expectOnly(contents.keySet().toArray(String[]::new));
    }

    @Test
    @Order(3)
    @DisplayName("a name that cannot be read is no reason to lose the file: it comes, under some other name (case 41)")
    @Rfc("RFC 8187 section 3.2")
    void broken(DownloadTarget target) {
        List<String> dispositions = List.of(
                "attachment; filename=\"plain.txt\"; filename*=UTF-8''%zz%e2%82",
                "attachment; filename=\"dull.txt\"; filename*=klingon'tlh'Hegh.txt",
                "attachment; filename=\"open.txt",
                "attachment; filename*=UTF-8''",
                "attachment; filename=\"\"",
                "attachment; filename",
                ";;filename==;\"",
                "attachment");
        Origin origin = target.origin();
        Map<String, Content> contents = new LinkedHashMap<>();
        for (String disposition : dispositions) {
            contents.put(disposition, file(target));
            origin.at(
                    "/file-" + (contents.size() - 1),
                    ServedFile.of(contents.get(disposition)).disposition(disposition));
        }
        DownloadRun run = Fetched.fetch(target, origin, Fetched.paths(dispositions.size()))
                .expectSuccess();
        Harmless.expect(target, run, contents);
    }

    @Test
    @Order(4)
    @DisplayName("a name of 255 letters fits, but not with .part behind it: the file comes all the same (case 40)")
    @Rfc(NAMES)
    void long255(DownloadTarget target) {
        Content content = file(target);
        String name = "n".repeat(251) + ".txt";
        Origin origin = target.origin();
        origin.at("/" + name, ServedFile.of(content));
        DownloadRun run = target.start(origin.uri("/" + name)).expectSuccess();
        Harmless.expect(target, run, Map.of("a long name", content));
    }

    // Two of one name

    @Test
    @Order(5)
    @DisplayName(
            "two addresses that end alike: both files survive, or the exit status says that one does not (case 42)")
    @Rfc(NAMES)
    void sameName(DownloadTarget target) {
        twoOf(target, "/one/file.txt", "/two/file.txt", "attachment", Duration.ZERO);
    }

    @Test
    @Order(6)
    @DisplayName(
            "two files to which their origin gives one name, one after the other: both survive, or the exit status says"
                    + " that one does not (case 42)")
    @Rfc(NAMES)
    void sameDisposition(DownloadTarget target) {
        twoOf(target, "/get?id=1", "/get?id=2", "attachment; filename=\"data.csv\"", Duration.ofMillis(800));
    }

    @Test
    @Order(7)
    @DisplayName(
            "names that some systems take for one (FILE.txt and file.txt, or two ways to write an umlaut) (case 42)")
    @Rfc(NAMES)
    void twins(DownloadTarget target) {
        twoOf(target, "/FILE.txt", "/file.txt", "attachment", Duration.ZERO);
        assumeUnicode();
        twoOf(target, "/M%C3%BCller.txt", "/Mu%CC%88ller.txt", "attachment", Duration.ZERO);
    }

    /** @param later when the second one comes: the first one may be complete by then, and have its name */
    private static void twoOf(DownloadTarget target, String first, String second, String disposition, Duration later) {
        Content one = file(target);
        Content two = file(target);
        Origin origin = target.origin();
        // Slow enough that both are under way at one time, where a program does that.
        origin.at(first, ServedFile.of(one).rate(100_000).disposition(disposition));
        origin.at(
                second,
                ServedFile.of(two).rate(100_000).disposition(disposition).after(later));
        DownloadFolder folder = target.newFolder();
        DownloadRun run = target.startIn(folder, origin.uri(first), origin.uri(second));
        int status = run.await();
        assertThat(folder.whole())
                .as("the whole files: each is one of the two")
                .allMatch(name -> one.difference(folder.resolve(name)).isEmpty()
                        || two.difference(folder.resolve(name)).isEmpty());
        if (status == 0) {
            assertThat(Harmless.copies(run, one))
                    .as("files with the content of %s, after exit status 0", first)
                    .hasSize(1);
            assertThat(Harmless.copies(run, two))
                    .as("files with the content of %s, after exit status 0", second)
                    .hasSize(1);
        }
    }

    @Test
    @Order(8)
    @DisplayName("two processes fetch the same file into the same folder at once: what is there is whole, in the end"
            + " (case 42)")
    @Rfc(NAMES)
    void twoProcesses(DownloadTarget target) {
        Content content = Content.random(target.random().nextLong(), 2 << 20);
        Origin origin = target.origin();
        ServedFile good = ServedFile.of(content);
        origin.at("/big.bin", good.rate(2 << 20), good.rate(1 << 20));
        DownloadRun one = target.start(origin.uri("/big.bin"));
        target.await("a quarter of the file to be sent to the first process", () -> origin.sent("/big.bin") > 500_000);
        DownloadRun two = target.start(origin.uri("/big.bin"));
        int first = one.await();
        int second = two.await();
        assertThat(List.of(first, second))
                .as("the exit statuses: one of them has to succeed")
                .contains(0);
        target.expectFile("big.bin", content);
        for (String name : target.folder().whole()) {
            target.expectFile(name, content);
        }
    }

    // What is there already

    /** Why a download may fail. */
    enum Failure {
        NOT_FOUND(good -> Answers.status(404)),
        ALWAYS_CUT(good -> good.noRanges().cutAfter(SIZE / 2)),
        TWO_LENGTHS(good -> good.noRanges().contentLength("" + SIZE, "100").closing());

        private interface Spoiling {
            Answer of(ServedFile good);
        }

        private final Spoiling spoiling;

        Failure(Spoiling spoiling) {
            this.spoiling = spoiling;
        }
    }

    @Test
    @Order(9)
    @DisplayName("a file of this name is there, and the download fails: the old file stays as it was (case 42)")
    @Rfc(NAMES)
    void oldStays(DownloadTarget target) throws IOException {
        Content old = Content.of("This was here before.\n");
        Origin origin = target.origin();
        List<String> names = Stream.of(Failure.values()).map(Failure::name).toList();
        for (Failure failure : Failure.values()) {
            Files.write(target.folder().resolve(failure.name()), old.bytes());
            origin.at("/" + failure, failure.spoiling.of(ServedFile.of(file(target))));
        }
        DownloadRun run = Fetched.fetch(
                target, origin, names.stream().map(name -> "/" + name).toList());
        run.expectFailure();
        names.forEach(name -> run.expectFile(name, old));
        run.expectOnly(names.toArray(String[]::new));
    }

    @Test
    @Order(10)
    @DisplayName("another file of this name is there, as big, shorter or longer: the new one comes, under this name or"
            + " another, or it is an error (case 42)")
    @Rfc(NAMES)
    void oldAndNew(DownloadTarget target) throws IOException {
        Origin origin = target.origin();
        List<Integer> sizes = List.of(SIZE, SIZE / 4, SIZE + SIZE / 2);
        List<Content> before = new ArrayList<>();
        List<Content> now = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            before.add(Content.random(target.random().nextLong(), sizes.get(i)));
            now.add(file(target));
            Files.write(target.folder().resolve("file-" + i), before.get(i).bytes());
            origin.at("/file-" + i, ServedFile.of(now.get(i)));
        }
        DownloadRun run = Fetched.fetch(target, origin, Fetched.paths(sizes.size()));
        for (int i = 0; i < sizes.size(); i++) {
            if (run.await() == 0) {
                assertThat(Harmless.copies(run, now.get(i)))
                        .as("files with what was to come as file-%d, after exit status 0", i)
                        .isNotEmpty();
            }
            Fetched.oneOf(run, "file-" + i, now.get(i), before.get(i));
        }
    }

    @Test
    @Order(11)
    @DisplayName(
            "another file of this name is there, of the same size and the same time: that does not make it the file"
                    + " that was asked for (case 42)")
    @Rfc(NAMES)
    void sameSizeAndTime(DownloadTarget target) throws IOException {
        Instant time = Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        Content old = file(target);
        Content content = file(target);
        Path there = Files.write(target.folder().resolve("file.txt"), old.bytes());
        Files.setLastModifiedTime(there, FileTime.from(time));
        Origin origin = target.origin();
        origin.at("/file.txt", ServedFile.of(content).modified(time));
        DownloadRun run = target.start(origin.uri("/file.txt"));
        if (run.await() == 0) {
            assertThat(Harmless.copies(run, content))
                    .as("files with what was to come, after exit status 0")
                    .isNotEmpty();
        }
        Fetched.oneOf(run, "file.txt", content, old);
    }

    @Test
    @Order(12)
    @DisplayName(
            "a folder of this name is there: it stays, with what is in it; the file gets another name, or it is an error"
                    + " (case 42)")
    @Rfc(NAMES)
    void folderInTheWay(DownloadTarget target) throws IOException {
        Content inside = Content.of("inside\n");
        Path folder = Files.createDirectory(target.folder().resolve("file.txt"));
        Files.write(folder.resolve("inside.txt"), inside.bytes());
        Content content = file(target);
        Origin origin = target.origin();
        origin.at("/file.txt", ServedFile.of(content));
        DownloadRun run = target.start(origin.uri("/file.txt"));
        int status = run.await();
        run.expectFile("file.txt/inside.txt", inside);
        assertThat(run.folder().files().stream().filter(name -> name.startsWith("file.txt/")))
                .as("files in the folder that was in the way")
                .containsExactly("file.txt/inside.txt");
        if (status == 0) {
            assertThat(Harmless.copies(run, content))
                    .as("files with the content that was to come")
                    .hasSize(1);
        }
    }

    @Test
    @Order(13)
    @DisplayName("links of these names are there, to files elsewhere: nothing is written through them (case 42)")
    @Rfc(NAMES)
    void linksInTheWay(DownloadTarget target) throws IOException {
        Path elsewhere = target.newFolder().path();
        Path precious = Files.writeString(elsewhere.resolve("precious.txt"), "precious\n", StandardCharsets.UTF_8);
        link(target.folder().resolve("link"), precious);
        link(target.folder().resolve("dangling"), elsewhere.resolve("not-there.txt"));
        Content one = file(target);
        Content two = file(target);
        Origin origin = target.origin();
        origin.at("/link", ServedFile.of(one)).at("/dangling", ServedFile.of(two));
        DownloadRun run = Fetched.fetch(target, origin, List.of("/link", "/dangling"));
        assertThat(Files.readString(precious))
                .as("the file to which the link leads")
                .isEqualTo("precious\n");
        assertThat(elsewhere.resolve("not-there.txt"))
                .as("where the other link leads")
                .doesNotExist();
        if (run.await() == 0) {
            assertThat(Harmless.copies(run, one))
                    .as("files (not links) with what was to come, after exit status 0")
                    .hasSize(1);
            assertThat(Harmless.copies(run, two))
                    .as("files (not links) with what was to come, after exit status 0")
                    .hasSize(1);
        }
    }

    private static void link(Path link, Path to) {
        try {
            Files.createSymbolicLink(link, to);
        } catch (IOException | UnsupportedOperationException e) {
            abort("no symbolic links here: " + e.getMessage());
        }
    }
}
