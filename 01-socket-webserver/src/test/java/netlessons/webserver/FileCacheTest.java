package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, and for how long. */
class FileCacheTest {
    private static final Instant LONG_AGO = Instant.now().minusSeconds(60);

    private static FileCache.Entry entry(int length, Instant changed) {
        FileVersion version = new FileVersion(length, "\"tag\"", LONG_AGO);
        return new FileCache.Entry(Map.of("ctime", FileTime.from(changed)), version, new byte[length]);
    }

    private static List<String> names(int number) {
        return List.of("folder", "file-" + number);
    }

    @Test
    void whatWasNotUsedLongestGoesFirst() {
        FileCache cache = new FileCache(10_000, Duration.ofHours(1));
        for (int i = 0; i < 6; i++) {
            cache.keep(names(i), entry(1000, LONG_AGO));
        }
        assertThat(cache.find(names(0))).isPresent();
        cache.keep(names(6), entry(1000, LONG_AGO));
        assertThat(cache.find(names(0))).as("just used").isPresent();
        assertThat(cache.find(names(1))).as("not used").isEmpty();
        assertThat(cache.find(names(6))).as("new").isPresent();
    }

    @Test
    void theSameFileAgainTakesNoMoreRoom() {
        FileCache cache = new FileCache(4000, Duration.ofHours(1));
        cache.keep(names(0), entry(1000, LONG_AGO));
        for (int i = 0; i < 100; i++) {
            cache.keep(names(1), entry(1000, LONG_AGO));
        }
        assertThat(cache.find(names(0))).isPresent();
        assertThat(cache.find(names(1))).isPresent();
    }

    @Test
    void aFileThatChangedJustNowIsNotKept() {
        FileCache cache = new FileCache(10_000, Duration.ofHours(1));
        cache.keep(names(0), entry(1000, LONG_AGO));
        cache.keep(names(0), entry(1000, Instant.now()));
        assertThat(cache.find(names(0))).isEmpty();
    }

    @Test
    void nothingIsBelievedForLong() {
        FileCache cache = new FileCache(10_000, Duration.ZERO);
        cache.keep(names(0), entry(1000, LONG_AGO));
        assertThat(cache.find(names(0))).isEmpty();
    }

    @Test
    void whatIsTooLargeIsNotKept() {
        FileCache cache = new FileCache(3000, Duration.ofHours(1));
        cache.keep(names(0), entry(4000, LONG_AGO));
        assertThat(cache.find(names(0))).isEmpty();
        cache.keep(names(1), entry(1000, LONG_AGO));
        assertThat(cache.find(names(1))).as("and the room is free again").isPresent();
    }

    @Test
    void whatTheSystemDoesNotIdentifyIsNotKept(@TempDir Path folder) {
        FileCache cache = new FileCache(10_000, Duration.ofHours(1));
        Map<String, Object> nothing = FileCache.identity(folder.resolve("absent"));
        assertThat(nothing).isEmpty();
        cache.keep(names(0), new FileCache.Entry(nothing, entry(10, LONG_AGO).version(), new byte[10]));
        assertThat(cache.find(names(0))).isEmpty();
    }
}
