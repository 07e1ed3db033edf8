package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lesson's program as a process of its own, with little memory, on a free port. Closing ends it, by force if need be. */
final class SmallShare implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/\\R");

    private final Process process;
    private final Path output;
    private int port;

    private SmallShare(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** With a heap of 64 MiB. */
    static SmallShare start(Path dir, String... options) throws IOException {
        Path output = Files.createTempFile("share", ".log");
        Stream<String> command = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                dir.toString(),
                "--host=127.0.0.1",
                "--port=0",
                "--log=none",
                "--no-qr");
        SmallShare program = new SmallShare(
                new ProcessBuilder(Stream.concat(command, Stream.of(options)).toList())
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
        String text = Files.readString(output);
        Matcher address = ADDRESS.matcher(text);
        boolean found = address.find();
        assertThat(process.isAlive() || found).as(text).isTrue();
        port = found ? Integer.parseInt(address.group(1)) : 0;
        return found;
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Ends it as Ctrl-C does, and looks whether it had to complain of anything. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output);
        assertThat(List.of("SEVERE", "Exception", "Error", "OutOfMemory"))
                .as(text)
                .noneMatch(text::contains);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(output);
    }
}
