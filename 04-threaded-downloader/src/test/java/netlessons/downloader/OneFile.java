package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import netlessons.testkit.DownloadRun;
import netlessons.testkit.origin.Content;

/** What is expected where an origin has proposed a name that a program must not take as it is. */
final class OneFile {
    /** Controls, ends of lines, and what turns the direction of writing. */
    private static final String INVISIBLE =
            "[\\p{Cc}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]";

    private OneFile() {}

    /**
     * Waits until it has ended: with exit status 0 and this file under a harmless name, whatever it is, or with another
     * status, and then there is nothing that is not harmless.
     */
    static void expectHarmless(DownloadRun run, Content content) {
        int status = run.await();
        List<String> files = run.folder().files();
        for (String name : files) {
            assertThat(name)
                    .as("the name of a file: it lies in the folder itself")
                    .doesNotContain("/", "\\");
            assertThat(name.replaceAll(INVISIBLE, "\u2404"))
                    .as("the name of a file, with \u2404 for what a terminal would not show but do")
                    .isEqualTo(name);
            assertThat(name.getBytes(StandardCharsets.UTF_8).length)
                    .as("bytes of the name of a file")
                    .isLessThanOrEqualTo(255);
        }
        if (status == 0) {
            assertThat(files.stream().filter(name -> name.startsWith(".")).toList())
                    .as("names that begin with a dot: nobody sees such files, and some change what a shell does")
                    .isEmpty();
            assertThat(files).as("the files in the folder").hasSize(1);
            run.expectFile(files.get(0), content);
        }
        run.expectOnly(run.folder().whole().toArray(String[]::new)); // and nothing beside the folder
    }

    /** How many of the files have this content. */
    static long copies(DownloadRun run, Content content) {
        return run.folder().files().stream()
                .map(run.folder()::resolve)
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .filter(file -> content.difference(file).isEmpty())
                .count();
    }
}
