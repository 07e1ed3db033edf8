package netlessons.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Assumptions;

/**
 * The sender under test, a parameter of graded tests: a program that is started for each thing it is to send. The tests
 * are what it connects to, with {@link #listen}, or a receiver is. Safe for threads, as long as the tests themselves run one
 * after the other.
 */
public final class SenderTarget extends Subject implements AutoCloseable {
    private final Settings settings;
    private final Lesson lesson;
    private final CurrentTest test;
    private final ProgramRuns<SenderRun> runs;
    private final TestFolders folders;
    private final Deque<Path> used = new ConcurrentLinkedDeque<>();
    private final Deque<Listener> listeners = new ConcurrentLinkedDeque<>();
    private final Deque<Wire> wires = new ConcurrentLinkedDeque<>();

    SenderTarget(Settings settings, Lesson lesson, CurrentTest test) {
        this.settings = settings;
        this.lesson = lesson;
        this.test = test;
        this.runs = new ProgramRuns<>(new ProgramLogs(settings, "-send"));
        this.folders = new TestFolders(settings, "send", settings.send().isPresent());
    }

    /**
     * Starts it.
     *
     * @param port the port of the loopback address to send to
     * @param path the file or folder to send
     * @return while it runs
     */
    public SenderRun start(int port, Path path) {
        List<String> words = settings.send().isPresent()
                ? CommandLine.split(settings.send().get(), Map.of("port", "" + port, "path", path.toString()))
                : lesson.sendCommand(port, path);
        Assumptions.assumeFalse(words.isEmpty(), "the lesson has no sender here");
        String shown = settings.send().isPresent()
                ? CommandLine.join(words)
                : "the lesson's own, to port " + port + " with " + Settings.shown(path);
        ProgramRun.Owner owner = new ProgramRun.Owner("the sender", timeout(), this::failure);
        return runs.start("The sender", words, shown, program -> new SenderRun(owner, program));
    }

    /** A port to which the sender may be sent. */
    public Listener listen() {
        Listener listener = new Listener(this);
        listeners.add(listener);
        return listener;
    }

    /**
     * Makes a new folder for files to send. It is taken away after the test; but if that fails, and the sender is a
     * student's, it stays until the next run.
     */
    public Path newFolder() {
        Path folder = folders.add();
        used.add(folder);
        return folder;
    }

    /** Random numbers that are the same in each run of this test with the same {@code -Dseed}. */
    public Random random() {
        return test.random();
    }

    @Override
    Duration timeout() {
        return settings.timeout();
    }

    /** How long a program may take until it connects for the first time. */
    Duration startLimit() {
        return settings.start();
    }

    String patience() {
        return WireTranscript.seconds(timeout());
    }

    /** Whether it may still connect: it runs, or has not been started yet. */
    boolean mayConnect() {
        return runs.isEmpty() || runs.all().stream().anyMatch(SenderRun::running);
    }

    /** Whether it has been started in this test. */
    boolean inUse() {
        return !runs.isEmpty();
    }

    Wire adopt(Connection connection) {
        runs.all().forEach(SenderRun::countFamily);
        Wire wire = new Wire(this, connection);
        wires.add(wire);
        return wire;
    }

    @Override
    Optional<StopOrder> stopped() {
        return Optional.empty();
    }

    @Override
    List<Connection> othersOpen(Connection one) {
        return List.of();
    }

    @Override
    String netcat() {
        return "";
    }

    @Override
    void explain(Transcript transcript, Fault fault, String meaning) {
        transcript.add("means", meaning);
        List<SenderRun> all = runs.all();
        if (!all.isEmpty()) {
            all.get(all.size() - 1).addTo(transcript, "sender");
        }
        test.addTo(transcript);
    }

    /** For a check that a test made by other means: its message, what was said on the last wire, what else is known. */
    String explain(String message) {
        Wire last = wires.peekLast();
        if (last != null) {
            return last.with(message);
        }
        Transcript transcript = new Transcript().add("check", message);
        explain(transcript, Fault.WRONG_VALUE, "");
        return transcript.toString();
    }

    /** A failure that is none of a connection; what was said on the last one is told if there was one. */
    WireFailure failure(Fault fault, String expected, String received) {
        Transcript transcript = new Transcript();
        Optional.ofNullable(wires.peekLast()).ifPresent(wire -> {
            wire.connection().isOpen(); // which reads what has come by now
            wire.addSaid(transcript);
        });
        transcript.add("expected", expected).add("received", received);
        explain(transcript, fault, "");
        return new WireFailure(fault, transcript.toString());
    }

    /** A test has ended: what it started ends too. What a program printed is kept if it may explain a failure. */
    void end(boolean failed) {
        runs.end(failed);
        for (Wire wire = wires.poll(); wire != null; wire = wires.poll()) {
            wire.close();
        }
        for (Listener listener = listeners.poll(); listener != null; listener = listeners.poll()) {
            listener.close();
        }
        folders.end(used, failed);
        used.clear();
    }

    @Override
    public void close() {
        end(false);
        folders.close();
    }
}
