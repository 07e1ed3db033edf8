package netlessons.share.upload;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.share.Main;
import netlessons.testkit.Target;
import netlessons.testkit.http.Http;

/** The lesson as a process of its own. Closing kills it, with no chance to tidy up. */
final class ShareProgram implements Closeable {
    private static final Pattern ADDRESS = Pattern.compile("\\s*http://127\\.0\\.0\\.1:(\\d+)/\\s*");

    private final Process process;
    private final InetSocketAddress address;

    private ShareProgram(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** @param java options of the JVM */
    static ShareProgram start(List<String> java, Path dir, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), dir.toString()));
        command.addAll(List.of("--upload", "--host", "127.0.0.1", "--port", "0", "--no-qr", "--log", "none"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader says =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.matches()) {
                int port = Integer.parseInt(address.group(1));
                return new ShareProgram(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
        }
        process.destroyForcibly();
        throw new IOException("It does not say where it listens: " + command);
    }

    InetSocketAddress address() {
        return address;
    }

    Http http() {
        return Http.of(Target.at(address));
    }

    /** As {@code kill -9} does it, which is how it always ends here. */
    void kill() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        try {
            if (!process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)) {
                throw new IOException("It does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.getInputStream().close();
        }
    }
}
