package netlessons.share.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import netlessons.share.http.FileVersion;
import netlessons.share.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final FileCache cache = new FileCache(20_000, LONG);

    private static FileCache.Kept file(int length, int age) {
        Instant changed = Instant.now().minusSeconds(age);
        return new FileCache.Kept(
                Map.of("ctime", FileTime.from(changed)), new FileVersion(length, "\"a\"", changed), Response.of(200));
    }

    private boolean isKept(String name) {
        return cache.find(List.of(name)).isPresent();
    }

    @Test
    void keepsAndForgets() {
        FileCache.Kept file = file(10, 60);
        cache.keep(List.of("a"), file);
        assertThat(cache.find(List.of("a"))).contains(file);
        assertThat(isKept("A")).isFalse();
        cache.drop(List.of("a"));
        cache.drop(List.of("absent"));
        assertThat(isKept("a")).isFalse();
    }

    @Test
    @DisplayName("what has changed just now may change once more within the same tick of the file system's clock")
    void notWhatIsFresh() {
        cache.keep(List.of("fresh"), file(10, 0));
        cache.keep(List.of("old"), file(10, 60));
        cache.keep(List.of("future"), file(10, -60));
        cache.keep(List.of("unknown"), new FileCache.Kept(Map.of(), file(10, 60).version(), Response.of(200)));
        assertThat(isKept("fresh")).isFalse();
        assertThat(isKept("future")).isFalse();
        assertThat(isKept("unknown")).isFalse();
        assertThat(isKept("old")).isTrue();
    }

    @Test
    @DisplayName("where there is no room the one goes that nobody asked for the longest")
    void room() {
        cache.keep(List.of("a"), file(5000, 60));
        cache.keep(List.of("b"), file(5000, 60));
        assertThat(isKept("a")).isTrue();
        cache.keep(List.of("c"), file(5000, 60));
        assertThat(isKept("a")).isTrue();
        assertThat(isKept("b")).isFalse();
        assertThat(isKept("c")).isTrue();
        cache.keep(List.of("c"), file(5000, 60));
        cache.keep(List.of("c"), file(5000, 60));
        assertThat(isKept("a")).as("the same one again takes no more room").isTrue();
        cache.keep(List.of("large"), file(50_000, 60));
        assertThat(isKept("large")).isFalse();
    }

    @Test
    @DisplayName("many empty files take room, too")
    void emptyFiles() {
        for (int i = 0; i < 100; i++) {
            cache.keep(List.of("empty" + i), file(0, 60));
        }
        assertThat(isKept("empty0")).isFalse();
        assertThat(isKept("empty99")).isTrue();
    }

    @Test
    void nothingIsBelievedForEver() {
        FileCache shortly = new FileCache(20_000, Duration.ZERO);
        shortly.keep(List.of("a"), file(10, 60));
        assertThat(shortly.find(List.of("a"))).isEmpty();
    }

    @Test
    void identity(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "one");
        Map<String, Object> identity = FileCache.identity(file);
        assertThat(identity).isEqualTo(FileCache.identity(file));
        assertThat(FileCache.identity(folder.resolve("absent"))).isEmpty();
        if (!identity.isEmpty()) { // there is none on Windows
            Path other = Files.writeString(folder.resolve("b"), "one");
            assertThat(FileCache.identity(other)).isNotEqualTo(identity);
        }
    }
}
