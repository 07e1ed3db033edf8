package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop promises to those who give it tasks. */
@Timeout(120)
class LoopTest {
    private static final int ROUNDS = 30;
    private static final int THREADS = 4;

    @Test
    void everyTaskIsDoneOnceAlsoWhileTheLoopEnds() throws Exception {
        Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
        Thread.UncaughtExceptionHandler usual = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> uncaught.add(fault));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                endAmidTasks(threads);
            }
            assertThat(uncaught).as("what has ended a loop's thread").isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(usual);
            threads.shutdownNow();
        }
    }

    private static void endAmidTasks(ExecutorService threads) throws Exception {
        Loop loop = new Loop(threads);
        loop.start();
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch busy = new CountDownLatch(THREADS);
        List<Future<Integer>> counts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            counts.add(threads.submit(() -> {
                int given = 0;
                while (!enough.get()) {
                    loop.execute(done::incrementAndGet);
                    if (++given == 10) {
                        busy.countDown();
                    }
                }
                return given;
            }));
        }
        assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
        loop.end();
        loop.join();
        enough.set(true);
        int given = 0;
        for (Future<Integer> count : counts) {
            given += count.get(20, TimeUnit.SECONDS);
        }
        int all = given;
        // The join above does not wait for ever: on a busy machine the loop is still at a million tasks after it.
        await().atMost(Duration.ofSeconds(20)).until(() -> done.get() >= all);
        loop.join();
        assertThat(done).hasValue(all);
    }
}
