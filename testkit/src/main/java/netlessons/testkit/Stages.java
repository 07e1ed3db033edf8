package netlessons.testkit;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/** What {@link Stage} brings: locks, the {@link Target}, hints. It has no state of its own; {@link Run} has. */
final class Stages
        implements ExecutionCondition,
                ParameterResolver,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler,
                TestWatcher {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Stage> stage = stage(context);
        if (stage.isEmpty()) {
            return ConditionEvaluationResult.enabled("no stage");
        }
        Run run = Run.of(context);
        int number = stage.get().value();
        if (number > run.settings().stage()) {
            return ConditionEvaluationResult.disabled(
                    "not asked for (-Dstage=" + run.settings().stage() + ")");
        } else if (run.settings().locked() && number > run.firstFailed()) {
            return ConditionEvaluationResult.disabled("locked until stage " + run.firstFailed() + " passes");
        }
        return ConditionEvaluationResult.enabled("its turn");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Target.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Run.of(context).target();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        String rfc = StageOf.find(Rfc.class, context).map(r -> r.value() + "; ").orElse("");
        String anchor = stage(context).map(s -> "#" + StageOf.anchor(s)).orElse("");
        Run run = Run.of(context);
        run.target().begin(context.getUniqueId(), rfc + run.lesson().chapter() + anchor);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Run.of(context)
                .opened()
                .ifPresent(target -> target.end(context.getExecutionException().isPresent()));
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw explained(context, thrown);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        fail(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        context.getExecutionException()
                .filter(e -> !(e instanceof TestAbortedException))
                .ifPresent(e -> fail(context));
    }

    private static void fail(ExtensionContext context) {
        stage(context).ifPresent(stage -> Run.of(context).failed(stage.value()));
    }

    private static Optional<Stage> stage(ExtensionContext context) {
        return StageOf.find(Stage.class, context);
    }

    /** The failure with its transcript, also when it comes from another thread or from another library's check. */
    private static Throwable explained(ExtensionContext context, Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            if (cause instanceof WireFailure) {
                return cause;
            }
        }
        Optional<Target> target = Run.of(context).opened();
        boolean network = thrown instanceof IOException;
        if (target.isEmpty() || !(thrown instanceof AssertionError || network)) {
            return thrown;
        }
        String message = network ? thrown.toString() : String.valueOf(thrown.getMessage());
        AssertionError told = new AssertionError(target.get().explain(message.strip()), thrown);
        told.setStackTrace(thrown.getStackTrace());
        return told;
    }
}
