package netlessons.testkit;

import java.io.IOException;
import java.util.List;
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

/** What {@link Stage} brings: locks, the programs under test, hints. It has no state of its own; {@link Run} has. */
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
        String notGiven = run.settings().notGiven(stage.get().side());
        return notGiven.isEmpty()
                ? ConditionEvaluationResult.enabled("its turn")
                : ConditionEvaluationResult.disabled(notGiven);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return List.of(Target.class, SenderTarget.class, DownloadTarget.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Run run = Run.of(context);
        Class<?> type = parameter.getParameter().getType();
        return type == SenderTarget.class
                ? run.sender()
                : type == DownloadTarget.class ? run.downloader() : run.target();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        String rfc = StageOf.find(Rfc.class, context).map(r -> r.value() + "; ").orElse("");
        String anchor = stage(context).map(s -> "#" + StageOf.anchor(s)).orElse("");
        Run run = Run.of(context);
        run.begin(
                context.getUniqueId(), StageOf.name(context), rfc + run.lesson().chapter() + anchor);
        if (stage(context).map(Stage::side).orElse(Side.SERVER).listens()) {
            run.target(); // a program that cannot be started is told as the failure of each of its tests
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Run.of(context).end(context.getExecutionException().isPresent());
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
        boolean network = thrown instanceof IOException;
        if (!(thrown instanceof AssertionError || network)) {
            return thrown;
        }
        String message = network ? thrown.toString() : String.valueOf(thrown.getMessage());
        return Run.of(context)
                .explain(message.strip())
                .<Throwable>map(explanation -> {
                    AssertionError told = new AssertionError(explanation, thrown);
                    told.setStackTrace(thrown.getStackTrace());
                    return told;
                })
                .orElse(thrown);
    }
}
