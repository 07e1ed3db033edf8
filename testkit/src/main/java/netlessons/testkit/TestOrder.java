package netlessons.testkit;

import java.util.Optional;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests begin as {@code @Order} says. Graded tests of downloaders have nothing in common, and wait most of the time: where
 * JUnit's parallel execution is enabled, several of one class run at one time. All others run one after the other.
 */
final class TestOrder extends MethodOrderer.OrderAnnotation {
    private boolean sideBySide;

    @Override
    public void orderMethods(MethodOrdererContext context) {
        super.orderMethods(context);
        sideBySide = StageOf.find(Stage.class, context.getTestClass(), null)
                .filter(stage -> stage.side() == Side.DOWNLOADER)
                .isPresent();
    }

    /** Called after {@link #orderMethods}, for the same class; as it was before, elsewhere. */
    @Override
    public Optional<ExecutionMode> getDefaultExecutionMode() {
        return sideBySide ? Optional.of(ExecutionMode.CONCURRENT) : super.getDefaultExecutionMode();
    }
}
