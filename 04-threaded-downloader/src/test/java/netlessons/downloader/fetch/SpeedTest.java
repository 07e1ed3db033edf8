package netlessons.downloader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import netlessons.downloader.http.HttpFault;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpeedTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    @DisplayName("a connection that drips is ended when the time to measure is over, not before (case 38)")
    void drips() throws HttpFault {
        SpeedGuard guard = new SpeedGuard(100, Duration.ofSeconds(3));
        guard.read(1, SECOND);
        guard.read(1, SECOND);
        assertThatThrownBy(() -> guard.read(1, SECOND)).hasMessage("too slow: 1 B/s for 3 s");
    }

    @Test
    @DisplayName("a connection that is fast enough goes on, and is measured again")
    void goesOn() throws HttpFault {
        SpeedGuard guard = new SpeedGuard(100, Duration.ofSeconds(3));
        guard.read(300, 3 * SECOND);
        guard.read(50, SECOND);
        assertThatThrownBy(() -> guard.read(1, 2 * SECOND)).isInstanceOf(HttpFault.class);
    }

    @Test
    @DisplayName("a limit of our own adds up over all readers, and reads stay small")
    void pace() {
        Pace pace = new Pace(1000);
        assertThat(pace.piece(100_000)).isEqualTo(125);
        pace.read(100_000);
        assertThat(pace.read(100_000)).isBetween(Duration.ofSeconds(150), Duration.ofSeconds(200));
        assertThat(new Pace(0).read(1 << 30)).isZero();
        assertThat(new Pace(0).piece(100_000)).isEqualTo(100_000);
    }
}
