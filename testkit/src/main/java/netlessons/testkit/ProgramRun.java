package netlessons.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A program under test while it runs: one that connects, and so is started for each thing it is to do. It is ended after
 * the test. For one thread at a time.
 *
 * @param <R> its own type
 */
public abstract sealed class ProgramRun<R extends ProgramRun<R>> permits SenderRun, DownloadRun {
    /**
     * Whoever started it.
     *
     * @param noun what the program is called: "the sender"
     * @param timeout how long to wait for anything
     * @param failures tells what is wrong, with all that is known
     */
    record Owner(String noun, Duration timeout, Failures failures) {
        WireFailure failure(Fault fault, String expected, String received) {
            return failures.failure(fault, expected, received);
        }
    }

    interface Failures {
        WireFailure failure(Fault fault, String expected, String received);
    }

    private final Owner owner;
    private final StudentProgram program;
    private final long started = System.nanoTime();
    private String told = "";
    private long ended;

    ProgramRun(Owner owner, StudentProgram program) {
        this.owner = owner;
        this.program = program;
    }

    abstract R self();

    public boolean running() {
        return !program.awaitEnd(Duration.ZERO);
    }

    /**
     * Waits until it has ended, for six times the time-out.
     *
     * @return its exit status; 128 and the number of the signal if that is what ended it
     * @throws AssertionError if it does not end
     */
    public int await() {
        return await(owner.timeout().multipliedBy(6));
    }

    /** The same with another limit. */
    public int await(Duration limit) {
        if (!program.awaitEnd(limit)) {
            throw owner.failure(
                    Fault.STILL_OPEN,
                    owner.noun() + " to end",
                    "it still runs, " + WireTranscript.seconds(limit) + " later");
        }
        ended = ended == 0 ? System.nanoTime() : ended;
        return program.exitStatus();
    }

    /** Waits until it has ended, with exit status 0. */
    public R expectSuccess() {
        return expectExit(0);
    }

    /** Waits until it has ended, with one of these. */
    public R expectExit(int... anyOf) {
        int status = await();
        if (Arrays.stream(anyOf).noneMatch(s -> s == status)) {
            String all = Arrays.stream(anyOf).mapToObj(String::valueOf).collect(Collectors.joining(" or "));
            throw owner.failure(Fault.WRONG_VALUE, "exit status " + all, "exit status " + status);
        }
        return self();
    }

    /** Waits until it has ended, with another exit status than 0. */
    public R expectFailure() {
        if (await() == 0) {
            throw owner.failure(Fault.WRONG_VALUE, "an exit status that is not 0", "exit status 0");
        }
        return self();
    }

    /** All that it has printed by now, on both of its outputs. */
    public String output() {
        return program.output();
    }

    /** What Ctrl-C does (SIGINT); the test is skipped, with the reason, where that is not possible. */
    public R interrupt() {
        told = program.interrupt();
        return self();
    }

    /** SIGTERM. */
    public R terminate() {
        told = program.stop();
        return self();
    }

    /** SIGKILL, to it and to all that it has started; waits until it is gone. */
    public R kill() {
        told = "SIGKILL";
        program.kill();
        await();
        return self();
    }

    /** When it was started ({@link System#nanoTime}). */
    public long started() {
        return started;
    }

    /** When it was seen that it had ended; 0 if it has not been. */
    long ended() {
        return ended;
    }

    String command() {
        return program.command();
    }

    /** What was done to it, and how it is. */
    void addState(Transcript transcript) {
        transcript.add("signal", told).add("program", program.state());
    }

    void addTo(Transcript transcript, String label) {
        double seconds = (System.nanoTime() - started) / 1e9;
        transcript.add(label, command() + String.format(Locale.ROOT, "  (started %.1f s ago)", seconds));
        addState(transcript);
    }

    void countFamily() {
        program.countFamily();
    }

    void close() {
        program.kill();
        program.close();
    }

    /** Takes away what it printed. */
    void forget() {
        program.deleteLog();
    }
}
