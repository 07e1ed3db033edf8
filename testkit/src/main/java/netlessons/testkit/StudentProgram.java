package netlessons.testkit;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The program under test as a process; its output goes to a file. Safe for threads. */
final class StudentProgram implements AutoCloseable, Server {
    private static final int SHOWN_LINES = 20;
    private static final int LONGEST_LINE = 400;
    private static final Duration A_LAST_LOOK = Duration.ofMillis(20);
    private static final Pattern PROXY = Pattern.compile("(?i)(http|https|all)_proxy");

    private final Process process;
    private final String command;
    private final Path log;
    private final Set<ProcessHandle> family = new LinkedHashSet<>();
    private final Thread hook = new Thread(this::kill, "kills the student's program");

    private StudentProgram(Process process, String command, Path log) {
        this.process = process;
        this.command = command;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts it, without a shell.
     *
     * @param shown the command as a person would write it
     * @throws IOException if there is no such program
     */
    static StudentProgram start(List<String> command, String shown, Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(Signals.hearing(command)).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> PROXY.matcher(name).matches()); // all is on this machine
        return new StudentProgram(builder.redirectOutput(log.toFile()).start(), shown, log);
    }

    /** Remembers the processes that it has started by now, which are lost from sight when it ends before them. */
    void countFamily() {
        synchronized (family) {
            process.descendants().forEach(family::add);
        }
    }

    /** To the one process that the command starts, as a supervisor does it: what that has started is its own affair. */
    @Override
    public String stop() {
        Signals.send("TERM", Stream.of(process.toHandle()));
        return "SIGTERM";
    }

    @Override
    public String stopCommand() {
        return "kill $!";
    }

    /** To all of its processes, as a terminal does it. */
    @Override
    public String interrupt() {
        Assumptions.assumeTrue(
                Signals.heard(), "Ctrl-C (SIGINT) is ignored here, as in a job that a shell runs in the background");
        Signals.send("INT", family().stream());
        return "SIGINT, as with Ctrl-C";
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Of a program that has ended; 128 and the number of the signal if that is what ended it. */
    int exitStatus() {
        return process.exitValue();
    }

    @Override
    public String state() {
        if (process.isAlive()) {
            return "it still runs; what it printed is in " + shownLog();
        }
        String children = family().stream()
                .map(child -> child.info().command().orElse("a process") + " (" + child.pid() + ")")
                .collect(Collectors.joining(" and "));
        return "it has ended with exit status " + exitStatus() + "; "
                + (children.isEmpty()
                        ? lastWords()
                        : "but " + children + ", which it had started, still runs.\n"
                                + "A signal goes to the one process that the command starts; in a shell script, begin\n"
                                + "the last line with exec, so that your program takes the place of the shell.");
    }

    /** What to say if it has ended, after a short wait, as a connection is closed a moment before its process ends. */
    String obituary(String until, Duration patience) {
        // Asked twice: where this JVM itself stood still for that long, it has not looked yet.
        if (!awaitEnd(patience) && !awaitEnd(A_LAST_LOOK)) {
            return "";
        }
        return "Your program ended with exit status " + process.exitValue() + " " + until + "; " + lastWords();
    }

    /** Its last lines, and where all of them are. */
    String lastWords() {
        List<String> lines = lastLines();
        return lines.isEmpty()
                ? "it printed nothing (" + shownLog() + " is empty)."
                : "its last lines were:\n    " + String.join("\n    ", lines) + "\n(all in " + shownLog() + ")";
    }

    /** All that it has printed by now. */
    String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(which cannot be read: " + e.getMessage() + ")";
        }
    }

    void deleteLog() {
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            // then it stays
        }
    }

    String command() {
        return command;
    }

    String shownLog() {
        return Settings.shown(log);
    }

    private List<String> lastLines() {
        int most = SHOWN_LINES * LONGEST_LINE;
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            file.position(Math.max(0, file.size() - most));
            byte[] end = Channels.newInputStream(file).readNBytes(most);
            List<String> lines = new String(end, StandardCharsets.UTF_8)
                    .lines()
                    .map(l -> l.substring(0, Math.min(l.length(), LONGEST_LINE)))
                    .toList();
            return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        } catch (IOException e) {
            return List.of("(which cannot be read: " + e.getMessage() + ")");
        }
    }

    /** Ends it and what it started; by force what is still there after 5 seconds. */
    @Override
    public void close() {
        List<ProcessHandle> all = family();
        all.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(5, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // by force, then
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending already, and the hook does its work
        }
    }

    @Override
    public void kill() {
        family().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> family() {
        synchronized (family) {
            return Stream.concat(Stream.concat(Stream.of(process.toHandle()), process.descendants()), family.stream())
                    .distinct()
                    .filter(ProcessHandle::isAlive)
                    .toList();
        }
    }
}
