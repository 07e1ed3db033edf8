package netlessons.downloader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import netlessons.downloader.http.HttpFault;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TriesTest {
    private static final HttpFault RESET = new HttpFault(HttpFault.Kind.TRANSIENT, "reset");
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({"1, 0.25, 1", "2, 0.5, 2", "3, 1, 4", "6, 8, 32", "7, 15, 60", "100, 15, 60"})
    @DisplayName(
            "each wait may be twice as long as the one before, up to a limit, and is any part of that but the least")
    void backoff(int retry, double least, double longest) {
        assertThat(new Backoff(FIRST, MOST, () -> 0).before(retry)).isEqualTo(seconds(least));
        assertThat(new Backoff(FIRST, MOST, () -> 1).before(retry)).isEqualTo(seconds(longest));
    }

    @Test
    @DisplayName("after so many failures in a row it is over")
    void bounded() throws HttpFault {
        Tries tries = tries(3);
        for (int i = 1; i <= 3; i++) {
            tries.failed(RESET, 0);
            assertThat(tries.number()).isEqualTo(i);
        }
        assertThatThrownBy(() -> tries.failed(RESET, Tries.PROGRESS - 1))
                .isInstanceOfSatisfying(
                        HttpFault.class, fault -> assertThat(fault.kind()).isEqualTo(HttpFault.Kind.PERMANENT))
                .hasMessage("reset (4 times)");
    }

    @Test
    @DisplayName("what came farther counts anew")
    void progress() throws HttpFault {
        Tries tries = tries(2);
        for (int i = 0; i < 1000; i++) {
            tries.failed(RESET, i / 2 * Tries.PROGRESS);
        }
        assertThat(tries.number()).isEqualTo(2);
    }

    @Test
    @DisplayName("who begins again and comes now nearly, now quite as far as before has come no farther")
    void again() throws HttpFault {
        Tries tries = tries(5);
        for (int i = 1; i <= 5; i++) {
            tries.failed(RESET, i % 2 * 10 * Tries.PROGRESS);
            assertThat(tries.number()).isEqualTo(i);
        }
        assertThatThrownBy(() -> tries.failed(RESET, 0)).hasMessage("reset (6 times)");
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpFault.Kind.class,
            names = {"PERMANENT", "CUT"})
    @DisplayName("what would fail again is not tried again")
    void permanent(HttpFault.Kind kind) {
        HttpFault fault = new HttpFault(kind, "404");
        assertThatThrownBy(() -> tries(5).failed(fault, 0)).isSameAs(fault);
    }

    @Test
    @DisplayName("without retries the first failure is the last, as it is")
    void none() {
        assertThatThrownBy(() -> tries(0).failed(RESET, 1 << 20)).isSameAs(RESET);
    }

    @Test
    @DisplayName("an origin is not asked before the time that it names (case 28)")
    void retryAfter() throws HttpFault {
        assertThat(tries(5).failed(busy(Duration.ofSeconds(2)), 0)).isBetween(seconds(2), seconds(2.5));
        assertThat(tries(5).failed(busy(Duration.ZERO), 0)).isGreaterThan(Duration.ZERO);
    }

    @Test
    @DisplayName("an origin that wants to be left alone for too long is given up at once (case 29)")
    void tooLong() {
        assertThatThrownBy(() -> tries(5).failed(busy(Duration.ofSeconds(1_000_000_000_000L)), 0))
                .hasMessage("busy, and wants to be asked again only in 1000000000000 s");
    }

    private static Tries tries(int most) {
        return new Tries(most, new Backoff(FIRST, MOST, () -> 0.5), 0);
    }

    private static HttpFault busy(Duration after) {
        return new HttpFault(HttpFault.Kind.BUSY, "busy", 503, Optional.of(after), null);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
