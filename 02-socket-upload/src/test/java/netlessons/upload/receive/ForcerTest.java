package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk that is fast, slow, or does not answer at all. */
@Timeout(30)
class ForcerTest {
    private static final long BIG = 1L << 40;

    private final Forcer forcer = new Forcer(Threads.executor());
    private final AtomicInteger forced = new AtomicInteger();

    private record Task(long size, Runnable work) implements Forcer.Task {
        @Override
        public void force() {
            work.run();
        }
    }

    private List<Task> tasks(int count, long size, Runnable work) {
        return Stream.generate(() -> new Task(size, work)).limit(count).toList();
    }

    @Test
    void eachIsForcedOnce() throws IOException {
        forcer.force(tasks(1000, 1, forced::incrementAndGet), () -> {});
        forcer.force(tasks(100, BIG, forced::incrementAndGet), () -> {});
        forcer.force(List.of(), () -> {});
        assertThat(forced).hasValue(1100);
    }

    @Test
    void whatTakesLongGoesOnAtTheSameTimeWithSignsOfLife() throws IOException {
        CountDownLatch together = new CountDownLatch(8);
        AtomicInteger signs = new AtomicInteger();
        forcer.force(
                tasks(8, BIG, () -> {
                    together.countDown();
                    awaitAll(together);
                    while (signs.get() == 0) {
                        Thread.onSpinWait();
                    }
                    forced.incrementAndGet();
                }),
                signs::incrementAndGet);
        assertThat(forced).hasValue(8);
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whenTheClientHasGoneNothingMoreIsBegunAndNothingIsLeftUnderWay() {
        CountDownLatch gone = new CountDownLatch(1);
        AtomicInteger under = new AtomicInteger();
        assertThatThrownBy(() -> forcer.force(
                        tasks(1000, BIG, () -> {
                            under.incrementAndGet();
                            awaitAll(gone);
                            sleep(50); // a thousand by sixteen threads take longer than any of them stands still
                            forced.incrementAndGet();
                            under.decrementAndGet();
                        }),
                        () -> {
                            // Later: then nothing is over yet when force() learns that the client has gone.
                            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
                                    .execute(gone::countDown);
                            throw new IOException("gone");
                        }))
                .hasMessage("gone");
        assertThat(under).hasValue(0);
        assertThat(forced.get()).isPositive().isLessThan(1000);
    }
}
