package netlessons.downloader;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.Python;

/** A downloader as a program of its own. They have their options in common. */
enum Fetcher {
    LESSON {
        @Override
        List<String> command(Path dir, List<String> arguments) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            return join(
                    List.of(java, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")),
                    List.of("netlessons.downloader.Main", "--progress", "none", "--dir", dir.toString()),
                    arguments);
        }
    },
    PYTHON {
        @Override
        List<String> command(Path dir, List<String> arguments) {
            assumeTrue(Python.isInstalled(11), "python3, 3.11 or newer, is not installed");
            return join(
                    List.of("python3", "-u", Python.program("04-threaded-downloader", "download.py")),
                    arguments,
                    List.of(dir.toString()));
        }
    };

    private static final int LIMIT_SECONDS = 60;
    private static final List<String> SHORT = List.of(
            "--connect-timeout=2",
            "--read-timeout=5",
            "--retries=4",
            "--retry-wait=0.2",
            "--max-retry-wait=5",
            "--min-segment=256k");

    abstract List<String> command(Path dir, List<String> arguments);

    /** Fetches all of these, and waits until it is done. */
    Ended fetch(Path dir, String... arguments) throws IOException, InterruptedException {
        try (Running running = start(dir, arguments)) {
            return running.await();
        }
    }

    Running start(Path dir, String... arguments) throws IOException {
        Path log = Files.createTempFile("fetcher", ".log");
        // A job that a shell has put into the background ignores SIGINT, and so do its children, if nobody says no.
        List<String> words =
                join(List.of("env", "--default-signal=INT"), command(dir, join(SHORT, List.of(arguments))), List.of());
        return new Running(
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** @param output both of its outputs, for a message */
    record Ended(int status, String output) {}

    record Running(Process process, Path log) implements AutoCloseable {

        Ended await() throws IOException, InterruptedException {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("did not end within " + LIMIT_SECONDS + " s: " + output());
            }
            return new Ended(process.exitValue(), output());
        }

        /** What Ctrl-C does. */
        Ended interrupt() throws IOException, InterruptedException {
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
            return await();
        }

        private String output() throws IOException {
            return Files.readString(log, StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            Files.delete(log);
        }
    }

    @SafeVarargs
    private static List<String> join(List<String>... lists) {
        List<String> all = new ArrayList<>();
        for (List<String> list : lists) {
            all.addAll(list);
        }
        return all;
    }
}
