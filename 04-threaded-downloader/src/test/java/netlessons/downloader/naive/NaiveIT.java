package netlessons.downloader.naive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the chapter says about the naive downloader. */
@Timeout(60)
final class NaiveIT {
    private static final Content CONTENT = Content.random(1, 100_000);

    @TempDir
    private Path dir;

    private final Origin origin = Origin.start();

    @AfterEach
    void stop() {
        origin.close();
    }

    private void main(String... paths) throws InterruptedException {
        String[] args = new String[paths.length + 1];
        for (int i = 0; i < paths.length; i++) {
            args[i] = origin.uri(paths[i]).toString();
        }
        args[paths.length] = dir.toString();
        Naive.main(args);
    }

    @Test
    @DisplayName("it does work, if nothing goes wrong, and three at a time")
    void works() throws InterruptedException {
        ServedFile file = ServedFile.of(CONTENT).rate(200_000);
        Answer together = (asked, speaker) -> {
            while (origin.mostAtOnce() < 3) { // each of the threads takes its own time to begin
                speaker.pause(Duration.ofMillis(5));
            }
            file.to(asked, speaker);
        };
        origin.at("/a", together).at("/b", together).at("/c", together).at("/d", together);
        main("/a", "/b", "/c", "/d");
        for (String name : new String[] {"a", "b", "c", "d"}) {
            assertThat(CONTENT.difference(dir.resolve(name))).isEmpty();
        }
        assertThat(origin.mostAtOnce()).isEqualTo(3);
    }

    @Test
    @DisplayName("a page that says 404 becomes the file, and nobody is told")
    void pages() throws InterruptedException {
        origin.at("/missing.iso", Answers.status(404));
        main("/missing.iso");
        assertThat(dir.resolve("missing.iso")).content().contains("404 Not Found");
    }

    @Test
    @DisplayName("half a file has the name of the whole, and the exception is lost with the task that threw it")
    void halves() throws InterruptedException {
        origin.at("/half.iso", ServedFile.of(CONTENT).cutAfter(50_000));
        main("/half.iso");
        assertThat(dir.resolve("half.iso")).hasSize(50_000);
        assertThatThrownBy(() -> Naive.fetch(origin.uri("/half.iso"), dir)).isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("over an older, longer file the new one is written, and the end of the old one stays")
    void mixtures() throws Exception {
        Files.writeString(dir.resolve("news.txt"), "old and long");
        origin.at("/news.txt", ServedFile.of("new"));
        main("/news.txt");
        assertThat(dir.resolve("news.txt")).hasContent("new and long");
    }
}
