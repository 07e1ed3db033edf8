package netlessons.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Optional;

/** Finds the annotations of a test: on the method, on its class, or on a class around that. */
final class StageOf {
    private StageOf() {}

    static Optional<Stage> stage(Class<?> type, Method method) {
        return find(Stage.class, type, method);
    }

    static Optional<Rfc> rfc(Class<?> type, Method method) {
        return find(Rfc.class, type, method);
    }

    /** The anchor of its section in the chapter, as GitHub makes it from the heading. */
    static String anchor(Stage stage) {
        return ("Stage " + stage.value() + ": " + stage.name())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                .replace(' ', '-');
    }

    private static <A extends Annotation> Optional<A> find(Class<A> annotation, Class<?> type, Method method) {
        A found = method == null ? null : method.getAnnotation(annotation);
        for (Class<?> c = type; found == null && c != null; c = c.getEnclosingClass()) {
            found = c.getAnnotation(annotation);
        }
        return Optional.ofNullable(found);
    }
}
