package netlessons.testkit;

import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/** The programs that a test starts; all are ended after it. Safe for threads. */
final class ProgramRuns<R extends ProgramRun<R>> {
    private final Settings settings;
    private final String suffix;
    private final Deque<R> runs = new ConcurrentLinkedDeque<>();
    private int programs;

    /** @param suffix for the names of the files that get what the programs print */
    ProgramRuns(Settings settings, String suffix) {
        this.settings = settings;
        this.suffix = suffix;
    }

    /** Starts one more. @param shown the command as a person would write it */
    R start(String noun, List<String> words, String shown, Function<StudentProgram, R> running) {
        try {
            R run = running.apply(StudentProgram.start(words, shown, StudentProgram.log(settings, suffix, ++programs)));
            runs.add(run);
            return run;
        } catch (IOException e) {
            throw new StartFailure(noun + " could not be started: " + e.getMessage());
        }
    }

    List<R> all() {
        return List.copyOf(runs);
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** A test has ended. What a program printed is kept if it may explain a failure. */
    void end(boolean failed) {
        for (R run = runs.poll(); run != null; run = runs.poll()) {
            run.close();
            if (!failed) {
                run.forget();
            }
        }
        programs = failed ? programs : 0;
    }
}
