package netlessons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Finds or starts the server under test, as the settings say, and stops what it has started. */
final class TargetOpener implements AutoCloseable {
    private final Settings settings;
    private final Lesson lesson;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final ProgramStarter programs;
    private final CurrentTest test;
    private Path dir;

    TargetOpener(Settings settings, Lesson lesson, CurrentTest test) {
        this.settings = settings;
        this.lesson = lesson;
        this.programs = new ProgramStarter(settings, lesson);
        this.test = test;
    }

    /**
     * Opens it; to be called once.
     *
     * @throws StartFailure with a message for the student
     */
    Target open() {
        if (settings.target().isPresent()) {
            InetSocketAddress address = address(settings.target().get());
            ProgramStarter.greet(address, settings.timeout(), lesson.greeting());
            return target(address, settings.dir(), Optional.empty());
        } else if (settings.command().isPresent()) {
            dir = settings.dir().orElseGet(this::studentFiles);
            ProgramStarter.Started started =
                    programs.start(ProgramStarter.freePort(), dir, lesson.options(), List.of());
            opened.push(started.program());
            return target(started.address(), Optional.of(dir), Optional.of(started.program()));
        }
        dir = settings.dir().orElseGet(this::temporaryFolder);
        Lesson.Running running = startLesson(lesson.options());
        opened.push(running);
        return target(running.address(), Optional.of(dir), Optional.empty());
    }

    /**
     * Starts one more of the same, with the same folder, which the caller closes; {@link #open} comes first. The test
     * is skipped, with the reason, if it could not be stopped.
     */
    FreshTarget fresh() {
        return fresh(lesson.options());
    }

    /** The same with other options. */
    FreshTarget fresh(List<String> options) {
        if (settings.target().isPresent() || settings.command().isPresent()) {
            return freshProgram(ProgramStarter.freePort(), options, List.of());
        }
        LessonServer server = new LessonServer(startLesson(options));
        return new FreshTarget(target(server.address(), Optional.of(dir), Optional.empty()), server);
    }

    /**
     * The same as a program, on this port.
     *
     * @param before words to begin the command with
     */
    FreshTarget freshProgram(int port, List<String> before) {
        return freshProgram(port, lesson.options(), before);
    }

    private FreshTarget freshProgram(int port, List<String> options, List<String> before) {
        Assumptions.assumeTrue(
                settings.target().isEmpty(), "the grader can stop only what it has started: use -Dtarget.command");
        Assumptions.assumeTrue(
                Signals.available(), "Windows has no signals with which one program asks another to stop");
        ProgramStarter.Started started = programs.start(port, dir, options, before);
        Optional<StudentProgram> program = Optional.of(started.program());
        return new FreshTarget(target(started.address(), Optional.of(dir), program), started.program());
    }

    private Target target(InetSocketAddress address, Optional<Path> folder, Optional<StudentProgram> program) {
        return new Target(address, folder, program, settings, test, Optional.of(this));
    }

    private Lesson.Running startLesson(List<String> options) {
        try {
            return lesson.start(dir, options);
        } catch (Exception e) {
            throw new StartFailure("The lesson itself could not be started: " + e);
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
