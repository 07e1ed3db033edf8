package netlessons.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Starts the student's program, or the lesson as a program, and waits until it listens. */
final class ProgramStarter {
    /** A program that listens. */
    record Started(StudentProgram program, InetSocketAddress address) {}

    /**
     * One for each port that was given to a program, held until this JVM ends: no other JVM, and no other thread, takes
     * that port for a program of its own before this one listens, or while it is started again.
     */
    private static final Queue<DatagramSocket> RESERVED = new ConcurrentLinkedQueue<>();

    private final Settings settings;
    private final Lesson lesson;
    private final ProgramLogs logs;

    ProgramStarter(Settings settings, Lesson lesson) {
        this.settings = settings;
        this.lesson = lesson;
        this.logs = new ProgramLogs(settings, "");
    }

    /**
     * Starts one more. The test is skipped, with the reason, if there is no program to start.
     *
     * @param dir the folder that it serves
     * @param options words that stand for {options}
     * @param before words to begin the command with
     * @throws StartFailure with a message for the student
     */
    Started start(int port, Path dir, List<String> options, List<String> before) {
        StudentProgram program = settings.command().isPresent()
                ? studentProgram(port, dir, options, before)
                : lessonProgram(port, dir, options, before);
        try {
            return new Started(program, listening(program, port));
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    private StudentProgram lessonProgram(int port, Path dir, List<String> options, List<String> before) {
        List<String> words = lesson.command(port, dir, options);
        Assumptions.assumeFalse(words.isEmpty(), "the lesson is no program here, and has no exit status");
        return launch(before, words, words);
    }

    private StudentProgram studentProgram(int port, Path dir, List<String> options, List<String> before) {
        String line = settings.command().orElseThrow();
        Assumptions.assumeTrue(
                options.equals(lesson.options()) || line.contains("{options}"),
                "this needs a program with other options: say with {options} where they go in -Dtarget.command");
        return launch(
                before,
                words(line, Map.of("port", "" + port, "dir", dir.toString()), options),
                words(line, Map.of("port", "" + port, "dir", Settings.shown(dir)), options));
    }

    private static List<String> words(String line, Map<String, String> replacements, List<String> options) {
        return CommandLine.spread(CommandLine.split(line, replacements), "options", options);
    }

    private StudentProgram launch(List<String> before, List<String> words, List<String> shown) {
        try {
            return StudentProgram.start(join(before, words), CommandLine.join(join(before, shown)), logs.take());
        } catch (IOException e) {
            throw new StartFailure("Your program could not be started: " + e.getMessage());
        }
    }

    private static List<String> join(List<String> before, List<String> words) {
        return Stream.concat(before.stream(), words.stream()).toList();
    }

    /**
     * Tries the IPv6 loopback address too: "localhost" alone is that one for some programs. One that is there may listen on
     * both, and have begun to between the two looks: then it is to be graded where it always is.
     */
    private InetSocketAddress listening(StudentProgram program, int port) {
        long deadline = System.nanoTime() + settings.start().toNanos();
        InetSocketAddress usual = new InetSocketAddress("127.0.0.1", port);
        InetSocketAddress other = new InetSocketAddress("::1", port);
        while (true) {
            if (listens(program, usual)) {
                return usual;
            } else if (listens(program, other)) {
                return listens(program, usual) ? usual : other;
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

    private boolean listens(StudentProgram program, InetSocketAddress address) {
        try (Connection probe = Connection.open(address, Duration.ofSeconds(1))) {
            program.countFamily();
            greet(probe, lesson.greeting(), program);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** A server that runs already. @throws StartFailure if nobody accepts a connection there */
    static void greet(InetSocketAddress address, Duration limit, byte[] greeting) {
        try (Connection probe = Connection.open(address, limit)) {
            greet(probe, greeting);
        } catch (IOException e) {
            throw new StartFailure("No connection to " + address.getHostString() + " port " + address.getPort() + ": "
                    + e.getMessage() + ". With -Dtarget=host:port, start your program first, and let it run.");
        }
    }

    /**
     * Waits for the answer, and reads it for a second: a program that finds nobody there when it writes might end, too.
     */
    private static void greet(Connection connection, byte[] greeting) {
        if (greeting.length == 0) {
            return;
        }
        connection.write(greeting, Duration.ofSeconds(1));
        connection.more(Duration.ofSeconds(5)); // its beginning, or the end, of a program that has just been started
        long deadline = System.nanoTime() + 1_000_000_000;
        while (connection.more(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))
                && System.nanoTime() < deadline) {
            // what comes does not matter yet
        }
    }

    private static void greet(Connection connection, byte[] greeting, StudentProgram program) {
        greet(connection, greeting);
        if (greeting.length == 0) {
            return;
        }
        String obituary = program.obituary(
                "on the first request (" + Escape.of(greeting) + ")",
                Duration.ofMillis(connection.length() == 0 && connection.end() != null ? 500 : 1));
        if (!obituary.isEmpty()) {
            throw new StartFailure(obituary);
        }
    }

    /**
     * A port that nobody listens on, nor will, and that no connection of a former program still blocks. It lies below those that
     * systems choose for clients, so that none of these takes it before the program does, or between two programs.
     */
    static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try (ServerSocket socket = new ServerSocket()) {
                // Of UDP, which no program here wants. First: whoever has it may be about to listen.
                RESERVED.add(new DatagramSocket(address));
                socket.setReuseAddress(false);
                socket.bind(address, 1);
                return port;
            } catch (IOException e) {
                // taken: the next one
            }
        }
        throw new StartFailure("No port from 20000 to 32000 is free on this machine.");
    }
}
