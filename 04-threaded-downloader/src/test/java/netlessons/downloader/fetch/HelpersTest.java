package netlessons.downloader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.downloader.file.Root;
import netlessons.downloader.http.Http;
import netlessons.downloader.progress.Track;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The threads that fetch further segments, where the system has too few. */
class HelpersTest {
    private static final Content CONTENT = Content.random(1, 400_000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @DisplayName("as many do the work as there are, if need be one alone; nobody waits for those that were never begun")
    void tooFew(int threads) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger left = new AtomicInteger(threads);
        Executor few = task -> {
            if (left.getAndDecrement() <= 0) {
                refused.incrementAndGet();
                throw new OutOfMemoryError("unable to create native thread"); // as Thread.start() says it
            }
            new Thread(task).start();
        };
        TestRun test = new TestRun();
        Settings settings = test.settings(folder);
        try (Origin origin = Origin.start().at("/a", ServedFile.of(CONTENT).rate(2_000_000));
                Http http = new Http(TestRun.http());
                Saver saver = new Saver()) {
            Tools tools = new Tools(
                    settings,
                    http,
                    Root.open(folder, settings.onConflict(), 0),
                    new Hosts(settings.perHost()),
                    new Pace(0),
                    new Buffers(settings.segments()),
                    new Backoff(Duration.ZERO, Duration.ZERO, () -> 0),
                    saver,
                    test,
                    few,
                    new Scope());
            Item item = TestRun.item(origin.uri("/a"));
            Download download =
                    new Download(tools, item, new Track(1, item.uris().get(0)));
            // in a thread of its own: JUnit itself would end with such an error
            Outcome outcome = CompletableFuture.supplyAsync(download::run).get(60, TimeUnit.SECONDS);
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.DONE);
            assertThat(origin.mostAtOnce("/a")).isLessThanOrEqualTo(1 + threads);
        }
        assertThat(refused).hasValue(1);
        assertThat(CONTENT.difference(folder.resolve("a"))).isEmpty();
    }
}
