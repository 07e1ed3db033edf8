package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
    @Test
    void theDefaultsAreThoseOfTheSpecification() {
        assertThat(Limits.DEFAULT.message()).isEqualTo(new Message.Limits(1024, 262_144, Long.MAX_VALUE, 30_000));
        assertThat(LimitsDraft.with(limits -> {})).isEqualTo(Limits.DEFAULT);
    }

    static Stream<Consumer<LimitsDraft>> nonsense() {
        return Stream.of(
                limits -> limits.name = 254,
                limits -> limits.name = 65_536,
                limits -> limits.data = 0,
                limits -> limits.data = (1 << 20) + 1,
                limits -> limits.file = -1,
                limits -> limits.connections = 0,
                limits -> limits.minimumRate = 0,
                limits -> limits.idleTimeout = Duration.ZERO,
                limits -> limits.preambleTimeout = Duration.ofMillis(-1),
                limits -> limits.keepParts = Duration.ofNanos(1),
                limits -> limits.grace = Duration.ofMillis(-1));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatLetsNothingThroughIsRefused(Consumer<LimitsDraft> change) {
        assertThatThrownBy(() -> LimitsDraft.with(change)).isInstanceOf(IllegalArgumentException.class);
    }
}
