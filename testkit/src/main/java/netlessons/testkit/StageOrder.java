package netlessons.testkit;

import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.api.Order;

/** Runs what has no stage first, then the stages in order; within one, @Order decides, or all stays as it was. */
public final class StageOrder implements ClassOrderer, MethodOrderer {
    /** For JUnit, which is told of this class by junit-platform.properties. */
    public StageOrder() {}

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors()
                .sort(Comparator.comparingInt((ClassDescriptor d) -> number(StageOf.stage(d.getTestClass(), null)))
                        .thenComparingInt(d -> order(d.findAnnotation(Order.class))));
    }

    @Override
    public void orderMethods(MethodOrdererContext context) {
        context.getMethodDescriptors()
                .sort(Comparator.comparingInt(
                                (MethodDescriptor d) -> number(StageOf.stage(context.getTestClass(), d.getMethod())))
                        .thenComparingInt(d -> order(d.findAnnotation(Order.class))));
    }

    private static int number(Optional<Stage> stage) {
        return stage.map(Stage::value).orElse(0);
    }

    private static int order(Optional<Order> order) {
        return order.map(Order::value).orElse(Order.DEFAULT);
    }
}
