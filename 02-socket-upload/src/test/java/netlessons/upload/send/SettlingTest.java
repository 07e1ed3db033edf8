package netlessons.upload.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import netlessons.upload.protocol.Code;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files of a watched folder are sent, and when: at times that nobody has to wait for. */
class SettlingTest {
    private static final Fault FULL = Fault.of(Code.NO_SPACE, "Full.");
    private static final Fault EXISTS = Fault.of(Code.EXISTS, "There is one.");

    private final Settling settling = new Settling(Duration.ofSeconds(2));

    private static Item item(long size, long changed) {
        return new Item(Path.of("a"), "f/a", false, size, changed, 0644);
    }

    private boolean isDue(Item item, double second) {
        return settling.isDue(item, (long) (second * TimeUnit.SECONDS.toNanos(1)));
    }

    @Test
    @DisplayName("two seconds without a change")
    void settles() {
        assertThat(isDue(item(1, 1), 0)).isFalse();
        assertThat(isDue(item(1, 1), 1.9)).isFalse();
        assertThat(isDue(item(2, 1), 2)).isFalse();
        assertThat(isDue(item(2, 2), 3.9)).isFalse();
        assertThat(isDue(item(2, 2), 5.8)).isFalse();
        assertThat(isDue(item(2, 2), 5.9)).isTrue();
        assertThat(isDue(item(2, 2), 6.9)).isTrue();
    }

    @Test
    @DisplayName("once it is safe it is not sent again, until it changes")
    void once() {
        isDue(item(1, 1), 0);
        assertThat(isDue(item(1, 1), 2)).isTrue();
        settling.committed(item(1, 1));
        assertThat(isDue(item(1, 1), 100)).isFalse();
        assertThat(isDue(item(1, 2), 101)).isFalse();
        assertThat(isDue(item(1, 2), 103)).isTrue();
    }

    @Test
    @DisplayName("a failure is tried again, later and later")
    void failures() {
        isDue(item(1, 1), 0);
        double now = 2;
        for (double wait : new double[] {10, 20, 40, 80, 160, 300, 300}) {
            assertThat(isDue(item(1, 1), now)).isTrue();
            settling.failed(Path.of("a"), FULL, (long) (now * 1e9));
            assertThat(isDue(item(1, 1), now + wait - 0.1)).isFalse();
            now += wait;
        }
        assertThat(isDue(item(1, 2), now)).isFalse();
        assertThat(isDue(item(1, 2), now + 2))
                .as("changed: tried as soon as it has settled")
                .isTrue();
    }

    @Test
    @DisplayName("what is refused for good is tried again only when it has changed")
    void refused() {
        isDue(item(1, 1), 0);
        settling.failed(Path.of("a"), EXISTS, 0);
        assertThat(isDue(item(1, 1), 1e6)).isFalse();
        assertThat(isDue(item(2, 1), 1e6)).isFalse();
        assertThat(isDue(item(2, 1), 1e6 + 2)).isTrue();
    }

    @Test
    @DisplayName("what has vanished is forgotten")
    void vanished() {
        isDue(item(1, 1), 0);
        settling.committed(item(1, 1));
        settling.endRound();
        settling.endRound();
        assertThat(isDue(item(1, 1), 10)).isFalse();
        assertThat(isDue(item(1, 1), 12)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "f/a.txt, false",
        "f/.a.txt, true",
        "f/a.txt~, true",
        "f/a.part, true",
        "f/a.PART, true",
        "f/a.tmp, true",
        "a.crdownload, true",
        "f/a.tmp/b, false",
        "f/part, false",
        "f/a.party, false"
    })
    @DisplayName("names of files that are not finished")
    void temporary(String name, boolean temporary) {
        assertThat(Settling.isTemporary(name)).isEqualTo(temporary);
    }
}
