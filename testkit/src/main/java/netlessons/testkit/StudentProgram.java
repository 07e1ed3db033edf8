package netlessons.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program under test as a process: its output goes to a file, its last lines are kept at hand. Safe for threads. */
final class StudentProgram implements AutoCloseable {
    private static final int KEPT_LINES = 32;
    private static final int LONGEST_LINE = 400;

    private final Process process;
    private final Path log;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Set<ProcessHandle> family = new LinkedHashSet<>();
    private final Thread reader;
    private final Thread hook = new Thread(this::kill, "kills the student's program");

    private StudentProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.reader = new Thread(this::read, "student.log");
        reader.setDaemon(true);
        reader.start();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts it, without a shell.
     *
     * @throws IOException if there is no such program
     */
    static StudentProgram start(List<String> command, Path log) throws IOException {
        if (log.toAbsolutePath().getParent() != null) {
            Files.createDirectories(log.toAbsolutePath().getParent());
        }
        Files.write(log, new byte[0]);
        return new StudentProgram(
                new ProcessBuilder(command).redirectErrorStream(true).start(), log);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Remembers the processes that it has started by now, which are lost from sight when it ends before them. */
    void countFamily() {
        synchronized (family) {
            process.descendants().forEach(family::add);
        }
    }

    /** What to say if it has ended, after a short wait, as a connection is closed a moment before its process ends. */
    String obituary(String until, Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return "";
            }
            reader.join(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
        String ended = "Your program ended with exit status " + process.exitValue() + " " + until + "; ";
        return ended + lastWords();
    }

    /** Its last lines, and where all of them are. */
    String lastWords() {
        synchronized (lastLines) {
            return lastLines.isEmpty()
                    ? "it printed nothing (" + shownLog() + " is empty)."
                    : "its last lines were:\n    " + String.join("\n    ", lastLines) + "\n(all in " + shownLog() + ")";
        }
    }

    String shownLog() {
        Path here = Path.of("").toAbsolutePath();
        Path there = log.toAbsolutePath().normalize();
        return (there.startsWith(here) ? here.relativize(there) : there)
                .toString()
                .replace('\\', '/');
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(process.getInputStream());
                OutputStream out = Files.newOutputStream(log)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            byte[] block = new byte[8192];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                out.write(block, 0, count);
                for (int i = 0; i < count; i++) {
                    if (block[i] == '\n') {
                        keep(line);
                    } else if (block[i] != '\r' && line.size() < LONGEST_LINE) {
                        line.write(block[i]);
                    }
                }
            }
            if (line.size() > 0) {
                keep(line);
            }
        } catch (IOException e) {
            // the process is gone, and its output with it
        }
    }

    private void keep(ByteArrayOutputStream line) {
        synchronized (lastLines) {
            lastLines.addLast(line.toString(StandardCharsets.UTF_8));
            if (lastLines.size() > KEPT_LINES) {
                lastLines.removeFirst();
            }
        }
        line.reset();
    }

    /** Ends it and what it started; by force what is still there after 5 seconds. */
    @Override
    public void close() {
        List<ProcessHandle> all = family();
        all.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        try {
            for (ProcessHandle one : all) {
                one.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            all.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        try {
            reader.join(1000);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // the JVM is ending already, and the hook has done its work
        }
    }

    private void kill() {
        family().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> family() {
        synchronized (family) {
            return new ArrayList<>(
                    Stream.concat(Stream.concat(Stream.of(process.toHandle()), process.descendants()), family.stream())
                            .distinct()
                            .filter(ProcessHandle::isAlive)
                            .toList());
        }
    }
}
