package netlessons.testkit.docs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the commands of one document with sh. Variables live on from one command to the next, the working directory to
 * the end of the block. What the document calls /tmp is a folder of its own that is deleted at the end: two may run at a
 * time, and somebody else's files stay as they are.
 */
final class Shell implements AutoCloseable {
    private static final Map<String, Boolean> INSTALLED = new ConcurrentHashMap<>();
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Pattern TMP = Pattern.compile("(?<![\\w./-])/tmp/");

    private final Path root;
    private final Path scratch;
    private final List<Running> started = new ArrayList<>();
    private final Thread atExit = new Thread(() -> started.forEach(Running::kill));

    Shell(Path root) {
        this.root = root;
        try {
            this.scratch = Files.createTempDirectory("docs").toRealPath();
            Files.createDirectory(scratch.resolve("tmp"));
            Files.writeString(scratch.resolve(".curlrc"), "no-progress-meter\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        goHome();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** A command of the document, with this folder where it says /tmp. */
    String toReal(String command) {
        return TMP.matcher(command).replaceAll(Matcher.quoteReplacement(temp()));
    }

    private String temp() {
        return scratch.resolve("tmp") + "/";
    }

    /** Back to the repository. */
    void goHome() {
        try {
            Files.writeString(scratch.resolve("cwd"), root + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean installed(String program) {
        return program.contains("/")
                || program.contains("$")
                || INSTALLED.computeIfAbsent(program, p -> {
                    try {
                        return new ProcessBuilder("sh", "-c", "command -v \"$1\" >/dev/null 2>&1", "sh", p)
                                        .start()
                                        .waitFor()
                                == 0;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /**
     * Starts a command.
     *
     * @param status what $? is at its beginning
     * @param remember whether its variables and its working directory are kept
     */
    Running start(String command, int status, boolean remember) {
        String keep = remember ? "trap 'export -p >\"%1$s/env\"; pwd >\"%1$s/cwd\"' 0\n" : "";
        String script = ("if [ -f \"%1$s/env\" ]; then . \"%1$s/env\"; fi\ncd \"$(cat \"%1$s/cwd\")\" || exit\n" + keep
                                + "set -a\n(exit %2$d)\n")
                        .formatted(scratch, status)
                + command;
        List<String> line = new ArrayList<>(List.of("sh", "-c", script));
        boolean group = installed("setsid");
        if (group) {
            line.add(0, "setsid");
        }
        File output = scratch.resolve("output" + started.size()).toFile();
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(root.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output);
        // Messages in English, and none about options of the JVM that runs this.
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TMPDIR", scratch.resolve("tmp").toString());
        // On a terminal, as the reader has it, curl shows no progress above what it prints.
        builder.environment().put("CURL_HOME", scratch.toString());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        try {
            Running running = new Running(builder.start(), output.toPath(), group, temp());
            started.add(running);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One process and those that it started. */
    record Running(Process process, Path file, boolean group, String temp) {
        /** Whether it ended within this time. */
        boolean ends(Duration wait) {
            try {
                return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        /** What it has printed so far, as the document has it. */
        String output() {
            try {
                return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace(temp, "/tmp/");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Asks it to end, and ends it if it does not. */
        void end() {
            if (process.isAlive()) {
                signal("TERM");
                ends(GRACE);
            }
            kill();
        }

        void kill() {
            signal("KILL");
        }

        private void signal(String name) {
            if (!group) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroy();
                return;
            }
            try {
                new ProcessBuilder("sh", "-c", "kill -" + name + " -" + process.pid() + " 2>/dev/null")
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        started.stream().filter(r -> r.process().isAlive()).forEach(Running::end);
        try (var files = Files.walk(scratch)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
