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
    private final CurrentTest test;
    private final TargetOpener opener;
    private final Lesson lesson;
    private final ProgramLogs logs;
    private final TestFolders downloads;
    private final AtomicInteger firstFailed = new AtomicInteger(Integer.MAX_VALUE);
    private Target target;
    private SenderTarget sender;
    private RuntimeException startFailure;

    Run(Settings settings, Lesson lesson) {
        this.settings = settings;
        this.lesson = lesson;
        this.test = new CurrentTest(settings.seed());
        this.logs = new ProgramLogs(settings, "");
        this.downloads =
                new TestFolders(settings, "download", settings.command().isPresent());
        this.opener = new TargetOpener(settings, lesson, test);
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

    /** The sender under test. */
    synchronized SenderTarget sender() {
        if (sender == null) {
            sender = new SenderTarget(settings, lesson, test);
        }
        return sender;
    }

    /** The downloader under test, for one test. @param name class and method */
    DownloadTarget downloader(String id, String name, String hint) {
        CurrentTest own = new CurrentTest(settings.seed());
        own.begin(id, name, hint);
        return new DownloadTarget(settings, lesson, own, logs, downloads);
    }

    /** A test of what runs all the time begins. */
    void begin(String id, String hint) {
        test.begin(id, "", hint);
    }

    /** A test has ended: nothing of it is left to disturb the next one. */
    synchronized void end(boolean failed) {
        if (sender != null) {
            sender.end(failed);
        }
        if (target != null) {
            target.end(failed);
        }
    }

    /** The message of a check that a test made by other means, with all that is known; none if nothing is. */
    synchronized Optional<String> explain(String message) {
        if (sender != null && sender.inUse()) {
            return Optional.of(sender.explain(message));
        }
        return opened().map(one -> one.explain(message));
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
        downloads.close();
        opener.close();
    }
}
