package netlessons.share.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netlessons.share.ShareLesson;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Http;
import netlessons.testkit.http.Tus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed in the middle of an upload, and started again. */
final class TusRestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    @TempDir
    private Path logs;

    /** The lesson as a process of its own. */
    private record Program(Process process, InetSocketAddress address) implements Closeable {
        private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");

        static Program start(Path dir, Path log) throws IOException {
            Process process = new ProcessBuilder(new ShareLesson().command(0, dir, List.of("--upload")))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                int port = await().atMost(PATIENCE).until(() -> port(process, log), found -> found > 0);
                return new Program(process, new InetSocketAddress("127.0.0.1", port));
            } catch (RuntimeException | Error e) {
                process.destroyForcibly();
                throw e;
            }
        }

        private static int port(Process process, Path log) throws IOException {
            String said = Files.readString(log);
            assertThat(process.isAlive()).as(said).isTrue();
            Matcher url = URL.matcher(said);
            return url.find() ? Integer.parseInt(url.group(1)) : 0;
        }

        @Override
        public void close() throws IOException {
            kill();
        }

        /** As kill -9 does it. */
        void kill() throws IOException {
            try {
                assertThat(process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    @DisplayName(
            "after kill -9 in the middle of a piece the next run knows what had come, and takes the rest (attack 19)")
    void killed() throws Exception {
        byte[] content = new byte[8_000_000];
        new Random(43).nextBytes(content);
        String path;
        try (Program first = Program.start(dir, logs.resolve("first"))) {
            path = new TusSender(first.address()).begin(content.length, Map.of("filename", "a.bin", "folder", "x/y"));
            Tus tus = new Tus(Http.of(Target.at(first.address())), Client.ENDPOINT);
            try (Wire wire = tus.beginPatch(path, 0, content.length)) {
                wire.send(Arrays.copyOf(content, 5_000_000));
                await().atMost(PATIENCE).until(() -> part() >= 4_000_000);
                first.kill();
            }
        }
        assertThat(dir.resolve("x")).as("nothing is there yet").doesNotExist();
        try (Program second = Program.start(dir, logs.resolve("second"))) {
            TusSender sender = new TusSender(second.address());
            assertThat(sender.offset(path)).isBetween(4_000_000L, 5_000_000L);
            assertThat(sender.send(path, content)).isEqualTo(2);
        }
        assertThat(Files.readAllBytes(dir.resolve("x/y/a.bin"))).isEqualTo(content);
        try (Stream<Path> all = Files.list(dir)) {
            assertThat(all).as("parts and notes are gone").containsExactly(dir.resolve("x"));
        }
    }

    private long part() throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.filter(file -> file.toString().endsWith(".part"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
