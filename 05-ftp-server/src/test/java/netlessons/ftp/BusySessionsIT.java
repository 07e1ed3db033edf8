package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.testkit.JavaProgram;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that are busy all the time take turns: a thread that never has to wait for long must not keep others waiting. */
@DisplayName("busy sessions")
@Timeout(120)
class BusySessionsIT {
    private static final int SESSIONS = 200;
    private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(6);
    private static final int PATIENCE_MILLIS = 20_000;

    private static final Pattern LISTENING = Pattern.compile("Listening on ftp://127\\.0\\.0\\.1:(\\d+)/");

    /** Virtual threads would share one thread of the system, as on a machine with one processor. */
    private static final List<String> ONE_CARRIER =
            List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");

    @Test
    @DisplayName("are all served, none of them far less often than the others")
    void takeTurns(@TempDir Path dir) throws Exception {
        Path root = Files.createDirectory(dir.resolve("root"));
        Files.write(root.resolve("file"), new byte[10_240]);
        Path output = dir.resolve("output.log");
        Process server = start(root, output);
        List<Session> sessions = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try {
            int port = port(output);
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(new Session(port));
            }
            long end = System.nanoTime() + RUN_NANOS;
            List<Callable<Integer>> work = new ArrayList<>();
            sessions.forEach(session -> work.add(() -> session.fetchUntil(end)));
            List<Integer> counts = new ArrayList<>();
            for (Future<Integer> count : threads.invokeAll(work)) {
                counts.add(count.get());
            }
            counts.sort(Comparator.naturalOrder());
            assertThat(counts.get(0))
                    .as("how often each has fetched the file: " + counts)
                    .isGreaterThan(counts.get(SESSIONS / 2) / 4);
        } finally {
            threads.shutdownNow();
            for (Session session : sessions) {
                session.close();
            }
            server.destroyForcibly().waitFor();
        }
    }

    private static Process start(Path root, Path output) throws IOException {
        List<String> command = new ArrayList<>(JavaProgram.command(
                Main.class.getName(),
                List.of("picocli.CommandLine"),
                "--port=0",
                "--root=" + root,
                "--log=none",
                "--max-connections=300",
                "--max-connections-per-ip=0"));
        command.addAll(1, ONE_CARRIER);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static int port(Path output) {
        Matcher said = LISTENING.matcher("");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> said.reset(Files.readString(output)).find());
        return Integer.parseInt(said.group(1));
    }

    /** A guest who has logged in. */
    private static final class Session implements Closeable {
        private final Socket control;
        private final BufferedReader replies;

        Session(int port) throws IOException {
            control = connect(port);
            replies = new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
            expect("220");
            ask("USER anonymous", "331");
            ask("PASS guest", "230");
            ask("TYPE I", "200");
        }

        int fetchUntil(long end) throws IOException {
            int count = 0;
            for (; System.nanoTime() < end; count++) {
                String[] parts = ask("EPSV", "229").split("\\|");
                try (Socket data = connect(Integer.parseInt(parts[3]))) {
                    ask("RETR file", "1");
                    assertThat(data.getInputStream().readAllBytes()).hasSize(10_240);
                }
                expect("226");
            }
            return count;
        }

        private String ask(String command, String code) throws IOException {
            control.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return expect(code);
        }

        private String expect(String code) throws IOException {
            String reply = replies.readLine();
            if (reply == null) {
                throw new EOFException();
            }
            assertThat(reply).startsWith(code);
            return reply;
        }

        private static Socket connect(int port) throws IOException {
            Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        }

        @Override
        public void close() throws IOException {
            control.close();
        }
    }
}
