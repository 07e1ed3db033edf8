package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a student meets it: a process, its words, its exit status. */
@Timeout(300)
class MainIT {
    /** One for each port that nobody else shall have until this JVM ends. */
    private static final Queue<DatagramSocket> HELD = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    private record Ended(int status, List<String> lines) {}

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        List<String> options = Stream.of(arguments)
                .filter(argument -> argument.startsWith("-X"))
                .toList();
        command.addAll(options);
        command.add(Main.class.getName());
        command.addAll(Stream.of(arguments)
                .filter(argument -> !options.contains(argument))
                .toList());
        return command;
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private Process start(String... arguments) throws IOException {
        return start(command(arguments));
    }

    private Ended run(String... arguments) throws Exception {
        return run(command(arguments));
    }

    private Ended run(List<String> command) throws Exception {
        Process process = start(command);
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), lines);
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static int port(String line) {
        assertThat(line).matches("Listening on http://127\\.0\\.0\\.1:\\d+/ .*");
        return Integer.parseInt(line.replaceAll(".*:(\\d+)/.*", "$1"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // destroy is no SIGTERM there
    void servesLogsAndStopsOnSigterm() throws Exception {
        Files.writeString(folder.resolve("a.txt"), "text");
        Process process = start("--port", "0");
        try (BufferedReader output = output(process)) {
            int port = port(output.readLine());
            assertThat(output.readLine()).endsWith(folder.toRealPath().toString());
            assertThat(output.readLine()).isEqualTo("Try      curl -i http://127.0.0.1:" + port + "/hello/Ada");
            String request = "GET /files/a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .endsWith("\r\n\r\ntext");
            }
            assertThat(output.readLine())
                    .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}]"
                            + " \"GET /files/a.txt HTTP/1.1\" 200 4");
            process.toHandle().destroy(); // process.destroy() would also close its output
            assertThat(output.readLine()).isEqualTo("Stopped.");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Whoever can connect may send a signal, too. */
    @Test
    @DisabledOnOs(OS.WINDOWS) // destroy is no SIGTERM there
    void stopsInOrderFromTheMomentAtWhichItListens() throws Exception {
        int port = portThatNobodyIsGiven();
        Process process = start("--port", "" + port);
        try {
            while (!listens(port)) {
                assertThat(process.isAlive()).isTrue();
                TimeUnit.MILLISECONDS.sleep(1);
            }
            process.toHandle().destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Below those that systems choose for clients, and for servers with port 0. The kit chooses the ports of its programs
     * there, too, and leaves out what is held in this way.
     */
    static int portThatNobodyIsGiven() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try {
                // Of UDP, which no program here wants. First: whoever has it may be about to listen.
                HELD.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
                new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
                return port;
            } catch (BindException e) {
                // the next one
            }
        }
    }

    private static boolean listens(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return client.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /** There may be no file descriptor left for a class when it is first needed. */
    @Test
    void hasLoadedItsClassesBeforeAnybodyComes() throws Exception {
        Path log = folder.resolve("classes");
        Process process = start("-Xlog:class+load:file=" + log, "--port", "0");
        try (BufferedReader output = output(process)) {
            int port = port(output.readLine());
            List<String> before = classesFromFiles(log);
            assertThat(before).anyMatch(line -> line.contains(StaticFiles.class.getName() + " "));
            String request = "GET /files/none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 404 ");
            }
            assertThat(classesFromFiles(log)).isEqualTo(before);
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> classesFromFiles(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" netlessons.") && line.contains("source: file:"))
                .toList();
    }

    @Test
    @Timeout(600) // some seconds, if nobody else needs the machine
    @DisabledOnOs(OS.WINDOWS) // a file with holes takes more to make there
    void sendsFiveGibibytesWith64MebibytesOfMemory() throws Exception {
        long length = 5L << 30; // beyond every limit of 32 bits
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
            file.setLength(length - 3);
            file.seek(length - 3);
            file.write("end".getBytes(StandardCharsets.US_ASCII));
        }
        Process process = start("-Xmx64m", "--port", "0", "--no-log");
        try (BufferedReader output = output(process);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port(output.readLine()))) {
            String request = "GET /files/big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[1 << 20];
            String head = "";
            while (!head.contains("\r\n\r\n")) {
                head += (char) client.getInputStream().read();
            }
            assertThat(head).startsWith("HTTP/1.1 200 OK").contains("\r\nContent-Length: " + length + "\r\n");
            long received = 0;
            int last = 0;
            for (int count; (count = client.getInputStream().read(buffer)) > 0; received += count) {
                last = buffer[count - 1];
            }
            assertThat(received).isEqualTo(length);
            assertThat(last).isEqualTo('d');
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPortInUseIsToldInOneLine() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            Ended ended = run("--port", Integer.toString(port));
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.lines()).hasSize(1);
            assertThat(ended.lines().get(0))
                    .startsWith("Port " + port + " on 127.0.0.1 is in use by another program.")
                    .contains("--port", "ss -ltnp", "lsof -nP -iTCP:" + port, "netstat -ano");
        }
    }

    @Test
    void aMissingFolderIsToldInOneLine() throws Exception {
        assertThat(run("--root", "nowhere"))
                .isEqualTo(new Ended(1, List.of("There is no folder nowhere. Choose another with --root DIR.")));
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        assertThat(run("--root", "file"))
                .isEqualTo(new Ended(1, List.of("file is no folder. Choose another with --root DIR.")));
    }

    @Test
    void anAddressOfAnotherMachineIsToldInOneLine() throws Exception {
        Ended ended = run("--host", "192.0.2.1", "--port", "0"); // RFC 5737: nobody's
        assertThat(ended)
                .isEqualTo(
                        new Ended(
                                1,
                                List.of(
                                        "This machine does not have the address 192.0.2.1. Choose another with --host ADDRESS.")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // no ulimit there
    void tooFewDescriptorsForTheLoopsIsToldInOneLine() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"));
        command.addAll(command("--port=0", "--engine=loop", "--loops=1000"));
        Ended ended = run(command);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.lines())
                .singleElement()
                .asString()
                .matches("\\d+ open files are left here, too few for 1000 event loops and their clients\\."
                        + " Choose fewer with --loops N, or allow more with ulimit -n\\.");
    }

    @Test
    void wrongUsageIsStatus2() throws Exception {
        assertThat(run("--prot", "1"))
                .isEqualTo(new Ended(2, List.of("There is no option --prot. Run with --help to see all options.")));
        assertThat(run("--port", "eighty").lines()).hasSize(1);
        assertThat(run("--engine", "magic").status()).isEqualTo(2);
        assertThat(run("--max-body", "1P").lines().get(0)).contains("is not a size such as 500, 64K or 10G");
        assertThat(run("--max-body", "1T").lines().get(0)).startsWith("--max-body is 1 to 1G. ");
        assertThat(run("--idle-timeout", "soon").lines().get(0)).contains("is not a number of seconds");
        assertThat(run("--max-fields", "0").status()).isEqualTo(2);
        assertThat(run("--port", "65536").status()).isEqualTo(2);
        assertThat(run("--loops", "2"))
                .isEqualTo(
                        new Ended(
                                2,
                                List.of(
                                        "--loops goes with --engine loop, not with threads. Run with --help to see all options.")));
    }

    @Test
    void helpNamesEveryOptionAndItsDefault() throws Exception {
        Ended help = run("--help");
        assertThat(help.status()).isZero();
        assertThat(String.join("\n", help.lines()))
                .contains(
                        "--host",
                        "--port",
                        "--root",
                        "--engine",
                        "single, threads, loop",
                        "--loops",
                        "--header-timeout",
                        "8080",
                        "Exit status");
    }
}
