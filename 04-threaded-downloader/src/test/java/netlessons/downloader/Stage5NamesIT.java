package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @DisplayName("Content-Disposition names the file: it gets that name, not the last part of its address (case 41)")
    @Rfc(DISPOSITION)
    @ValueSource(
            strings = {
                "attachment; filename=\"report.pdf\"",
                "attachment; filename=report.pdf",
                "Attachment;FileName = \"report.pdf\" ; size=20000"
            })
    void named(String disposition, DownloadTarget target) {
        Content content = file(target);
        Origin origin = target.origin();
        origin.at("/download?id=7", ServedFile.of(content).disposition(disposition));
        DownloadRun run = target.start(origin.uri("/download?id=7"));
        run.expectSuccess().expectFile("report.pdf", content).expectOnly("report.pdf");
    }

    @ParameterizedTest(name = "{0}")
    @Order(2)
    @DisplayName("filename* can say what filename cannot (UTF-8): where both are given, it wins, whichever is first"
            + " (case 41)")
    @Rfc(DISPOSITION)
    @ValueSource(
            strings = {
                "attachment; filename=\"EURO rates.txt\"; filename*=UTF-8''%e2%82%ac%20rates.txt",
                "attachment; filename*=utf-8'en'%E2%82%AC%20rates.txt; filename=\"EURO rates.txt\""
            })
    void extended(String disposition, DownloadTarget target) {
        assumeUnicode();
        Content content = file(target);
        Origin origin = target.origin();
        origin.at("/rates", ServedFile.of(content).disposition(disposition));
        target.start(origin.uri("/rates"))
                .expectSuccess()
                .expectFile("\u20ac rates.txt", content)
                .expectOnly("\u20ac rates.txt");
    }

    @ParameterizedTest(name = "{0}")
    @Order(3)
    @DisplayName("a name that cannot be read is no reason to lose the file: it comes, under some other name (case 41)")
    @Rfc("RFC 8187 section 3.2")
    @ValueSource(
            strings = {
                "attachment; filename=\"plain.txt\"; filename*=UTF-8''%zz%e2%82",
                "attachment; filename=\"plain.txt\"; filename*=klingon'tlh'Hegh.txt",
                "attachment; filename=\"plain.txt",
                "attachment; filename*=UTF-8''",
                "attachment; filename=\"\"",
                "attachment"
            })
    void broken(String disposition, DownloadTarget target) {
        Content content = file(target);
        Origin origin = target.origin();
        origin.at("/file.txt", ServedFile.of(content).disposition(disposition));
        DownloadRun run = target.start(origin.uri("/file.txt")).expectSuccess();
        OneFile.expectHarmless(run, content);
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
        DownloadRun run = target.start(origin.uri("/" + name));
        OneFile.expectHarmless(run, content);
        assertThat(run.await()).as("the exit status").isZero();
    }

    // Two of one name

    @Test
    @Order(5)
    @DisplayName(
            "two addresses that end alike: both files survive, or the exit status says that one does not (case 42)")
    @Rfc(NAMES)
    void sameName(DownloadTarget target) {
        twoOf(target, "/one/file.txt", "/two/file.txt", "attachment");
    }

    @Test
    @Order(6)
    @DisplayName(
            "two files to which their origin gives one name: both survive, or the exit status says that one does not"
                    + " (case 42)")
    @Rfc(NAMES)
    void sameDisposition(DownloadTarget target) {
        twoOf(target, "/get?id=1", "/get?id=2", "attachment; filename=\"data.csv\"");
    }

    @Test
    @Order(7)
    @DisplayName(
            "names that some systems take for one (FILE.txt and file.txt, or two ways to write an umlaut) (case 42)")
    @Rfc(NAMES)
    void twins(DownloadTarget target) {
        twoOf(target, "/FILE.txt", "/file.txt", "attachment");
        assumeUnicode();
        twoOf(target, "/M%C3%BCller.txt", "/Mu%CC%88ller.txt", "attachment");
    }

    private static void twoOf(DownloadTarget target, String first, String second, String disposition) {
        Content one = file(target);
        Content two = file(target);
        Origin origin = target.origin();
        // Slow enough that both are under way at one time, where a program does that.
        origin.at(first, ServedFile.of(one).rate(100_000).disposition(disposition));
        origin.at(second, ServedFile.of(two).rate(100_000).disposition(disposition));
        DownloadFolder folder = target.newFolder();
        DownloadRun run = target.startIn(folder, origin.uri(first), origin.uri(second));
        int status = run.await();
        assertThat(folder.whole())
                .as("the whole files: each is one of the two")
                .allMatch(name -> one.difference(folder.resolve(name)).isEmpty()
                        || two.difference(folder.resolve(name)).isEmpty());
        if (status == 0) {
            assertThat(OneFile.copies(run, one))
                    .as("files with the content of %s, after exit status 0", first)
                    .isEqualTo(1);
            assertThat(OneFile.copies(run, two))
                    .as("files with the content of %s, after exit status 0", second)
                    .isEqualTo(1);
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
        origin.at("/big.bin", ServedFile.of(content).rate(1 << 20));
        DownloadRun one = target.start(origin.uri("/big.bin"));
        target.await(
                "a request of the first process",
                () -> !origin.asked("/big.bin").isEmpty());
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

    @ParameterizedTest(name = "{0}")
    @Order(9)
    @DisplayName("a file of this name is there, and the download fails: the old file stays as it was (case 42)")
    @Rfc(NAMES)
    @EnumSource
    void oldStays(Failure failure, DownloadTarget target) throws IOException {
        Content old = Content.of("This was here before.\n");
        Files.write(target.folder().resolve("file.txt"), old.bytes());
        Origin origin = target.origin();
        origin.at("/file.txt", failure.spoiling.of(ServedFile.of(file(target))));
        target.start(origin.uri("/file.txt"))
                .expectFailure()
                .expectFile("file.txt", old)
                .expectOnly("file.txt");
    }

    @ParameterizedTest(name = "{0} bytes there, {1} to come")
    @Order(10)
    @DisplayName("another file of this name is there: the new one comes, under this name or another, or it is an error"
            + " (case 42)")
    @Rfc(NAMES)
    @CsvSource({"20000, 20000", "5000, 20000", "30000, 20000"})
    void oldAndNew(int before, int size, DownloadTarget target) throws IOException {
        Content old = Content.random(target.random().nextLong(), before);
        Content content = Content.random(target.random().nextLong(), size);
        Files.write(target.folder().resolve("file.txt"), old.bytes());
        Origin origin = target.origin();
        origin.at("/file.txt", ServedFile.of(content));
        DownloadRun run = target.start(origin.uri("/file.txt"));
        if (run.await() == 0) {
            assertThat(OneFile.copies(run, content))
                    .as("files with the content that was to come, after exit status 0")
                    .isPositive();
        } else {
            run.expectFile("file.txt", old);
        }
        assertThat(run.folder().whole())
                .as("the whole files: each is the old or the new one")
                .allMatch(name -> old.difference(run.folder().resolve(name)).isEmpty()
                        || content.difference(run.folder().resolve(name)).isEmpty());
    }

    @Test
    @Order(11)
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
        assertThat(run.folder().whole().stream().filter(name -> name.startsWith("file.txt/")))
                .as("files in the folder that was in the way")
                .containsExactly("file.txt/inside.txt");
        if (status == 0) {
            assertThat(OneFile.copies(run, content))
                    .as("files with the content that was to come")
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "to a file that is there: {0}")
    @Order(12)
    @DisplayName("a link of this name is there, to a file elsewhere: nothing is written through it (case 42)")
    @Rfc(NAMES)
    @ValueSource(booleans = {true, false})
    void linkInTheWay(boolean there, DownloadTarget target) throws IOException {
        Path elsewhere = target.newFolder().path();
        Path precious = elsewhere.resolve("precious.txt");
        if (there) {
            Files.writeString(precious, "precious\n", StandardCharsets.UTF_8);
        }
        try {
            Files.createSymbolicLink(target.folder().resolve("file.txt"), precious);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no symbolic links here: " + e.getMessage());
        }
        Content content = file(target);
        Origin origin = target.origin();
        origin.at("/file.txt", ServedFile.of(content));
        DownloadRun run = target.start(origin.uri("/file.txt"));
        int status = run.await();
        assertThat(Files.exists(precious, LinkOption.NOFOLLOW_LINKS) ? Files.readString(precious) : "nothing")
                .as("what the link leads to, outside of the folder")
                .isEqualTo(there ? "precious\n" : "nothing");
        if (status == 0) {
            assertThat(OneFile.copies(run, content))
                    .as("files (not links) in the folder with the content that was to come, after exit status 0")
                    .isEqualTo(1);
        }
    }
}
