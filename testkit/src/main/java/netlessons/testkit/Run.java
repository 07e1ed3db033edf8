package netlessons.testkit;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What all graded tests of one run share: the settings, the stages that failed, the server under test. */
final class Run implements AutoCloseable {
    /** Where it is kept; {@link Grade} leaves one there. */
    static final String STORE = "netlessons.testkit";

    private final Settings settings;
    private final TargetOpener opener;
    private final Lesson lesson;
    private final AtomicInteger firstFailed = new AtomicInteger(Integer.MAX_VALUE);
    private Target target;
    private RuntimeException startFailure;

    Run(Settings settings, Lesson lesson) {
        this.settings = settings;
        this.lesson = lesson;
        this.opener = new TargetOpener(settings, lesson);
    }

    /** The one of this run, which JUnit closes at the end. */
    static Run of(ExtensionContext context) {
        ExtensionContext.Namespace space = ExtensionContext.Namespace.create(STORE);
        Run given = context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, space)
                .get(Run.class, Run.class);
        return given != null
                ? given
                : context.getRoot()
                        .getStore(space)
                        .computeIfAbsent(
                                Run.class,
                                key -> new Run(Settings.of(context::getConfigurationParameter), installed()),
                                Run.class);
    }

    /** The lesson of the module. */
    static Lesson installed() {
        return ServiceLoader.load(Lesson.class, Lesson.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No lesson: META-INF/services/netlessons.testkit.Lesson is not among the test resources."));
    }

    Settings settings() {
        return settings;
    }

    Lesson lesson() {
        return lesson;
    }

    void failed(int stage) {
        firstFailed.accumulateAndGet(stage, Math::min);
    }

    /** The first stage with a failure; none, a number above all. */
    int firstFailed() {
        return firstFailed.get();
    }

    /** The server under test; opened when first asked for, and only once, even if that fails. */
    synchronized Target target() {
        if (startFailure != null) {
            throw startFailure;
        } else if (target == null) {
            try {
                target = opener.open();
            } catch (RuntimeException e) {
                startFailure = e instanceof StartFailure ? e : new StartFailure(e.getMessage());
                throw startFailure;
            }
        }
        return target;
    }

    /** The same, if it has been opened. */
    synchronized Optional<Target> opened() {
        return Optional.ofNullable(target);
    }

    @Override
    public void close() {
        opener.close();
    }
}
