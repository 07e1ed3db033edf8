package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import netlessons.testkit.http.FolderList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stage 2, last part: a folder as one archive, and a file that is to be saved; nothing hidden is in either. */
@Stage(value = 2, name = "ranges and conditions")
@Order(4)
@DisplayName("Stage 2: archives and files to be saved")
final class Stage2SavingIT {
    private SharedFolder folder;

    @BeforeEach
    void makeFolder(Target target) {
        folder = new SharedFolder(target);
    }

    @Test
    @Order(1)
    @DisplayName("?zip: the folder and all below it as one archive, to be saved under its name")
    @Rfc("RFC 6266 section 4")
    void zip(@TempDir Path mine) throws IOException {
        byte[] random = folder.writeRandom("random.bin", 100_000);
        folder.write("one/two/gr\u00fc\u00df.txt", "deep\n");
        folder.write("one/empty.txt", "");
        Reply reply = folder.get("?zip", "Range: bytes=0-9") // what is made anew each time has no parts
                .expectStatus(200)
                .expectHeader("Content-Type", "application/zip")
                .expectHeader(
                        "Content-Disposition", "attachment, with a file name that ends in .zip", Stage2SavingIT::isZip);
        Path file = Files.write(mine.resolve("folder.zip"), reply.body());
        Map<String, byte[]> files = unzip(reply, file);
        assertThat(files.keySet()).containsExactly("one/empty.txt", "one/two/gr\u00fc\u00df.txt", "random.bin");
        assertThat(files.get("random.bin")).isEqualTo(random);
        assertThat(files.get("one/two/gr\u00fc\u00df.txt")).isEqualTo("deep\n".getBytes(StandardCharsets.UTF_8));
        folder.head("?zip").expectStatus(200).expectHeader("Content-Type", "application/zip");
    }

    private static boolean isZip(String disposition) {
        return disposition.matches("(?i)attachment\\s*;.*filename\\*?=.*\\.zip\"?.*");
    }

    /** Its files by name, sorted; a server may put all into one folder that has the name of this one. */
    private Map<String, byte[]> unzip(Reply reply, Path file) throws IOException {
        String first = folder.dir().getFileName() + "/";
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (!entry.isDirectory()) {
                    files.put(
                            entry.getName().replaceFirst("^\\Q" + first + "\\E", ""),
                            zip.getInputStream(entry).readAllBytes());
                }
            }
        } catch (ZipException e) {
            throw reply.failure("a zip archive; a library says: " + e.getMessage(), 0);
        }
        return files;
    }

    @Test
    @Order(2)
    @DisplayName(
            "names that begin with a dot are nowhere: not in lists, not found, not in archives, not to be fetched (attack 11)")
    void hidden(@TempDir Path mine) throws IOException {
        folder.write(".secret.txt", "secret\n");
        folder.write(".git/config.txt", "secret\n");
        folder.write("sub/.secret.txt", "secret\n");
        folder.write("shown.txt", "shown\n");
        for (String path : List.of(".secret.txt", ".git/config.txt", ".git/", "sub/.secret.txt", "%2egit/config.txt")) {
            folder.get(path).expectStatus(403, 404);
        }
        assertThat(folder.list("").names()).containsExactly("sub", "shown.txt");
        assertThat(folder.list("?q=txt").entries())
                .extracting(FolderList.Entry::href)
                .hasSize(1);
        Reply zip = folder.get("?zip").expectStatus(200);
        assertThat(unzip(zip, Files.write(mine.resolve("a.zip"), zip.body())).keySet())
                .containsExactly("shown.txt");
        for (String link : Links.of(folder.get(""), folder.path(""))) {
            assertThat(link).doesNotContain("secret").doesNotContain("git");
        }
    }

    @Test
    @Order(3)
    @DisplayName("?download: to be saved, under its name, which all browsers understand (attack 33)")
    @Rfc("RFC 6266 section 4.3, RFC 8187 section 3.2")
    void download() throws IOException {
        folder.write("plain.txt", "plain\n");
        folder.get("plain.txt?download")
                .expectStatus(200)
                .expectHeader(
                        "Content-Disposition",
                        "attachment; filename=\"plain.txt\"",
                        d -> d.matches("(?i)attachment\\s*;.*\\bfilename=(\"plain\\.txt\"|plain\\.txt)(\\s*;.*)?"))
                .expectBody("plain\n");
        folder.write("gr\u00fc\u00df; \u20ac.txt", "euro\n");
        folder.get("gr%C3%BC%C3%9F;%20%E2%82%AC.txt?download")
                .expectStatus(200)
                .expectHeader(
                        "Content-Disposition",
                        "attachment; … filename*=UTF-8''gr%C3%BC%C3%9F%3B%20%E2%82%AC.txt",
                        d -> d.matches(
                                "(?i)attachment\\s*;.*filename\\*=UTF-8''gr%C3%BC%C3%9F%3B%20%E2%82%AC\\.txt(\\s*;.*)?"))
                .expectBody("euro\n");
    }
}
