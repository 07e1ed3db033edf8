package netlessons.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sender under test while it runs, as a program of its own. It is ended after the test. For one thread at a time. */
public final class SenderRun {
    private final SenderTarget sender;
    private final StudentProgram program;
    private final long started = System.nanoTime();
    private String told = "";

    SenderRun(SenderTarget sender, StudentProgram program) {
        this.sender = sender;
        this.program = program;
    }

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
        return await(sender.timeout().multipliedBy(6));
    }

    /** The same with another limit. */
    public int await(Duration limit) {
        if (!program.awaitEnd(limit)) {
            throw sender.failure(
                    Fault.STILL_OPEN,
                    "the sender to end",
                    "it still runs, " + WireTranscript.seconds(limit) + " later");
        }
        return program.exitStatus();
    }

    /** Waits until it has ended, with exit status 0. */
    public SenderRun expectSuccess() {
        return expectExit(0);
    }

    /** Waits until it has ended, with one of these. */
    public SenderRun expectExit(int... anyOf) {
        int status = await();
        if (Arrays.stream(anyOf).noneMatch(s -> s == status)) {
            String all = Arrays.stream(anyOf).mapToObj(String::valueOf).collect(Collectors.joining(" or "));
            throw sender.failure(Fault.WRONG_VALUE, "exit status " + all, "exit status " + status);
        }
        return this;
    }

    /** Waits until it has ended, with another exit status than 0. */
    public SenderRun expectFailure() {
        if (await() == 0) {
            throw sender.failure(Fault.WRONG_VALUE, "an exit status that is not 0", "exit status 0");
        }
        return this;
    }

    /** All that it has printed by now, on both of its outputs. */
    public String output() {
        return program.output();
    }

    /** What Ctrl-C does (SIGINT); the test is skipped, with the reason, where that is not possible. */
    public SenderRun interrupt() {
        told = program.interrupt();
        return this;
    }

    /** SIGTERM. */
    public SenderRun terminate() {
        told = program.stop();
        return this;
    }

    /** SIGKILL, to it and to all that it has started; waits until it is gone. */
    public SenderRun kill() {
        told = "SIGKILL";
        program.kill();
        await();
        return this;
    }

    void addTo(Transcript transcript) {
        double seconds = (System.nanoTime() - started) / 1e9;
        transcript
                .add("sender", program.command() + String.format(Locale.ROOT, "  (started %.1f s ago)", seconds))
                .add("signal", told)
                .add("program", program.state());
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
