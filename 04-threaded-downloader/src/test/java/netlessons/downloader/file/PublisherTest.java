package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last step of a file, on file systems with links and on those without. */
class PublisherTest {
    @TempDir
    Path dir;

    private Path publish(Publisher publisher, String text) throws IOException {
        Path from = Files.writeString(dir.resolve("from"), text);
        try (Claims.Claim claim = publisher.claim("x.txt")) {
            return publisher.publish(from, "x.txt", claim);
        } finally {
            Files.deleteIfExists(from);
        }
    }

    private Publisher publisher(Conflict onConflict, boolean links) throws IOException {
        return new Publisher(dir, onConflict, new Claims(), new Leftovers(dir), links);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("rename: all stay; a link to nothing, and what comes after the look, are seen (case 42)")
    void allStay(boolean links) throws Exception {
        Publisher publisher = publisher(Conflict.rename, links);
        assertThat(publish(publisher, "one")).hasFileName("x.txt").hasContent("one");
        Files.createSymbolicLink(dir.resolve("x (1).txt"), dir.resolve("nothing"));
        assertThat(publish(publisher, "two")).hasFileName("x (2).txt").hasContent("two");
        Path from = Files.writeString(dir.resolve("from"), "four");
        try (Claims.Claim claim = publisher.claim("x.txt");
                Claims.Claim other = publisher.claim("x.txt")) {
            assertThat(other.name()).isEqualTo("x (4).txt");
            Files.writeString(dir.resolve(claim.name()), "three");
            assertThat(publisher.publish(from, "x.txt", claim))
                    .hasFileName("x (5).txt")
                    .hasContent("four");
        }
        assertThat(dir.resolve("x (3).txt")).hasContent("three");
        assertThat(dir.resolve("nothing")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("reject: the first stays (case 42)")
    void theFirstStays(boolean links) throws Exception {
        Publisher publisher = publisher(Conflict.reject, links);
        publish(publisher, "one");
        assertThatThrownBy(() -> publish(publisher, "two")).isInstanceOf(Taken.class);
        assertThat(dir.resolve("x.txt")).hasContent("one");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("what has gone meanwhile is a fault, and takes no name")
    void gone(boolean links) throws Exception {
        for (Conflict onConflict : Conflict.values()) {
            Publisher publisher = publisher(onConflict, links);
            try (Claims.Claim claim = publisher.claim("x.txt")) {
                assertThatThrownBy(() -> publisher.publish(dir.resolve("from"), "x.txt", claim))
                        .isInstanceOf(NoSuchFileException.class);
            }
        }
        assertThat(dir).isEmptyDirectory();
    }
}
