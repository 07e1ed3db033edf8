package netlessons.testkit;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Counts, for each stage, what happens to its tests. */
final class GradeListener implements TestExecutionListener {
    private static final class Count {
        private final String name;
        private final List<Report.Failure> failures = new ArrayList<>();
        private final Set<String> reasons = new LinkedHashSet<>();
        private int passed;
        private int skipped;

        Count(Stage stage) {
            this.name = stage.name();
        }
    }

    private final Map<Integer, Count> counts = new TreeMap<>();
    private final List<Report.Failure> others = new ArrayList<>();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
        for (TestIdentifier root : started.getRoots()) {
            started.getDescendants(root).forEach(this::count);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier id, String reason) {
        Set<TestIdentifier> below = plan.getDescendants(id);
        Stream.concat(Stream.of(id), below.stream())
                .filter(d -> plan.getChildren(d).isEmpty())
                .forEach(d -> skipped(d, reason));
    }

    @Override
    public void executionFinished(TestIdentifier id, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (id.isTest()) {
                    count(id).ifPresent(c -> c.passed++);
                }
            }
            case ABORTED -> {
                String reason = result.getThrowable().map(Throwable::getMessage).orElse("aborted");
                skipped(id, reason.replaceFirst("^Assumption failed: ", ""));
            }
            default -> {
                Report.Failure failure = new Report.Failure(
                        name(id),
                        result.getThrowable().map(GradeListener::message).orElse("failed"));
                count(id).map(c -> c.failures).orElse(others).add(failure);
            }
        }
    }

    /** The results of all stages that were found; a failure outside of them is an error of the grader. */
    List<Report.StageResult> results(int last) {
        if (!others.isEmpty()) {
            throw new IllegalStateException("The grader itself failed: "
                    + others.stream().map(Report.Failure::message).collect(Collectors.joining("\n")));
        }
        List<Report.StageResult> results = new ArrayList<>();
        counts.forEach((stage, c) -> results.add(new Report.StageResult(
                stage,
                c.name,
                stage <= last,
                c.passed,
                c.failures.size(),
                c.skipped,
                List.copyOf(c.failures),
                List.copyOf(c.reasons))));
        return List.copyOf(results);
    }

    private void skipped(TestIdentifier id, String reason) {
        count(id).ifPresent(c -> {
            c.skipped++;
            c.reasons.add(reason);
        });
    }

    private Optional<Count> count(TestIdentifier id) {
        return stage(id).map(stage -> counts.computeIfAbsent(stage.value(), n -> new Count(stage)));
    }

    private Optional<Stage> stage(TestIdentifier id) {
        Optional<TestIdentifier> here = Optional.of(id);
        while (here.isPresent()) {
            TestSource source = here.get().getSource().orElse(null);
            Optional<Stage> stage = Optional.empty();
            if (source instanceof MethodSource method) {
                stage = StageOf.stage(method.getJavaClass(), method.getJavaMethod());
            } else if (source instanceof ClassSource type) {
                stage = StageOf.stage(type.getJavaClass(), null);
            }
            if (stage.isPresent()) {
                return stage;
            }
            here = plan.getParent(here.get());
        }
        return Optional.empty();
    }

    /** All names below the test class. */
    private String name(TestIdentifier id) {
        Deque<String> names = new ArrayDeque<>();
        Optional<TestIdentifier> here = Optional.of(id);
        while (here.isPresent() && !isTopClass(here.get())) {
            names.addFirst(display(here.get()));
            here = plan.getParent(here.get());
        }
        return names.isEmpty() ? "before or after the tests" : String.join(", ", names);
    }

    private boolean isTopClass(TestIdentifier id) {
        return isClass(id) && plan.getParent(id).filter(GradeListener::isClass).isEmpty();
    }

    private static boolean isClass(TestIdentifier id) {
        return id.getSource().filter(ClassSource.class::isInstance).isPresent();
    }

    /** A method name that stands for itself, as words. */
    private static String display(TestIdentifier id) {
        String name = id.getDisplayName();
        if (id.getSource().orElse(null) instanceof MethodSource source) {
            Method method = source.getJavaMethod();
            if (name.equals(method.getName()) || name.startsWith(method.getName() + "(")) {
                return method.getName()
                        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                        .replace('_', ' ')
                        .toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    private static String message(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof WireFailure || message.startsWith("  ")) {
            return message;
        }
        boolean told = thrown instanceof AssertionError || thrown instanceof StartFailure;
        String trace = Stream.of(thrown.getStackTrace())
                .limit(told ? 0 : 5)
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining());
        return ((told ? message : thrown) + trace).strip().indent(2).stripTrailing();
    }
}
