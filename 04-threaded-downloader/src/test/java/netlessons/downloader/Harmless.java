package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Map;
import netlessons.testkit.DownloadRun;
import netlessons.testkit.DownloadTarget;
import netlessons.testkit.origin.Content;

/** What is expected where origins have proposed names that a program must not take as they are. */
final class Harmless {
    /** Controls, ends of lines, and what turns the direction of writing. */
    private static final String INVISIBLE =
            "[\\p{Cc}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]";

    private Harmless() {}

    /**
     * With exit status 0, all of these files are there, once, under whatever names; with another one perhaps some are. All
     * names are harmless, and nothing is anywhere else.
     *
     * @param run it has ended
     * @param proposed the contents by the names that the origins have proposed, each another one
     */
    static void expect(DownloadTarget target, DownloadRun run, Map<String, Content> proposed) {
        List<String> files = run.folder().files();
        for (String name : files) {
            assertThat(name)
                    .as("the name of a file: it lies in the folder itself, on any system")
                    .doesNotContain("/", "\\");
            assertThat(name.replaceAll(INVISIBLE, "\u2404"))
                    .as("the name of a file, with \u2404 for what a terminal would not show but do")
                    .isEqualTo(name);
            assertThat(name.getBytes(StandardCharsets.UTF_8).length)
                    .as("bytes of the name of a file")
                    .isLessThanOrEqualTo(255);
        }
        int status = run.await();
        proposed.forEach((name, content) -> {
            List<String> is =
                    files.stream().filter(file -> has(run, file, content)).toList();
            assertThat(is.stream().filter(one -> one.startsWith(".")).toList())
                    .as(
                            "names that begin with a dot (for %s): nobody sees such files, and some change what a shell does",
                            name)
                    .isEmpty();
            String expected = "the file for which " + name + " was proposed, under a harmless name";
            target.expect(
                    is.size() == 1 || status != 0 && is.isEmpty(),
                    status == 0 ? expected + ", since the exit status is 0" : expected + ", once or not at all",
                    () -> is.isEmpty() ? "no file with its bytes" : String.join(" and ", is));
        });
        assertThat(files.stream()
                        .filter(name -> !isProposed(run, name, proposed)
                                && run.folder().whole().contains(name)))
                .as("files that are none of those that were to come")
                .isEmpty();
        run.expectOnly(run.folder().whole().toArray(String[]::new)); // and nothing beside the folder
    }

    private static boolean isProposed(DownloadRun run, String name, Map<String, Content> proposed) {
        return proposed.values().stream().anyMatch(content -> has(run, name, content));
    }

    /** The names of the whole files (no links, nothing in other folders) that have this content. */
    static List<String> copies(DownloadRun run, Content content) {
        return run.folder().whole().stream()
                .filter(name -> !name.contains("/") && has(run, name, content))
                .toList();
    }

    private static boolean has(DownloadRun run, String name, Content content) {
        return Files.isRegularFile(run.folder().resolve(name), LinkOption.NOFOLLOW_LINKS)
                && content.difference(run.folder().resolve(name)).isEmpty();
    }
}
