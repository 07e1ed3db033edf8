package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the pace of the other side")
class SpeedGuardTest {
    private final SpeedGuard guard = new SpeedGuard(1000, Duration.ofSeconds(10));

    private void add(double seconds, long bytes) throws SpeedGuard.TooSlow {
        guard.add((long) (seconds * TimeUnit.SECONDS.toNanos(1)), bytes);
    }

    @Test
    @DisplayName("may be slow for a while")
    void patience() throws SpeedGuard.TooSlow {
        add(9, 0);
        add(1, 0);
        assertThatThrownBy(() -> add(0.1, 0)).isInstanceOf(SpeedGuard.TooSlow.class);
    }

    @Test
    @DisplayName("counts on average: what came at once may be followed by a rest, but not for days")
    void average() throws SpeedGuard.TooSlow {
        add(1, 1_000_000_000_000L);
        add(60, 0);
        add(10, 0);
        add(5, 5000);
        assertThatThrownBy(() -> add(1, 0)).isInstanceOf(SpeedGuard.TooSlow.class);
    }

    @Test
    @DisplayName("does not matter if the rate is 0")
    void none() {
        SpeedGuard any = new SpeedGuard(0, Duration.ofSeconds(1));
        assertThatCode(() -> any.add(Long.MAX_VALUE, 0)).doesNotThrowAnyException();
    }
}
