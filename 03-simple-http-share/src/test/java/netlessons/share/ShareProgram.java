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
import netlessons.testkit.http.Http;

/** The lesson's program as a process of its own. Closing kills it, with no chance to tidy up. */
public final class ShareProgram implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS =
            Pattern.compile("(?m)^(?:Listening on| {9}and) https?://127\\.0\\.0\\.1:(\\d+)/");
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
     * @param dir the folder it is started in, which is what it shares
     * @param jvm options of Java itself
     */
    public static ShareProgram start(Path dir, List<String> jvm, String... options) throws IOException {
        Path output = Files.createTempFile("share", ".log");
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

    /** Starts it, and waits until it has said where it listens. */
    public static ShareProgram listening(Path dir, String... options) throws IOException {
        return start(dir, List.of(), options).awaitGreeting();
    }

    /** The same with a heap of 64 MiB, for this machine alone, on a free port, and without a log. */
    public static ShareProgram small(Path dir, String... options) throws IOException {
        Stream<String> all =
                Stream.concat(Stream.of("--host=127.0.0.1", "--port=0", "--log=none", "--no-qr"), Stream.of(options));
        return start(dir, List.of("-Xmx64m"), all.toArray(String[]::new)).awaitGreeting();
    }

    ShareProgram awaitGreeting() throws IOException {
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

    public InetSocketAddress address() throws IOException {
        Matcher address = ADDRESS.matcher(output());
        assertThat(address.find()).as(output()).isTrue();
        return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(address.group(1)));
    }

    Target target() throws IOException {
        return Target.at(address());
    }

    public Http http() throws IOException {
        return Http.of(target());
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

    /** Ends it as Ctrl-C does, and looks whether it had to complain of anything. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        status();
        assertThat(List.of("SEVERE", "Exception", "Error", "OutOfMemory"))
                .as(output())
                .noneMatch(output()::contains);
    }

    /** As {@code kill -9} does it. When this returns it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(output);
    }
}
