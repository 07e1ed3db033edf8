package netlessons.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The signals of the operating system; of these the JDK itself can send only SIGTERM and SIGKILL. */
public final class Signals {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    /** Whether SIGINT is ignored here, as in a job that a shell has put into the background: children inherit that. */
    private static final boolean DEAF = ignoresInterrupt(Path.of("/proc/self/status"));

    private static final List<String> CURE = List.of("env", "--default-signal=INT");
    private static final boolean CURABLE = DEAF && run(with(CURE, List.of("true")));

    private Signals() {}

    /** Whether one program can send another a signal: not on Windows. */
    public static boolean available() {
        return !WINDOWS;
    }

    /** Whether a program started with {@link #hearing} gets SIGINT. */
    public static boolean heard() {
        return !DEAF || CURABLE;
    }

    /** A command that gets SIGINT even if it is ignored here. That there is no such program is left for its start to say. */
    public static List<String> hearing(List<String> command) {
        return CURABLE && isThere(command.get(0)) ? with(CURE, command) : command;
    }

    /** Whether the system would find it. */
    static boolean isThere(String program) {
        return program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    /** Sends TERM, INT, …; to a process that has ended already, nothing is sent. */
    public static void send(String name, Stream<ProcessHandle> processes) {
        String ids = processes.map(process -> "" + process.pid()).collect(Collectors.joining(" "));
        run(List.of("sh", "-c", "kill -" + name + " " + ids));
    }

    /** Bit 1 of SigIgn stands for signal 2, SIGINT. */
    static boolean ignoresInterrupt(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring(line.length() - 1))
                    .anyMatch(digit -> (Integer.parseInt(digit, 16) & 2) != 0);
        } catch (IOException | RuntimeException e) {
            return false; // no such file on macOS and Windows: nobody can say
        }
    }

    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> with(List<String> before, List<String> command) {
        return Stream.concat(before.stream(), command.stream()).toList();
    }
}
