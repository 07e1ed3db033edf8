package netlessons.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds the annotations of a test: on the method, on its class, or on a class around that. */
final class StageOf {
    private StageOf() {}

    static <A extends Annotation> Optional<A> find(Class<A> annotation, ExtensionContext context) {
        return find(
                annotation,
                context.getTestClass().orElse(null),
                context.getTestMethod().orElse(null));
    }

    /** Each of the two may be null. */
    static <A extends Annotation> Optional<A> find(Class<A> annotation, Class<?> type, Method method) {
        A found = method == null ? null : method.getAnnotation(annotation);
        for (Class<?> c = type; found == null && c != null; c = c.getEnclosingClass()) {
            found = c.getAnnotation(annotation);
        }
        return Optional.ofNullable(found);
    }

    /** Class and method of a test, as {@code -Donly} has it. */
    static String name(ExtensionContext context) {
        return name(context.getRequiredTestClass(), context.getRequiredTestMethod());
    }

    static String name(Class<?> type, Method method) {
        return type.getSimpleName() + "." + method.getName();
    }

    /** The anchor of its section in the chapter, as GitHub makes it from the heading. */
    static String anchor(Stage stage) {
        return ("Stage " + stage.value() + ": " + stage.name())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                .replace(' ', '-');
    }
}
