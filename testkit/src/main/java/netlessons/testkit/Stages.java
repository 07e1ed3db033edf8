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
            return ConditionEvaluationResult.disabled(Report.LOCKED + run.firstFailed() + " passes");
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
        Class<?> type = parameter.getParameter().getType();
        if (type == DownloadTarget.class) {
            return downloader(context);
        }
        Run run = Run.of(context);
        return type == SenderTarget.class ? run.sender() : run.target();
    }

    /** The one of this test. */
    private static DownloadTarget downloader(ExtensionContext context) {
        return store(context)
                .computeIfAbsent(
                        DownloadTarget.class,
                        key -> Run.of(context).downloader(context.getUniqueId(), StageOf.name(context), hint(context)),
                        DownloadTarget.class);
    }

    private static Optional<DownloadTarget> openDownloader(ExtensionContext context) {
        return Optional.ofNullable(store(context).get(DownloadTarget.class, DownloadTarget.class));
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(Stages.class));
    }

    private static String hint(ExtensionContext context) {
        if (stage(context).filter(s -> s.value() == 0).isPresent()) {
            return "docs/starters/README.md";
        }
        String rfc = StageOf.find(Rfc.class, context).map(r -> r.value() + "; ").orElse("");
        String anchor = stage(context).map(s -> "#" + StageOf.anchor(s)).orElse("");
        return rfc + Run.of(context).lesson().chapter() + anchor;
    }

    private static Side side(ExtensionContext context) {
        return stage(context).map(Stage::side).orElse(Side.SERVER);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Run run = Run.of(context);
        if (side(context) != Side.DOWNLOADER) {
            run.begin(context.getUniqueId(), hint(context));
        }
        if (side(context).listens()) {
            run.target(); // a program that cannot be started is told as the failure of each of its tests
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        boolean failed = context.getExecutionException().isPresent();
        openDownloader(context).ifPresent(target -> target.end(failed));
        if (side(context) != Side.DOWNLOADER) {
            Run.of(context).end(failed);
        }
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
        return openDownloader(context)
                .filter(DownloadTarget::inUse)
                .map(target -> target.explain(message.strip()))
                .or(() -> Run.of(context).explain(message.strip()))
                .<Throwable>map(explanation -> {
                    AssertionError told = new AssertionError(explanation, thrown);
                    told.setStackTrace(thrown.getStackTrace());
                    return told;
                })
                .orElse(thrown);
    }
}
