package netlessons.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * The server under test, a parameter of graded tests. It is found or started once a run, and stopped at its end. Safe
 * for threads, as long as the tests themselves run one after the other.
 */
public final class Target extends Subject {
    private static final Duration A_MOMENT = Duration.ofMillis(500);

    private final InetSocketAddress address;
    private final Optional<Path> dir;
    private final Optional<StudentProgram> program;
    private final Settings settings;
    private final CurrentTest test;
    private final Optional<TargetOpener> opener;
    private final ConcurrentLinkedDeque<FreshTarget> fresh = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<Wire> wires = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<Closeable> besides = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<Path> folders = new ConcurrentLinkedDeque<>();
    /** Of the last folder: none is made twice, since a server may still be busy with what an earlier test has left. */
    private final AtomicInteger folderNumber = new AtomicInteger();

    private volatile boolean obituaryTold;
    private volatile StopOrder stop;

    /** One that nobody can start again. */
    Target(InetSocketAddress address, Optional<Path> dir, Optional<StudentProgram> program, Settings settings) {
        this(address, dir, program, settings, new CurrentTest(settings.seed()), Optional.empty());
    }

    /** With an opener, which can start more of the same. */
    Target(
            InetSocketAddress address,
            Optional<Path> dir,
            Optional<StudentProgram> program,
            Settings settings,
            CurrentTest test,
            Optional<TargetOpener> opener) {
        this.address = address;
        this.dir = dir;
        this.program = program;
        this.settings = settings;
        this.test = test;
        this.opener = opener;
    }

    /**
     * For a test that is not graded: a server that the test itself has started, whatever -Dtarget says. It has no
     * {@link #dir}, and the test closes each connection that it makes.
     */
    public static Target at(InetSocketAddress address) {
        Settings settings = Settings.of(name -> Optional.of(name)
                .filter(Set.of("seed", "target.timeout")::contains)
                .map(System::getProperty));
        return new Target(address, Optional.empty(), Optional.empty(), settings);
    }

    /** The address as digits, without brackets. */
    public String host() {
        return address.getAddress().getHostAddress();
    }

    public int port() {
        return address.getPort();
    }

    /** The folder that the server serves; where there is none, the test that asks is skipped, with the reason. */
    public Path dir() {
        return dir.orElseGet(() -> Assumptions.abort(
                "this needs files in the folder that the server serves; say where it is with -Dtarget.dir=FOLDER"));
    }

