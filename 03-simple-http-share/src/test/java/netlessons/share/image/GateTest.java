package netlessons.share.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who gets in, and who is sent away (attack 41: 1,000 pictures at once). */
class GateTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Gate.Work<Boolean> NOTHING = () -> true;

    private static void expectBusy(Gate gate, int share) {
        assertThatThrownBy(() -> gate.enter(share, NOTHING)).isInstanceOf(Gate.Busy.class);
    }

    @Test
    void smallOnesTogetherALargeOneAlone() throws Exception {
        Gate gate = new Gate(10, Duration.ofMillis(1));
        gate.enter(
                500,
                () -> gate.enter(500, () -> {
                    expectBusy(gate, 1);
                    return true;
                }));
        gate.enter(Gate.WHOLE, () -> {
            expectBusy(gate, 1);
            return true;
        });
        assertThat(gate.enter(Gate.WHOLE, NOTHING)).isTrue();
    }

    @Test
    void whoeverFailsGivesItsRoomBack() throws Exception {
        Gate gate = new Gate(10, Duration.ofMillis(1));
        assertThatThrownBy(() -> gate.enter(Gate.WHOLE, () -> {
                    throw new IOException("broken");
                }))
                .hasMessage("broken");
        assertThat(gate.enter(Gate.WHOLE, NOTHING)).isTrue();
    }

    @Test
    @DisplayName("of 1,000 at once a bounded number waits, the others are sent away at once (attack 41)")
    void crowd() throws Exception {
        Gate gate = new Gate(8, LONG);
        AtomicInteger served = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch refusals = new CountDownLatch(992);
        List<CompletableFuture<Void>> crowd = new ArrayList<>();
        gate.enter(Gate.WHOLE, () -> {
            for (int i = 0; i < 1000; i++) {
                CompletableFuture<Void> one = new CompletableFuture<>();
                crowd.add(one);
                start(() -> {
                    try {
                        gate.enter(100, served::incrementAndGet);
                    } catch (Gate.Busy e) {
                        refused.incrementAndGet();
                        refusals.countDown();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    } finally {
                        one.complete(null);
                    }
                });
            }
            return await(refusals);
        });
        CompletableFuture.allOf(crowd.toArray(CompletableFuture<?>[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(served).hasValue(8);
        assertThat(refused).hasValue(992);
    }

    @Test
    @DisplayName("who come together are let in together while there is room, however few may wait")
    void together() throws Exception {
        int guests = 8;
        for (int i = 0; i < 200; i++) {
            Gate gate = new Gate(1, LONG);
            AtomicInteger refused = new AtomicInteger();
            CyclicBarrier door = new CyclicBarrier(guests);
            List<Thread> threads = new ArrayList<>();
            for (int guest = 0; guest < guests; guest++) {
                threads.add(start(() -> {
                    try {
                        door.await(60, TimeUnit.SECONDS);
                        gate.enter(Gate.WHOLE / guests, NOTHING);
                    } catch (Exception e) {
                        refused.incrementAndGet();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join(60_000);
            }
            assertThat(refused).hasValue(0);
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @Test
    void whoeverStopsTheServerStopsThoseWhoWait() throws Exception {
        Gate gate = new Gate(8, LONG);
        gate.enter(Gate.WHOLE, () -> {
            Thread.currentThread().interrupt();
            expectBusy(gate, 1);
            return assertThat(Thread.interrupted()).isTrue();
        });
    }
}
