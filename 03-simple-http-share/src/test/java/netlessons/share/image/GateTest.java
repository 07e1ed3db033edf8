package netlessons.share.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who gets in, and who is sent away (attack 41: 1,000 pictures at once). */
class GateTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void smallOnesTogetherALargeOneAlone() throws Exception {
        Gate gate = new Gate(10, Duration.ofMillis(1));
        try (Gate.Pass one = gate.enter(500);
                Gate.Pass two = gate.enter(500)) {
            assertThatThrownBy(() -> gate.enter(1)).isInstanceOf(Gate.Busy.class);
        }
        try (Gate.Pass all = gate.enter(Gate.WHOLE)) {
            assertThatThrownBy(() -> gate.enter(1)).isInstanceOf(Gate.Busy.class);
        }
        gate.enter(Gate.WHOLE).close();
    }

    @Test
    @DisplayName("of 1,000 at once a bounded number waits, the others are sent away at once (attack 41)")
    void crowd() throws Exception {
        Gate gate = new Gate(8, LONG);
        AtomicInteger served = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Gate.Pass first = gate.enter(Gate.WHOLE);
        CountDownLatch refusals = new CountDownLatch(92);
        CompletableFuture<?>[] crowd = new CompletableFuture<?>[100];
        for (int i = 0; i < crowd.length; i++) {
            CompletableFuture<Void> one = new CompletableFuture<>();
            crowd[i] = one;
            Thread thread = new Thread(() -> {
                try (Gate.Pass pass = gate.enter(100)) {
                    served.incrementAndGet();
                } catch (Gate.Busy e) {
                    refused.incrementAndGet();
                    refusals.countDown();
                }
                one.complete(null);
            });
            thread.setDaemon(true);
            thread.start();
        }
        assertThat(refusals.await(60, TimeUnit.SECONDS)).isTrue();
        first.close();
        CompletableFuture.allOf(crowd).get(60, TimeUnit.SECONDS);
        assertThat(served).hasValue(8);
        assertThat(refused).hasValue(92);
    }

    @Test
    void whoeverStopsTheServerStopsThoseWhoWait() throws Exception {
        Gate gate = new Gate(8, LONG);
        try (Gate.Pass all = gate.enter(Gate.WHOLE)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> gate.enter(1)).isInstanceOf(Gate.Busy.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
