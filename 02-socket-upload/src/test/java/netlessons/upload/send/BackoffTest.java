package netlessons.upload.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    @DisplayName("twice as long each time, up to the cap")
    void doubles() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), () -> 1);
        assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 7, 1000).mapToObj(backoff::before))
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15));
    }

    @Test
    @DisplayName("any part of it: full jitter")
    void jitter() {
        for (double part : new double[] {0, 0.25, 0.75}) {
            Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8), () -> part);
            assertThat(backoff.before(3)).isEqualTo(Duration.ofMillis(Math.round(4000 * part)));
        }
    }
}