    /**
     * Makes a new folder in {@link #dir} for this test. It is taken away after the test; but if that fails, and the
     * grader itself has chosen dir for a student's program, it stays until the next run, for the "again" line.
     */
    public Path newFolder() {
        while (true) {
            try {
                Path folder = Files.createDirectory(dir().resolve("test-" + folderNumber.incrementAndGet()));
                folders.add(folder);
                return folder;
            } catch (FileAlreadyExistsException e) {
                // of an earlier run: the next one
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Makes a new connection.
     *
     * @throws AssertionError if there is none in time
     */
    public Wire connect() {
        try {
            return open();
        } catch (IOException e) {
            Fault fault = e instanceof SocketTimeoutException ? Fault.TIMED_OUT : Fault.REFUSED;
            String why = e instanceof ConnectException ? "" : " (" + e.getMessage() + ")";
            Transcript transcript = new Transcript()
                    .add("expected", "a connection to " + host() + " port " + port())
                    .add("received", "nothing: " + fault.words() + why);
            explain(transcript, fault, fault.meaning());
            throw new WireFailure(fault, transcript.toString());
        }
    }

    /** The same, or none if it is refused; or reset, when the server stops to listen at this very moment. */
    Optional<Wire> connectIfAllowed() {
        try {
            return Optional.of(open());
        } catch (SocketException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(connect());
        }
    }

    private Wire open() throws IOException {
        Wire wire = new Wire(this, Connection.open(address, timeout()));
        wires.add(wire);
        return wire;
    }

    /** Connects, sends, and reads one final reply; the connection stays open, see {@link Reply#wire}. */
    public Reply exchange(String latin1) {
        return exchange(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The same with bytes. A reply to a request that begins with HEAD has no body. */
    public Reply exchange(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 5), StandardCharsets.ISO_8859_1);
        return connect().send(bytes).finalReplyTo(start.equals("HEAD ") ? "HEAD" : "GET");
    }

    /** A program that the grader has started lives on after the first connection, with which the grader has found it. */
    void expectRunning() {
        String obituary = program.map(one -> one.obituary("after the first connection", A_MOMENT))
                .orElse("");
        if (!obituary.isEmpty()) {
            throw new StartFailure(obituary);
        }
    }

    /**
     * Starts one more of what is graded, with the same folder, for a test that stops it. A running server
     * (-Dtarget=host:port) cannot be stopped: then the test is skipped, with the reason.
     */
    public FreshTarget fresh() {
        return adopt(opener().fresh());
    }

    /** The same with other options, as words of the lesson's command line; they go where the command has {options}. */
    public FreshTarget fresh(String... options) {
        return adopt(opener().fresh(List.of(options)));
    }

    /** The same, but certainly as a program, with signals and an exit status; the lesson too if it can be started so. */
    public FreshTarget freshProgram() {
        return freshProgram(ProgramStarter.freePort());
    }

    /**
     * The same, started by a small script for the shell, which ends with {@code exec "$@"}: that is the program. What a
     * shell can set, such as {@code ulimit}, holds for the program then.
     */
    public FreshTarget freshProgram(String script) {
        List<String> shell = List.of("sh", "-c", script, "sh");
        return adopt(opener().freshProgram(ProgramStarter.freePort(), shell));
    }

    FreshTarget freshProgram(int port) {
        return adopt(opener().freshProgram(port, List.of()));
    }

    private TargetOpener opener() {
        return opener.orElseGet(() -> Assumptions.abort("the test has started this server itself"));
    }

    private FreshTarget adopt(FreshTarget one) {
        fresh.add(one);
        return one;
    }

    /** Random numbers that are the same in each run of this test with the same {@code -Dseed}. */
    public Random random() {
        return test.random();
    }

    @Override
    Duration timeout() {
        return settings.timeout();
    }

    /** A test begins. */
    void begin(String id, String hint) {
        test.begin(id, "", hint);
    }

    /** A test has ended: a server for one client at a time must not be kept busy by connections left open. */
    void end(boolean failed) {
        release();
        if (!failed || program.isEmpty() || settings.dir().isPresent()) {
            folders.forEach(TargetOpener::delete);
        }
        folders.clear();
    }

    /** Closes the connections, ends the servers that tests had for themselves. */
    void release() {
        for (Wire wire = wires.poll(); wire != null; wire = wires.poll()) {
            wire.close();
        }
        for (Closeable one = besides.poll(); one != null; one = besides.poll()) {
            close(one);
        }
        for (FreshTarget one = fresh.pollLast(); one != null; one = fresh.pollLast()) {
            one.close();
        }
    }

    private static void close(Closeable one) {
        try {
            one.close();
        } catch (IOException e) {
            // there is nothing left to lose
        }
    }

    @Override
    void closeAfterTest(Closeable one) {
        besides.add(one);
    }

    /** That it may be told to stop, and when it was. */
    void stopsWith(StopOrder order) {
        stop = order;
    }

    /** Remembers what has been said on each connection by now. */
    void markWires() {
        wires.forEach(wire -> wire.connection().mark());
    }

    @Override
    Optional<StopOrder> stopped() {
        return Optional.ofNullable(stop).filter(StopOrder::given);
    }

    /** The command that starts the student's program as it was started, for people; "" if nothing was. */
    String command() {
        return program.map(StudentProgram::command).orElse("");
    }

    /** For a check that a test made by other means: its message, what was said on the last wire, what else is known. */
    String explain(String message) {
        FreshTarget one = fresh.peekLast();
        if (one != null) {
            return one.target().explain(message);
        }
        Optional<LibraryCheck> library = LibraryCheck.of(message);
        Wire last = wires.peekLast();
        if (last != null && library.isEmpty()) {
            return last.with(message);
        }
        Transcript transcript = library.map(LibraryCheck::told).orElseGet(() -> new Transcript().add("check", message));
        explain(transcript, Fault.WRONG_VALUE, "");
        return transcript.toString();
    }

    @Override
    List<Connection> othersOpen(Connection one) {
        return wires.stream()
                .filter(w -> w.connection() != one && w.inUse())
                .map(Wire::connection)
                .toList();
    }

    @Override
    String netcat() {
        return "nc " + host() + " " + port();
    }

    @Override
    void explain(Transcript transcript, Fault fault, String meaning) {
        boolean gone = fault == Fault.CLOSED || fault == Fault.RESET || fault == Fault.REFUSED;
        if (stopped().isPresent()) {
            transcript.add("means", meaning).add("program", stop.state());
            test.addTo(transcript);
            return;
        }
        String end = program.map(p -> p.obituary("while it was being graded", Duration.ofMillis(gone ? 500 : 1)))
                .orElse("");
        if (!end.isEmpty()) {
            transcript.add("program", obituaryTold ? "it has ended, in an earlier test: begin with that one" : end);
            obituaryTold = true;
        } else {
            transcript.add("means", meaning);
            if (program.isPresent() && (gone || fault == Fault.TIMED_OUT)) {
                transcript.add(
                        "program",
                        "still runs; what it printed is in " + program.get().shownLog());
            }
        }
        test.addTo(transcript);
    }
}
