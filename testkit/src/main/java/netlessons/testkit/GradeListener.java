package netlessons.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Counts, for each stage, what happens to its tests, which may run side by side. */
final class GradeListener implements TestExecutionListener {
    private static final Set<String> NOT_GIVEN = Set.of(Settings.NO_SERVER, Settings.NO_SENDER);

    private static final class Count {
        private final String name;
        private final Map<String, Report.Failure> failures = new HashMap<>(); // by the test's id
        private final Set<String> reasons = new LinkedHashSet<>();
        private int passed;
        private int skipped;
        private int notGiven;

        Count(String name) {
            this.name = name;
        }

        void skip(String reason) {
            skipped++;
            notGiven += NOT_GIVEN.contains(reason) ? 1 : 0;
            reasons.add(reason);
        }
    }

    private final Map<Integer, Count> counts = new TreeMap<>();
    private final Count outside = new Count(Starting.NAME);
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
        started.getRoots().stream()
                .flatMap(r -> plan.getDescendants(r).stream())
                .forEach(this::count);
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier id, String reason) {
        Stream.concat(Stream.of(id), plan.getDescendants(id).stream())
                .filter(d -> plan.getChildren(d).isEmpty())
                .forEach(d -> count(d).skip(reason));
    }

    @Override
    public synchronized void executionFinished(TestIdentifier id, TestExecutionResult result) {
        Throwable thrown = result.getThrowable().orElse(null);
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (id.isTest()) {
                    count(id).passed++;
                }
            }
            case ABORTED -> count(id).skip(thrown.getMessage().replaceFirst("^Assumption failed: ", ""));
            case FAILED -> count(id).failures.put(id.getUniqueId(), new Report.Failure(name(id), message(thrown)));
        }
    }

    /** The results of all stages that were found. */
    List<Report.StageResult> results(int last) {
        if (!outside.failures.isEmpty()) {
            counts.computeIfAbsent(0, n -> outside).failures.putAll(outside.failures);
        }
        return counts.entrySet().stream()
                .map(e -> {
                    Count c = e.getValue();
                    return new Report.StageResult(
                            e.getKey(),
                            c.name,
                            e.getKey() <= last,
                            c.passed,
                            c.skipped,
                            c.notGiven,
                            inOrder(c.failures),
                            List.copyOf(c.reasons));
                })
                .toList();
    }

    /** In the order of the tests, whichever ended first. */
    private List<Report.Failure> inOrder(Map<String, Report.Failure> failures) {
        return plan.getRoots().stream()
                .flatMap(this::descendants)
                .map(id -> failures.get(id.getUniqueId()))
                .filter(Objects::nonNull)
                .toList();
    }

    private Stream<TestIdentifier> descendants(TestIdentifier id) {
        return Stream.concat(Stream.of(id), plan.getChildren(id).stream().flatMap(this::descendants));
    }

    /** That of the stage it belongs to; what fails outside of them, and is an error of the grader, with stage 0. */
    private Count count(TestIdentifier id) {
        for (Optional<TestIdentifier> here = Optional.of(id); here.isPresent(); here = plan.getParent(here.get())) {
            Optional<Stage> stage = here.get().getSource().flatMap(GradeListener::stage);
            if (stage.isPresent()) {
                return counts.computeIfAbsent(
                        stage.get().value(), n -> new Count(stage.get().name()));
            }
        }
        return outside;
    }

    private static Optional<Stage> stage(TestSource source) {
        if (source instanceof MethodSource method) {
            return StageOf.find(Stage.class, method.getJavaClass(), method.getJavaMethod());
        } else if (source instanceof ClassSource type) {
            return StageOf.find(Stage.class, type.getJavaClass(), null);
        }
        return Optional.empty();
    }

    /** All names below the test class. */
    private String name(TestIdentifier id) {
        Deque<String> names = new ArrayDeque<>();
        for (Optional<TestIdentifier> here = Optional.of(id); here.isPresent(); here = plan.getParent(here.get())) {
            names.addFirst(here.get().getDisplayName());
        }
        return names.size() <= 2
                ? "before or after the tests"
                : names.stream().skip(2).collect(Collectors.joining(", "));
    }

    private static String message(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (message.startsWith("  ")) {
            return message; // with a transcript
        }
        boolean told = thrown instanceof AssertionError || thrown instanceof StartFailure;
        String trace = Stream.of(thrown.getStackTrace())
                .limit(told ? 0 : 5)
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining());
        return ((told ? message : thrown) + trace).strip().indent(2).stripTrailing();
    }
}
