package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import netlessons.upload.Main;

/** The receiver as a process of its own. Closing kills it. */
final class ReceiveProgram implements Closeable {
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final BufferedReader output;

    private ReceiveProgram(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts it.
     *
     * @param java options of the JVM
     */
    static ReceiveProgram start(List<String> java, String... options) throws IOException {
        return new ReceiveProgram(new ProcessBuilder(command(java, options))
                .redirectErrorStream(true)
                .start());
    }

    static List<String> command(List<String> java, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "receive"));
        command.addAll(List.of(options));
        return command;
    }

    /** Another process that becomes this program. */
    static ReceiveProgram of(Process process) {
        return new ReceiveProgram(process);
    }

    /** The next line that it prints. */
    String line() throws IOException {
        return output.readLine();
    }

    /** Where it listens, which is the first line that it prints. */
    InetSocketAddress address() throws IOException {
        String line = line();
        assertThat(line).matches("Listening on 127\\.0\\.0\\.1:\\d+ \\(files go to .*; Ctrl-C stops\\)");
        int port = Integer.parseInt(line.replaceAll(".*:(\\d+) \\(.*", "$1"));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Ends it as Ctrl-C does. */
    void interrupt() {
        process.toHandle().destroy(); // process.destroy() would also close its output
    }

    int exitStatus() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** All that it has still to say. */
    Stream<String> lines() {
        return output.lines();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
