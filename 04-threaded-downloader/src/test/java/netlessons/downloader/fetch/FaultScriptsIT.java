package netlessons.downloader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import netlessons.downloader.Limits;
import netlessons.downloader.Main;
import netlessons.downloader.file.Conflict;
import netlessons.downloader.http.HttpSettings;
import netlessons.downloader.progress.Progress;
import netlessons.downloader.progress.Summary;
import netlessons.downloader.progress.Track;
import netlessons.testkit.Leaks;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Origin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random faults, one invariant: status 0 and a file that the origin has had, byte for byte, or another status and nothing
 * under the final name. {@code -Dfuzz.scripts=10000} tries more, {@code -Dseed=…} the same again.
 */
class FaultScriptsIT {
    private static final int SCRIPTS = Integer.getInteger("fuzz.scripts", 400);
    private static final int AT_ONCE = 4;
    private static final long LIMIT_SECONDS = 30;

    /** For origins that may fall silent; and for a good one, who is only late where the machine is. */
    private static final Duration HASTY = Duration.ofMillis(300);

    private static final Duration PATIENT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Queue<String> odd = new ConcurrentLinkedQueue<>();

    @Test
    @DisplayName("whatever an origin does, a file is right or it is not there")
    void holds() throws Exception {
        long seed = Long.getLong("seed", RandomGenerator.getDefault().nextInt(1_000_000));
        System.out.println("FaultScriptsIT: " + SCRIPTS + " scripts, -Dseed=" + seed);
        AtomicInteger complete = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        Leaks leaks;
        try (Origin origin = Origin.start()) {
            run(origin, seed - 1); // the JVM's own first sockets are no leak
            leaks = new Leaks(Main.class, folder);
            List<Future<?>> runs = LongStream.range(seed, seed + SCRIPTS)
                    .<Future<?>>mapToObj(one -> pool.submit(() -> {
                        complete.addAndGet(run(origin, one) ? 1 : 0);
                        return null;
                    }))
                    .toList();
            for (Future<?> run : runs) {
                run.get(SCRIPTS * LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(odd).isEmpty();
        try (leaks) {
            assertThat(leaks.errors()).isEmpty();
            leaks.descriptorsComeBack();
            leaks.threadsEnd();
        }
        assertThat(complete.get()).as("files that came in spite of all").isGreaterThan(SCRIPTS / 5);
    }

    private boolean run(Origin origin, long seed) throws Exception {
        FaultScript script = new FaultScript(seed);
        String path = "/" + seed;
        Path dir = Files.createDirectory(folder.resolve("" + seed));
        origin.at(path, script.answers());
        String what = "-Dseed=" + seed + " -Dfuzz.scripts=1: " + script;
        int segments = 1 + (int) Math.floorMod(seed, 4L);
        Summary first = download(origin.uri(path), dir, segments, HASTY);
        boolean complete = first.exitStatus() == 0;
        check(what, complete, dir, path, script.versions());
        if (!complete) {
            origin.at(path, script.good());
            List<Content> last = script.versions()
                    .subList(script.versions().size() - 1, script.versions().size());
            assertThat(download(origin.uri(path), dir, segments, PATIENT).exitStatus())
                    .as("afterwards, with a good origin, %s", what)
                    .isZero();
            check(what + ", then resumed", true, dir, path, last);
        }
        return complete;
    }

    private Summary download(URI uri, Path dir, int segments, Duration readTimeout)
            throws IOException, InterruptedException {
        Limits limits = new Limits(PATIENT, readTimeout, 5, 0, Duration.ofSeconds(1), 0, 0);
        Settings settings = new Settings(
                dir,
                Conflict.rename,
                false,
                1,
                segments,
                8,
                16 << 10,
                3,
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                0,
                false,
                limits);
        HttpSettings http = new HttpSettings(
                false, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), 8, limits);
        try (Downloader downloader = new Downloader(settings, http, new Watching())) {
            return downloader.download(List.of(new Item(List.of(uri), Optional.empty(), Optional.empty())));
        }
    }

    /** Nothing that fails may be a fault of the program itself; and there is never more than all. */
    private final class Watching implements Progress {
        @Override
        public void failed(Track track, String reason, boolean kept) {
            if (reason.contains("fault of this program")) {
                odd.add(track.uri() + ": " + reason);
            }
        }

        @Override
        public void done(Track track, Path file, boolean there) {
            if (!there && track.bytes() != file.toFile().length()) {
                odd.add(track.uri() + ": " + track.bytes() + " bytes were told");
            }
        }
    }

    private static void check(String what, boolean complete, Path dir, String path, List<Content> versions)
            throws IOException {
        Path file = dir.resolve(path.substring(1));
        assertThat(Files.exists(file)).as("%s: the file is there", what).isEqualTo(complete);
        if (!complete) {
            return;
        }
        List<String> differences =
                versions.stream().map(version -> version.difference(file)).toList();
        assertThat(differences).as("%s: one of the versions", what).contains("");
        try (Stream<Path> all = Files.list(dir)) {
            assertThat(all).as("%s: nothing else is left", what).containsExactly(file);
        }
    }
}
