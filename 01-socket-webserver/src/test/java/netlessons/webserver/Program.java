package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lesson's program as a process of its own, on a free port. Closing ends it, by force if need be. */
final class Program implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LISTENING = Pattern.compile("Listening on http://127\\.0\\.0\\.1:(\\d+)/.*\n");

    private final Process process;
    private final Path output;
    private final Path descriptors;
    private int port;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.descriptors = Path.of("/proc/" + process.pid() + "/fd");
    }

    /** @param dir for its output; also the folder it serves */
    static Program start(Path dir, String... options) throws IOException {
        Path output = Files.createTempFile(dir, "program", ".log");
        Stream<String> command = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--port=0");
        Program program = new Program(
                new ProcessBuilder(Stream.concat(command, Stream.of(options)).toList())
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile()) // a pipe would fill up if nobody read it
                        .start(),
                output);
        try {
            await().atMost(PATIENCE).until(program::listens);
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
        return program;
    }

    private boolean listens() throws IOException {
        Matcher listening = LISTENING.matcher(Files.readString(output));
        assertThat(process.isAlive() || listening.find())
                .as(Files.readString(output))
                .isTrue();
        boolean found = listening.reset().find();
        port = found ? Integer.parseInt(listening.group(1)) : 0;
        return found;
    }

    int port() {
        return port;
    }

    /** How many sockets it has open; 0 where the system does not tell. */
    long sockets() throws IOException {
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        long count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path one : all) {
                try {
                    count += Files.readSymbolicLink(one).toString().startsWith("socket:") ? 1 : 0;
                } catch (NoSuchFileException e) {
                    // closed meanwhile
                }
            }
        }
        return count;
    }

    void awaitSockets(String what, LongPredicate condition) {
        if (Files.isDirectory(descriptors)) {
            await("open sockets: " + what).atMost(PATIENCE).until(() -> condition.test(sockets()));
        }
    }

    /** Ends it as Ctrl-C does, and looks whether it had to complain of anything. */
    void stop() throws IOException, InterruptedException {
        process.toHandle().destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(List.of("SEVERE", "Exception", "Error")).noneMatch(Files.readString(output)::contains);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
