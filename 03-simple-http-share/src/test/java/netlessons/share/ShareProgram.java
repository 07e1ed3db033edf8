package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netlessons.testkit.Signals;
import netlessons.testkit.Target;

/** The lesson's program as a process of its own. Closing ends it, by force if need be. */
final class ShareProgram implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("(?m)^ {2}https?://127\\.0\\.0\\.1:(\\d+)/$");
    private static final String LAST_WORD = "wget ";

    private final Process process;
    private final Path output;

    private ShareProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param temp for what it prints
     * @param dir the folder it is started in
     * @param jvm options of Java itself
     */
    static ShareProgram start(Path temp, Path dir, List<String> jvm, String... options) throws IOException {
        Path output = Files.createTempFile(temp, "program", ".log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(Signals.hearing(command))
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile()) // a pipe would fill up if nobody read it
                .start();
        return new ShareProgram(process, output);
    }

    static ShareProgram start(Path temp, Path dir, String... options) throws IOException {
        return start(temp, dir, List.of(), options);
    }

    /** Starts it, and waits until it has said where it listens. */
    static ShareProgram listening(Path temp, Path dir, String... options) throws IOException {
        return start(temp, dir, options).awaitGreeting();
    }

    ShareProgram awaitGreeting() {
        try {
            await().atMost(PATIENCE).until(() -> {
                assertThat(process.isAlive() || output().contains(LAST_WORD))
                        .as(output())
                        .isTrue();
                return output().contains(LAST_WORD);
            });
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    Target target() throws IOException {
        Matcher address = ADDRESS.matcher(output());
        assertThat(address.find()).as(output()).isTrue();
        return Target.at(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(address.group(1))));
    }

    /** All that it has printed. */
    String output() throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }

    List<String> lines() throws IOException {
        return output().lines().toList();
    }

    void awaitLine(String part) {
        await().atMost(PATIENCE).until(() -> output().contains(part));
    }

    /** INT is what Ctrl-C sends. */
    void signal(String name) {
        Signals.send(name, Stream.of(process.toHandle()));
    }

    /** Waits until it has ended. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
