package netlessons.testkit;

import java.util.Comparator;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/** Runs classes without a stage first, then the stages in order; within one, {@code @Order} decides. */
public final class StageOrder extends ClassOrderer.OrderAnnotation {
    /** For JUnit, which is told of this class by junit-platform.properties. */
    public StageOrder() {}

    @Override
    public void orderClasses(ClassOrdererContext context) {
        super.orderClasses(context);
        context.getClassDescriptors()
                .sort(Comparator.comparingInt(d -> StageOf.find(Stage.class, d.getTestClass(), null)
                        .map(Stage::value)
                        .orElse(0)));
    }
}
