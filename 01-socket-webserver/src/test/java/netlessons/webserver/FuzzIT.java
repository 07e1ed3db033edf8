package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import netlessons.testkit.Leaks;
import netlessons.webserver.FuzzJudge.Wrong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of mutated requests over real connections, many at a time: each gets the answer it should or a refusal, then
 * the connection ends; and afterwards nothing is left of them. -Dseed=N repeats a run, -Dfuzz.index=N a single connection
 * of it, -Dfuzz.requests=1000000 makes a long one.
 */
final class FuzzIT {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 16_000);
    private static final long INDEX = Long.getLong("fuzz.index", -1);
    private static final long SEED = FuzzCase.chosenSeed();
    private static final String LAST = "GET /hello/Ada HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @TempDir
    static Path dir;

    @BeforeAll
    static void files() throws IOException {
        FuzzCorpus.write(dir);
    }

    @ParameterizedTest
    @MethodSource("netlessons.webserver.EnginesIT#concurrentEngines")
    @DisplayName("mutated requests, many clients at a time")
    void many(Supplier<Engine> engine, TestInfo test) throws Exception {
        fuzz(engine, REQUESTS, 24, 50, test);
    }

    @Test
    @DisplayName("mutated requests, one client at a time [single]")
    void single(TestInfo test) throws Exception {
        fuzz(Engine::single, REQUESTS / 4, 2, 5, test); // while one client waits the other has to
    }

    /**
     * @param clients how many there are at a time
     * @param waiting how many of a thousand wait for the server to end the connection
     */
    private static void fuzz(Supplier<Engine> engine, int requests, int clients, int waiting, TestInfo test)
            throws Exception {
        HttpServer server = EnginesIT.start(Site.routes(dir), FuzzCase.LIMITS, engine.get(), AccessLog.NONE);
        try {
            answers(server);
            try (Leaks leaks = new Leaks(HttpServer.class, dir)) {
                Run run = new Run(server, requests, waiting);
                run.with(clients);
                System.out.printf("%s: %s%n", test.getDisplayName(), run);
                run.assertNothingWrong();
                answers(server);
                leaks.descriptorsComeBack();
                long start = System.nanoTime();
                server.close();
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("no connection is left that a stop would wait for")
                        .isLessThan(FuzzCase.LIMITS.grace());
                leaks.threadsEnd();
                assertThat(leaks.errors())
                        .as("errors in the log, -Dseed=" + SEED)
                        .isEmpty();
            }
        } finally {
            server.close();
        }
    }

    private static void answers(HttpServer server) throws IOException {
        try (EnginesIT.Client client = new EnginesIT.Client(server).send(LAST)) {
            assertThat(client.rest()).startsWith("HTTP/1.1 200 ").endsWith("Hello, Ada!\n");
        }
    }

    /** All cases of one run; the seed and the number of requests say which. */
    private static final class Run {
        private final HttpServer server;
        private final int most;
        private final int waiting;
        private final Map<Integer, Integer> statuses = new TreeMap<>();
        private final long start = System.nanoTime();
        private long next;
        private int requests;
        private long millis;
        private String wrong = "";

        Run(HttpServer server, int most, int waiting) {
            this.server = server;
            this.most = most;
            this.waiting = waiting;
        }

        void with(int clients) throws InterruptedException {
            ExecutorService threads = Executors.newFixedThreadPool(clients);
            for (int i = 0; i < clients; i++) {
                threads.execute(this::work);
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.DAYS)).isTrue();
            millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        }

        private void work() {
            for (FuzzCase next = next(); next != null; next = next()) {
                String message;
                try {
                    FuzzJudge judge = new FuzzJudge(next, FuzzClient.talk(server.address(), next));
                    try {
                        count(judge.judge());
                        continue;
                    } catch (Wrong e) {
                        message = judge.describe(e.getMessage());
                    }
                } catch (IOException | RuntimeException | Error e) {
                    message = "%s%n  again     -Dseed=%d -Dfuzz.index=%d".formatted(e, SEED, next.index());
                }
                stop(message);
            }
        }

        private synchronized FuzzCase next() {
            boolean over = INDEX >= 0 ? next > 0 : requests >= most;
            if (over || !wrong.isEmpty()) {
                return null;
            }
            FuzzCase one = FuzzCase.of(SEED, INDEX >= 0 ? INDEX : next, waiting);
            next++;
            requests += one.requests();
            return one;
        }

        private synchronized void count(Iterable<Integer> heard) {
            heard.forEach(status -> statuses.merge(status, 1, Integer::sum));
        }

        private synchronized void stop(String message) {
            wrong = wrong.isEmpty() ? message : wrong;
        }

        void assertNothingWrong() {
            assertThat(wrong).isEmpty();
        }

        @Override
        public String toString() {
            return "-Dseed=%d: %d mutated requests on %d connections in %.1f s (%d a second), answers by status %s"
                    .formatted(SEED, requests, next, millis / 1e3, requests * 1000L / Math.max(1, millis), statuses);
        }
    }
}
