package netlessons.upload.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.origin.NoOrigin;
import netlessons.upload.protocol.Message;
import netlessons.upload.receive.Conflict;
import netlessons.upload.receive.Limits;
import netlessons.upload.receive.LimitsDraft;
import netlessons.upload.receive.Receiver;
import netlessons.upload.receive.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code send} and {@code receive} together, over networks that fail. */
@Timeout(120)
class SendIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1500);

    /** When it is stopped it lets nothing under way finish. */
    private static final Limits LIMITS = LimitsDraft.with(limits -> limits.grace = Duration.ZERO);

    @TempDir
    Path temp;

    private Path source;
    private Path target;
    private Receiver receiver;

    /** {@code send} as a program of its own. */
    static final class Program {
        public static void main(String[] args) {
            System.exit(new CommandLine(new SendCommand()).execute(args));
        }
    }

    private record Ended(int status, List<String> out, List<String> err) {}

    @BeforeEach
    void folders() throws IOException {
        source = Files.createDirectory(temp.resolve("source"));
        target = Files.createDirectory(temp.resolve("target"));
        receiver = receiver(0, Conflict.reject);
    }

    private Receiver receiver(int port, Conflict conflict) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return Receiver.start(address, target, conflict, LIMITS, Threads.executor(), line -> {});
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
    }

    private Path file(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private Ended send(int port, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("--to", "127.0.0.1:" + port));
        Stream.of(arguments).map(Object::toString).forEach(all::add);
        int status = new CommandLine(new SendCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Ended(
                status, out.toString().lines().toList(), err.toString().lines().toList());
    }

    private int port() {
        return receiver.address().getPort();
    }

    private void assertSame(String... names) throws IOException {
        for (String name : names) {
            assertThat(Files.mismatch(source.resolve(name), target.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("files and folders arrive with structure, time and permissions; a second time nothing is sent")
    void folder() throws Exception {
        String[] names = new String[300];
        for (int i = 0; i < names.length; i++) {
            names[i] = "photos/" + i % 7 + "/" + i;
            file(names[i], i * 50);
        }
        file("photos/big", 3_000_000);
        Files.createDirectories(source.resolve("photos/none"));
        Ended first = send(port(), source.resolve("photos"), "--progress", "plain");
        assertThat(first.err()).isEmpty();
        assertThat(first.status()).isZero();
        assertThat(first.out())
                .filteredOn(line -> !line.contains(" % of ")) // how far it is, every five seconds
                .hasSize(303)
                .contains("sent      photos/big (2.86 MiB)");
        assertSame(names);
        assertSame("photos/big");
        assertThat(target.resolve("photos/none")).isEmptyDirectory();
        assertThat(Files.getLastModifiedTime(target.resolve("photos/big")).toMillis())
                .isEqualTo(
                        Files.getLastModifiedTime(source.resolve("photos/big")).toMillis());
        Ended second = send(port(), source.resolve("photos"), "--progress", "json");
        assertThat(second.status()).isZero();
        assertThat(second.out().get(second.out().size() - 1))
                .startsWith("{\"event\":\"done\",\"files\":302,\"committed\":302,\"failed\":0,");
        assertThat(second.out())
                .anyMatch(line -> line.startsWith("{\"event\":\"started\",\"name\":\"photos/big\"")
                        && line.endsWith("\"offset\":3000000}"));
        assertThat(second.out())
                .filteredOn(line -> line.contains("\"before\":true"))
                .hasSizeGreaterThanOrEqualTo(301);
    }

    @Test
    @DisplayName("a file that is refused is told, and does not disturb the others")
    void conflict() throws Exception {
        file("f/a", 10);
        file("f/b", 20);
        file("f/c", 2_000_000);
        Files.createDirectories(target.resolve("f"));
        Files.writeString(target.resolve("f/b"), "something else");
        Ended ended = send(port(), source.resolve("f"), "--progress", "none");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).hasSize(1);
        assertThat(ended.err().get(0)).startsWith("failed    f/b: ").endsWith("(EXISTS)");
        assertSame("f/a", "f/c");
    }

    @Test
    @DisplayName("cut after cut, the upload goes on where it was")
    void cuts() throws Exception {
        Path file = file("big", 20_000_000);
        try (FaultProxy proxy = FaultProxy.start(
                receiver.address(),
                (connection, way) -> way == FaultProxy.Way.TO_CLIENT || connection > 8
                        ? NetworkFaults.NONE
                        : connection % 2 == 0
                                ? NetworkFaults.NONE.endAfter(2_000_000)
                                : NetworkFaults.NONE.resetAfter(2_000_000))) {
            Ended ended = send(proxy.port(), file, "--progress", "json", "--retries", "3");
            assertThat(ended.status()).isZero();
            assertSame("big");
            assertThat(proxy.connections()).isBetween(7, 10);
            assertThat(proxy.passed(FaultProxy.Way.TO_SERVER)).isLessThan(30_000_000);
            assertThat(ended.out())
                    .filteredOn(line -> line.contains("\"started\""))
                    .hasSizeGreaterThan(5);
        }
    }

    @Test
    @DisplayName("many small files over a network that cuts and slices: all arrive, none twice")
    void manyCuts() throws Exception {
        String[] names = new String[500];
        for (int i = 0; i < names.length; i++) {
            names[i] = "f/" + i;
            file(names[i], 2000 + i);
        }
        try (FaultProxy proxy = FaultProxy.start(
                receiver.address(),
                (connection, way) -> connection > 10
                        ? NetworkFaults.NONE
                        : way == FaultProxy.Way.TO_CLIENT
                                ? NetworkFaults.NONE.resetAfter(500 + 1000 * connection)
                                : NetworkFaults.NONE.slices(1000).endAfter(300_000))) {
            Ended ended = send(proxy.port(), source.resolve("f"), "--progress", "plain", "--connections", "2");
            assertThat(ended.status()).as(String.join("\n", ended.err())).isZero();
            assertSame(names);
            // The part of an upload whose connection was cut stays until the receiver has noticed that.
            await().atMost(PATIENCE).untilAsserted(() -> {
                try (Stream<Path> files = Files.list(target.resolve("f"))) {
                    assertThat(files).hasSize(names.length);
                }
            });
        }
    }

    @Test
    @DisplayName("the receiver is stopped in the middle and started again: the sender waits for it")
    void receiverComesBack() throws Exception {
        receiver.close();
        receiver = receiverThatComesBack();
        Path file = file("big", 30_000_000);
        int port = port();
        CompletableFuture<Ended> sending = CompletableFuture.supplyAsync(
                () -> send(port, file, "--progress", "json", "--limit-rate", "8M", "--retries", "20"));
        await().atMost(PATIENCE).until(() -> partial() > 2_000_000);
        receiver.close();
        assertThat(target.resolve("big")).doesNotExist();
        receiver = receiver(port, Conflict.reject);
        Ended ended = sending.get(60, TimeUnit.SECONDS);
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).anyMatch(line -> line.contains("\"event\":\"retry\""));
        assertThat(ended.out())
                .anyMatch(line -> line.contains("\"event\":\"started\"") && !line.endsWith("\"offset\":0}"));
        assertSame("big");
    }

    /** On a port that no system gives to whoever wants any port: it is free for a while before it is taken again. */
    private Receiver receiverThatComesBack() throws IOException {
        while (true) {
            try {
                return receiver(ThreadLocalRandom.current().nextInt(10_000, 32_000), Conflict.reject);
            } catch (BindException e) {
                // taken: another one
            }
        }
    }

    /** How much of an upload the receiver has. */
    private long partial() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            List<Path> parts =
                    files.filter(file -> file.toString().endsWith(".part")).toList();
            return parts.isEmpty() ? 0 : Files.size(parts.get(0));
        } catch (NoSuchFileException e) {
            return 0; // it has just got another name
        }
    }

    @Test
    @DisplayName("the network falls silent in the middle: noticed, and tried anew")
    void hole() throws Exception {
        Path file = file("big", 30_000_000);
        try (FaultProxy proxy = FaultProxy.start(
                receiver.address(),
                (connection, way) -> connection == 0 && way == FaultProxy.Way.TO_SERVER
                        ? NetworkFaults.NONE.holdAfter(5_000_000)
                        : NetworkFaults.NONE)) {
            Ended ended = send(proxy.port(), file, "--idle-timeout", "1", "--progress", "plain");
            assertThat(ended.status()).isZero();
            assertThat(ended.err()).anyMatch(line -> line.contains("The receiver said nothing for 1 s. (TIMEOUT"));
            assertSame("big");
        }
    }

    @Test
    @DisplayName("nobody listens: status 1 after the retries, and why")
    void nobody() throws Exception {
        Path file = file("a", 1);
        try (NoOrigin nobody = NoOrigin.refusing()) {
            Ended ended = send(nobody.port(), file, "--retries", "1", "--progress", "none");
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err())
                    .anyMatch(line -> line.startsWith("gave up   No connection to 127.0.0.1:" + nobody.port() + ": "))
                    .endsWith("not sent  a");
        }
    }

    private static Process program(int port, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (ignoresInterrupt()) {
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                "--to",
                "127.0.0.1:" + port));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** As a job in the background of a shell does, and its children: bit 1 stands for signal 2. */
    private static boolean ignoresInterrupt() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("0");
        return (Character.digit(ignored.charAt(ignored.length() - 1), 16) & 2) != 0;
    }

    private static void interrupt(Process process) throws Exception {
        // The shell's own kill: there need not be a program of that name.
        int status = new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                .start()
                .waitFor();
        assertThat(status == 0 || process.waitFor(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("Ctrl-C: status 130 within moments, how to go on; and then it goes on")
    void interrupted() throws Exception {
        Path file = file("big", 40_000_000);
        Process process = program(port(), file.toString(), "--limit-rate", "4M", "--progress", "plain");
        try {
            await().atMost(PATIENCE).until(() -> partial() > 1_000_000);
            interrupt(process);
            long start = System.nanoTime();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(output)
                    .contains("Interrupted. To go on, run the same command again")
                    .doesNotContain("failed", "Exception");
        } finally {
            process.destroyForcibly();
        }
        long before = partial();
        Ended ended = send(port(), file, "--progress", "json");
        assertThat(ended.status()).isZero();
        Matcher offset = Pattern.compile("\"offset\":(\\d+)").matcher(String.join("\n", ended.out()));
        assertThat(offset.find()).as(String.join("\n", ended.out())).isTrue();
        // The receiver may have read the last of it after the sender had ended.
        assertThat(Long.parseLong(offset.group(1))).isBetween(before, 39_999_999L);
        assertSame("big");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("a second Ctrl-C ends it at once, also while the last answers are waited for")
    void interruptedTwice() throws Exception {
        Path file = file("small", 10);
        try (OddReceiver mute = new OddReceiver(peer -> {
            peer.hello();
            while (peer.next() != null) {
                // and no answer
            }
        })) {
            Process process = program(mute.port(), file.toString(), "--progress", "none");
            try {
                await().atMost(PATIENCE).until(() -> mute.heard().contains("END"));
                long start = System.nanoTime();
                interrupt(process);
                assertThat(process.waitFor(500, TimeUnit.MILLISECONDS) && System.nanoTime() - start < MOMENT)
                        .isFalse(); // it ends by itself two seconds later: that is all if this JVM stands still as long
                interrupt(process);
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                assertThat(process.exitValue()).isEqualTo(130);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    @Timeout(700) // a few seconds, if nobody else needs the machine
    @DisabledOnOs(OS.WINDOWS) // a file with holes takes more to make there
    @DisplayName("5 GiB with 64 MiB of memory, beyond every limit of 32 bits")
    void big() throws Exception {
        long size = 5L << 30;
        Path file = source.resolve("huge");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(size);
        }
        AtomicLong came = new AtomicLong();
        try (OddReceiver sink = new OddReceiver(peer -> {
            peer.hello(new Message.Limits(255, 1 << 20, Long.MAX_VALUE, 30_000));
            Message.Begin begin = peer.next(Message.Begin.class);
            peer.say(new Message.Ready(0, OddReceiver.digest(begin, new byte[0])));
            Message message;
            while ((message = peer.next()) instanceof Message.Data data) {
                assertThat(data.offset()).isEqualTo(came.getAndAdd(data.bytes().remaining()));
            }
            peer.say(OddReceiver.committed(begin, (Message.End) message));
            peer.next();
        })) {
            Process process = program(sink.port(), file.toString(), "--progress", "none");
            assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(sink.faults).isEmpty();
            assertThat(came).hasValue(size);
        }
    }

    @Test
    @DisplayName("--watch: what is new or changed is sent when it has settled, and nothing half-written")
    void watch() throws Exception {
        receiver.close();
        receiver = receiver(0, Conflict.replace);
        file("inbox/first", 100);
        Watch watch = new Watch(
                List.of(source.resolve("inbox")),
                false,
                Duration.ofSeconds(3), // longer than this JVM, or a thread of it, may stand still
                SendSettings.to("127.0.0.1", port()),
                new Recorder());
        CompletableFuture<Summary> watching = CompletableFuture.supplyAsync(() -> {
            try {
                return watch.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            await().atMost(PATIENCE).until(() -> same("inbox/first"));
            Path part = file("inbox/new.part", 2_000_000);
            Path growing = file("inbox/growing", 10);
            for (int i = 0; i < 35; i++) {
                Files.write(growing, new byte[100_000], StandardOpenOption.APPEND);
                Thread.sleep(100);
                assertThat(target.resolve("inbox/growing")).doesNotExist();
            }
            await().atMost(PATIENCE).until(() -> same("inbox/growing"));
            assertThat(target.resolve("inbox/new.part")).doesNotExist();
            Files.move(part, source.resolve("inbox/new"), StandardCopyOption.ATOMIC_MOVE);
            file("inbox/first", 200);
            await().atMost(PATIENCE).until(() -> same("inbox/new") && same("inbox/first"));
        } finally {
            watch.stop();
        }
        Summary summary = watching.get(20, TimeUnit.SECONDS);
        assertThat(summary.exitStatus()).isEqualTo(130);
        assertThat(summary.now().committed()).isEqualTo(4);
    }

    private boolean same(String name) throws IOException {
        return Files.exists(target.resolve(name)) && Files.mismatch(source.resolve(name), target.resolve(name)) == -1;
    }
}
