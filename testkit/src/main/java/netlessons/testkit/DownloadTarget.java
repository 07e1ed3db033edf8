package netlessons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.Exchange;
import netlessons.testkit.origin.NoOrigin;
import netlessons.testkit.origin.Origin;
import org.junit.jupiter.api.Assumptions;

/**
 * The downloader under test, a parameter of graded tests: a program that is started for each thing it is to fetch. The
 * tests are what it fetches from. Each test has one of its own, so that tests may run side by side; all that it opens here is
 * closed after it. For one thread at a time.
 */
public final class DownloadTarget {
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final Settings settings;
    private final Lesson lesson;
    private final CurrentTest test;
    private final ProgramRuns<DownloadRun> runs;
    private final TestFolders folders;
    private final Deque<Path> used = new ConcurrentLinkedDeque<>();
    private final Deque<Origin> origins = new ConcurrentLinkedDeque<>();
    private final Deque<NoOrigin> others = new ConcurrentLinkedDeque<>();
    private DownloadFolder folder;

    DownloadTarget(Settings settings, Lesson lesson, CurrentTest test, ProgramLogs logs, TestFolders folders) {
        this.settings = settings;
        this.lesson = lesson;
        this.test = test;
        this.runs = new ProgramRuns<>(logs);
        this.folders = folders;
    }

    /** The origin of this test. */
    public Origin origin() {
        return origins.isEmpty() ? newOrigin() : origins.getFirst();
    }

    /** One more, at another port. */
    public Origin newOrigin() {
        return adopt(Origin.start());
    }

    /** One that the test has made, as with TLS: it is closed after the test, and its requests are told if it fails. */
    public Origin adopt(Origin origin) {
        origins.add(origin);
        return origin;
    }

    /** The address of a file where nobody listens: connections are refused. */
    public URI refusing(String path) {
        return adopt(NoOrigin.refusing()).uri(path);
    }

    /** The address of a file where connections are never completed: nothing answers. */
    public URI unreachable(String path) {
        return adopt(NoOrigin.silent()).uri(path);
    }

    private NoOrigin adopt(NoOrigin none) {
        others.add(none);
        return none;
    }

    /** The folder of this test, empty at first; downloads go there if nothing else is said. */
    public DownloadFolder folder() {
        folder = folder == null ? newFolder() : folder;
        return folder;
    }

