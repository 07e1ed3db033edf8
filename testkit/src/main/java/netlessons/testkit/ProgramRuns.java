package netlessons.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The programs that a test starts; all are ended after it. Safe for threads. */
final class ProgramRuns<R extends ProgramRun<R>> {
    private record Logged<R>(R run, Path log) {}

    private final ProgramLogs logs;
    private final Map<Integer, Logged<R>> runs = new ConcurrentSkipListMap<>();
    private final AtomicInteger programs = new AtomicInteger();

    ProgramRuns(ProgramLogs logs) {
        this.logs = logs;
    }

    /** Starts one more. @param shown the command as a person would write it */
    R start(String noun, List<String> words, String shown, Function<StudentProgram, R> running) {
        Path log = logs.take();
        try {
            R run = running.apply(StudentProgram.start(words, shown, log));
            runs.put(programs.incrementAndGet(), new Logged<>(run, log));
            return run;
        } catch (IOException e) {
            logs.giveBack(log);
            throw new StartFailure(noun + " could not be started: " + e.getMessage());
        }
    }

    /** In the order of their starts. */
    List<R> all() {
        return runs.values().stream().map(Logged::run).toList();
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** A test has ended. What a program printed is kept if it may explain a failure. */
    void end(boolean failed) {
        runs.values().forEach(one -> {
            one.run().close();
            if (!failed) {
                one.run().forget();
                logs.giveBack(one.log());
            }
        });
        runs.clear();
    }
}
