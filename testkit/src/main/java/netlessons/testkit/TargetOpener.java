package netlessons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds or starts the server under test, as the settings say, and stops what it has started. */
final class TargetOpener implements AutoCloseable {
    private final Settings settings;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    TargetOpener(Settings settings) {
        this.settings = settings;
    }

    /**
     * Opens it; to be called once.
     *
     * @throws StartFailure with a message for the student
     */
    Target open(Lesson lesson) {
        if (settings.target().isPresent()) {
            return new Target(address(settings.target().get()), settings.dir(), Optional.empty(), settings);
        }
        return settings.command().isPresent()
                ? command(lesson, settings.command().get())
                : own(lesson);
    }

    private Target own(Lesson lesson) {
        Path dir = settings.dir().orElseGet(this::temporaryFolder);
        try {
            Lesson.Running running = lesson.start(dir);
            opened.push(running);
            return new Target(running.address(), Optional.of(dir), Optional.empty(), settings);
        } catch (Exception e) {
            throw new StartFailure("The lesson itself could not be started: " + e);
        }
    }

    private Target command(Lesson lesson, String line) {
        Path dir = settings.dir().orElseGet(this::studentFiles);
        int port = freePort();
        List<String> words = CommandLine.split(line, Map.of("port", "" + port, "dir", dir.toString()));
        String shown = CommandLine.join(CommandLine.split(line, Map.of("port", "" + port, "dir", Settings.shown(dir))));
        StudentProgram program;
        try {
            program = StudentProgram.start(words, shown, settings.log());
        } catch (IOException e) {
            throw new StartFailure("Your program could not be started: " + e.getMessage());
        }
        opened.push(program);
        return new Target(
                listening(program, port, lesson.greeting()), Optional.of(dir), Optional.of(program), settings);
    }

    /** Tries the IPv6 loopback address too: "localhost" alone is that one for some programs. */
    private InetSocketAddress listening(StudentProgram program, int port, byte[] greeting) {
        long deadline = System.nanoTime() + settings.start().toNanos();
        while (true) {
            for (String host : List.of("127.0.0.1", "::1")) {
                InetSocketAddress address = new InetSocketAddress(host, port);
                try (Connection probe = Connection.open(address, Duration.ofSeconds(1))) {
                    program.countFamily();
                    greet(probe, greeting, program);
                    return address;
                } catch (IOException e) {
                    // not yet
                }
            }
            String obituary = program.obituary("before it listened on port " + port, Duration.ofMillis(50));
            if (!obituary.isEmpty()) {
                throw new StartFailure(obituary);
            } else if (System.nanoTime() > deadline) {
                throw new StartFailure(
                        "Your program runs, but it did not listen on port " + port + " of 127.0.0.1 within "
                                + WireTranscript.seconds(settings.start()) + "; does it use the port it is given? "
                                + program.lastWords());
            }
        }
    }

    /** Reads the answer for a second: a program that finds nobody there when it writes might end, too. */
    private static void greet(Connection connection, byte[] greeting, StudentProgram program) {
        if (greeting.length == 0) {
            return;
        }
        connection.write(greeting, Duration.ofSeconds(1));
        long deadline = System.nanoTime() + 1_000_000_000;
        while (connection.more(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))
                && System.nanoTime() < deadline) {
            // what comes does not matter yet
        }
        String obituary = program.obituary(
                "on the first request (" + Escape.of(greeting) + ")",
                Duration.ofMillis(connection.length() == 0 && connection.end() != null ? 500 : 1));
        if (!obituary.isEmpty()) {
            throw new StartFailure(obituary);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress address(String target) {
        int colon = target.lastIndexOf(':');
        if (colon < 1 || !target.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new StartFailure("-Dtarget=" + target + ": host:port is expected, such as 127.0.0.1:8080.");
        }
        String host = target.substring(0, colon).replaceAll("^\\[|]$", "");
        InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(target.substring(colon + 1)));
        if (address.isUnresolved()) {
            throw new StartFailure("-Dtarget=" + target + ": there is no host named " + host + ".");
        }
        return address;
    }

    private Path temporaryFolder() {
        try {
            Path dir = Files.createTempDirectory("netlessons-").toRealPath();
            opened.push(() -> delete(dir));
            return dir;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty folder that stays until the next time: what was served when a test failed can be asked for again. */
    private Path studentFiles() {
        Path dir = settings.log().toAbsolutePath().resolveSibling("student-files");
        delete(dir);
        try {
            return Files.createDirectories(dir).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a folder away, with all that is in it and can be taken away. */
    static void delete(Path dir) {
        try (Stream<Path> walk = Files.walk(dir)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // then it stays, or is not there
        }
    }

    /** The server first, its folder last. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.err.println("What was graded cannot be stopped: " + e);
            }
        }
    }
}
