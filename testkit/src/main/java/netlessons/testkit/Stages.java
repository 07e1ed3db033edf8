package netlessons.testkit;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * What {@link Stage} brings: locks, the {@link Target}, hints. It has no state of its own; {@link Run} has.
 */
final class Stages
        implements ExecutionCondition,
                ParameterResolver,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler,
                InvocationInterceptor,
                TestWatcher {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Stage> stage = stage(context);
        if (stage.isEmpty()) {
            return ConditionEvaluationResult.enabled("no stage");
        }
        Run run = Run.of(context);
        OptionalInt failed = run.failedBefore(stage.get().value());
        if (stage.get().value() > run.settings().stage()) {
            return ConditionEvaluationResult.disabled(
                    "not asked for (-Dstage=" + run.settings().stage() + ")");
        } else if (run.settings().locked() && failed.isPresent()) {
            return ConditionEvaluationResult.disabled("locked until stage " + failed.getAsInt() + " passes");
        }
        return ConditionEvaluationResult.enabled("its turn");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Target.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Target target = Run.of(context).target();
        begin(target, context);
        return target;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Run.of(context).opened().ifPresent(target -> begin(target, context));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Run.of(context).opened().ifPresent(Target::end);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw explained(context, thrown);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext invocationContext, ExtensionContext context)
            throws Throwable {
        try {
            invocation.proceed();
        } catch (TestAbortedException e) {
            throw e;
        } catch (Throwable e) {
            // A TestWatcher does not hear of dynamic tests.
            fail(context);
            throw explained(context, e);
        } finally {
            afterEach(context);
        }
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

    private static void begin(Target target, ExtensionContext context) {
        String rfc = StageOf.rfc(
                        context.getTestClass().orElse(null),
                        context.getTestMethod().orElse(null))
                .map(r -> r.value() + "; ")
                .orElse("");
        String anchor = stage(context).map(s -> "#" + StageOf.anchor(s)).orElse("");
        target.begin(context.getUniqueId(), rfc + Run.of(context).lesson().chapter() + anchor);
    }

    private static void fail(ExtensionContext context) {
        stage(context).ifPresent(stage -> Run.of(context).failed(stage.value()));
    }

    /** A dynamic test has neither class nor method; what made it has. */
    private static Optional<Stage> stage(ExtensionContext context) {
        Optional<ExtensionContext> here = Optional.of(context);
        while (here.isPresent() && here.get().getTestClass().isEmpty()) {
            here = here.get().getParent();
        }
        return here.flatMap(
                c -> StageOf.stage(c.getRequiredTestClass(), c.getTestMethod().orElse(null)));
    }

    /** The failure with its transcript, also when it comes from another thread or from another library's check. */
    private static Throwable explained(ExtensionContext context, Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            if (cause instanceof WireFailure) {
                return cause;
            }
        }
        if (!(thrown instanceof AssertionError)) {
            return thrown;
        }
        return Run.of(context)
                .opened()
                .flatMap(Target::lastWire)
                .map(wire -> {
                    AssertionError told = new AssertionError(
                            wire.with(String.valueOf(thrown.getMessage()).strip()), thrown);
                    told.setStackTrace(thrown.getStackTrace());
                    return (Throwable) told;
                })
                .orElse(thrown);
    }
}