    /** One more folder, for a second download. There is nothing beside it. */
    public DownloadFolder newFolder() {
        try {
            return new DownloadFolder(Files.createDirectory(addFolder().resolve("files")), this::failure);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path addFolder() {
        Path added = folders.add();
        used.add(added);
        return added;
    }

    /** Starts it, to fetch all of these at once into {@link #folder}. */
    public DownloadRun start(URI... urls) {
        return startIn(folder(), urls);
    }

    /** The same with another folder. */
    public DownloadRun startIn(DownloadFolder into, URI... urls) {
        return startIn(into, List.of(urls));
    }

    public DownloadRun startIn(DownloadFolder into, List<URI> urls) {
        return start(List.of(), into, urls);
    }

    /**
     * The same as {@link #start}, through a small script for the shell, which ends with {@code exec "$@"}: that is the
     * program. What a shell can set, such as {@code ulimit}, holds for the program then.
     */
    public DownloadRun startThrough(String script, URI... urls) {
        return start(List.of("sh", "-c", script, "sh"), folder(), List.of(urls));
    }

    private DownloadRun start(List<String> before, DownloadFolder into, List<URI> urls) {
        List<String> words = new ArrayList<>(before);
        String shown;
        if (settings.command().isPresent()) {
            String command = settings.command().get();
            Path list = command.contains("{list}") ? list(urls) : into.path();
            words.addAll(words(command, into.path().toString(), list.toString(), urls));
            shown = CommandLine.join(words(command, Settings.shown(into.path()), Settings.shown(list), urls));
        } else {
            List<String> own = lesson.downloadCommand(urls, into.path());
            Assumptions.assumeFalse(own.isEmpty(), "the lesson has no downloader here");
            words.addAll(own);
            shown = "the lesson's own, with "
                    + CommandLine.join(urls.stream().map(URI::toString).toList());
        }
        ProgramRun.Owner owner = new ProgramRun.Owner("the downloader", settings.timeout(), this::failure);
        return runs.start(
                "The downloader",
                words,
                before.isEmpty() ? shown : CommandLine.join(before) + " " + shown,
                program -> new DownloadRun(owner, program, into));
    }

    private static List<String> words(String command, String dir, String list, List<URI> urls) {
        List<String> split = CommandLine.split(command, Map.of("dir", dir, "list", list));
        return CommandLine.spread(
                CommandLine.spread(split, "options", List.of()), // no test of a downloader needs any
                "url",
                urls.stream().map(URI::toString).toList());
    }

    /** Starts it and waits until it has ended, however it does. */
    public DownloadRun fetch(URI... urls) {
        return fetchInto(folder(), urls);
    }

    /** The same with another folder. */
    public DownloadRun fetchInto(DownloadFolder into, URI... urls) {
        DownloadRun run = startIn(into, urls);
        run.await();
        return run;
    }

    /** A file with one address a line; it lies in no folder that a download goes to. */
    private Path list(List<URI> urls) {
        try {
            List<String> lines = urls.stream().map(URI::toString).toList();
            return Files.write(addFolder().resolve("urls.txt"), lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@link #folder} has this file, byte for byte. */
    public DownloadTarget expectFile(String name, Content content) {
        folder().expectFile(name, content);
        return this;
    }

    /** {@link #folder} has nothing of this name: no file, no folder, no link. */
    public DownloadTarget expectNothing(String name) {
        folder().expectNothing(name);
        return this;
    }

    /** {@link #folder} has these files, parts of others (see {@link DownloadFolder}), and nothing else. */
    public DownloadTarget expectOnly(String... names) {
        folder().expectOnly(names);
        return this;
    }

    /** Something else that has to be. @param received what is instead */
    public DownloadTarget expect(boolean is, String expected, Supplier<String> received) {
        if (!is) {
            throw failure(Fault.WRONG_VALUE, expected, received.get());
        }
        return this;
    }

    /** Waits for the first connection of a program that has just been started, which takes its time. */
    DownloadTarget expectConnection(Origin origin) {
        String limit = WireTranscript.seconds(settings.start());
        return await(
                "a connection to port " + origin.port() + " within " + limit,
                () -> origin.connections() > 0,
                settings.start());
    }

    /** Waits until something is, as long as for all; a program that ends meanwhile ends the wait. */
    public DownloadTarget await(String expected, BooleanSupplier condition) {
        return await(expected, condition, settings.timeout().multipliedBy(6));
    }

    private DownloadTarget await(String expected, BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean last = false;
        while (!condition.getAsBoolean()) {
            if (last || System.nanoTime() > deadline) {
                throw failure(
                        Fault.TIMED_OUT, expected, last ? "the downloader ended before" : "that did not come in time");
            }
            last = runs.all().stream().noneMatch(DownloadRun::running); // then once more: it may have been just before
            pause();
        }
        return this;
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Random numbers that are the same in each run of this test with the same {@code -Dseed}. */
    public Random random() {
        return test.random();
    }

    /** How long the grader waits for a thing ({@code -Dtarget.timeout}); a program may run six times as long. */
    public Duration timeout() {
        return settings.timeout();
    }

    /** Whether it has been started in this test. */
    boolean inUse() {
        return !runs.isEmpty();
    }

    /** For a check that a test made by other means: its message, and all that is known. */
    String explain(String message) {
        return explained(new Transcript().add("check", message));
    }

    WireFailure failure(Fault fault, String expected, String received) {
        return new WireFailure(
                fault, explained(new Transcript().add("expected", expected).add("received", received)));
    }

    /** What happened comes first, as elsewhere, and then what is wrong with it. */
    private String explained(Transcript wrong) {
        settle();
        List<Exchange> exchanges =
                origins.stream().flatMap(origin -> origin.exchanges().stream()).toList();
        Transcript transcript = new Transcript();
        new DownloadStory(runs.all(), exchanges, transcript).tell();
        transcript.add(wrong);
        test.addTo(transcript);
        return transcript.add("again", again()).toString();
    }

    /** An origin notes a moment after its answer what has become of a request; a program may have ended by then. */
    private void settle() {
        long deadline = System.nanoTime() + SETTLING.toNanos();
        while (runs.all().stream().noneMatch(DownloadRun::running)
                && origins.stream().anyMatch(origin -> origin.running() > 0)
                && System.nanoTime() < deadline) {
            pause();
        }
    }

    /** This one test again. */
    private String again() {
        String module = lesson.module();
        return settings.command()
                .map(command -> "mvn -q -pl " + module + " verify -Dtarget.command=" + CommandLine.quoted(command)
                        + " -Donly=" + test.name())
                .orElse("mvn -pl " + module + " verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test="
                        + test.name().replace('.', '#'));
    }

    /** The test has ended: what it started ends too. What a program printed is kept if it may explain a failure. */
    void end(boolean failed) {
        runs.end(failed);
        origins.forEach(Origin::close);
        others.forEach(NoOrigin::close);
        folders.end(used, failed);
    }
}
