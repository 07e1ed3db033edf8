package netlessons.testkit;

import java.util.List;
import java.util.Optional;

/**
 * What came out of grading. Immutable.
 *
 * @param lesson the folder of the lesson, "01-socket-webserver"
 * @param target what was graded, in words
 * @param arguments the options that were given, as on a command line, without -Dstage
 * @param again the command that starts the student's program as the grader did, "" if it started none
 * @param seed what the random data came from
 * @param all stage 0 (that it starts) and all stages of the lesson, in order
 */
public record Report(String lesson, String target, String arguments, String again, long seed, List<StageResult> all) {
    /** How the reason begins that a stage is given which comes after one that failed. */
    static final String LOCKED = "locked until stage ";

    /**
     * One stage.
     *
     * @param stage its number
     * @param name its name
     * @param asked whether it was to be run
     * @param passed how many tests passed
     * @param skipped how many did not run
     * @param notGiven how many of these did not run since the program they are about was not given
     * @param failures one for each failed test, in order
     * @param reasons why tests did not run, each once
     */
    public record StageResult(
            int stage,
            String name,
            boolean asked,
            int passed,
            int skipped,
            int notGiven,
            List<Failure> failures,
            List<String> reasons) {
        /** How many tests failed. */
        public int failed() {
            return failures.size();
        }

        /** Whether one test ran at least; before that, nobody knows how many there are. */
        public boolean ran() {
            return passed + failed() > 0;
        }

        /** Passed, failed, locked (by an earlier stage), not-asked (for), not-given (the program), or not-run. */
        public String state() {
            if (failed() > 0) {
                return "failed";
            } else if (ok()) {
                return "passed";
            } else if (!asked) {
                return "not-asked";
            } else if (notApplicable()) {
                return "not-given";
            }
            return reasons.stream().anyMatch(reason -> reason.startsWith(LOCKED)) ? "locked" : "not-run";
        }

        /** Whether something was tested and nothing failed. */
        public boolean ok() {
            return failures.isEmpty() && passed > 0;
        }

        /** Whether it is only about a program that was not given, so that nothing is to be said of it. */
        public boolean notApplicable() {
            return failures.isEmpty() && passed == 0 && skipped > 0 && skipped == notGiven;
        }
    }

    /**
     * One failed test.
     *
     * @param test its display name, with those of the classes and tests it is nested in
     * @param message what went wrong, usually with a transcript
     */
    public record Failure(String test, String message) {}

    /** Whether it starts; none if that was not tested, as with -Donly. */
    public Optional<StageResult> start() {
        return all.stream().filter(s -> s.stage() == 0).findFirst();
    }

    /** The stages of the lesson, in order. */
    public List<StageResult> stages() {
        return all.stream().filter(s -> s.stage() > 0).toList();
    }

    /** Whether all stages that were asked for passed, those left out that are about a program which was not given. */
    public boolean passed() {
        List<StageResult> asked = all.stream()
                .filter(StageResult::asked)
                .filter(s -> !s.notApplicable())
                .toList();
        return asked.stream().allMatch(StageResult::ok) && all.isEmpty() == asked.isEmpty();
    }

    /** The first stage with a failed test. */
    public Optional<StageResult> firstFailed() {
        return all.stream().filter(s -> s.failed() > 0).findFirst();
    }

    /** The report for people, in plain text, several lines, with all failures of the first stage that failed. */
    public String text() {
        return new ReportText(this, Integer.MAX_VALUE, "").toString();
    }

    /** The same for a screen: the first failures only, and where all are to be found. */
    String brief(String where) {
        return new ReportText(this, 3, where).toString();
    }
}
