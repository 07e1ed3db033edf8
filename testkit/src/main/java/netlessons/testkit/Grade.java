package netlessons.testkit;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs only the graded tests and prints only a report. Maven starts it when {@code -Dtarget=host:port},
 * {@code -Dtarget.command="…"} or {@code -Dtarget.send="…"} is given.
 */
public final class Grade {
    private Grade() {}

    /** Exit status: 0 if all stages passed that were asked for, 1 if not, 2 if an option makes no sense. */
    public static void main(String[] args) throws IOException {
        Map<String, String> configuration = new LinkedHashMap<>();
        Settings.NAMES.forEach(
                name -> Optional.ofNullable(System.getProperty(name)).ifPresent(v -> configuration.put(name, v)));
        LogManager.getLogManager().reset(); // what JUnit and HTTP clients log is of no use to a student
        int status = grade(Run.installed(), configuration, System.out);
        System.out.flush();
        if (status != 0) {
            System.exit(status); // ends Maven without a word of its own, which would hide the report
        }
    }

    /** Grades, and writes the report and the files. @return the exit status */
    static int grade(Lesson lesson, Map<String, String> configuration, PrintStream out) throws IOException {
        GradeFiles files = new GradeFiles(Settings.log(name -> Optional.ofNullable(configuration.get(name))));
        try {
            Report report = run(lesson, configuration, files.xml());
            out.print(report.brief(Settings.shown(files.report())));
            files.write(report, Summary.of(report, configuration, Instant.now()));
            return report.passed() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            files.write(Summary.refused(lesson.module(), configuration, e.getMessage(), Instant.now()));
            return 2;
        }
    }

    /**
     * Grades in this JVM. It looks at nothing but what it is given: no system properties.
     *
     * @param configuration as on the command line, without -D: stage, only, target, target.dir, target.command,
     *     target.send, target.start, target.timeout, target.parallel, seed, stage.locked, student.log
     * @throws IllegalArgumentException with a message for the student, if the configuration makes no sense
     */
    public static Report run(Lesson lesson, Map<String, String> configuration) {
        return run(lesson, configuration, new TestExecutionListener() {});
    }

    private static Report run(Lesson lesson, Map<String, String> configuration, TestExecutionListener also) {
        Settings settings = Settings.of(name -> Optional.ofNullable(configuration.get(name)));
        checkSides(lesson, settings);
        GradeListener listener = new GradeListener();
        PostDiscoveryFilter only = test -> FilterResult.includedIf(test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(source -> StageOf.name(source.getJavaClass(), source.getJavaMethod()))
                .filter(name -> !name.equals(settings.only().orElse(name)))
                .isEmpty());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.concat(Starting.tests(sides(lesson)).stream(), lesson.stages().stream())
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .filters(only)
                .enableImplicitConfigurationParameters(false)
                .configurationParameter("junit.jupiter.testclass.order.default", StageOrder.class.getName())
                .configurationParameters(parallel(lesson, settings))
                .configurationParameter("junit.jupiter.testmethod.order.default", TestOrder.class.getName())
                .build();
        try (Run run = new Run(settings, lesson);
                LauncherSession session = LauncherFactory.openSession()) {
            session.getStore().put(Namespace.create(Run.STORE), Run.class, run);
            session.getLauncher().execute(request, listener, also);
            if (settings.only().isPresent()
                    && listener.results(settings.stage()).isEmpty()) {
                throw new IllegalArgumentException("-Donly=" + settings.only().get() + ": there is no such test.");
            }
            return new Report(
                    lesson.module(),
                    Stream.of(settings.command().or(settings::target), settings.send())
                            .flatMap(Optional::stream)
                            .reduce((server, sender) -> server + " and " + sender)
                            .orElse("the lesson itself"),
                    arguments(configuration),
                    run.opened().map(Target::command).orElse(""),
                    settings.seed(),
                    listener.results(settings.stage()));
        }
    }

    /** For the tests that may, see {@link TestOrder}. */
    private static Map<String, String> parallel(Lesson lesson, Settings settings) {
        String number = "" + settings.parallel();
        return !sides(lesson).contains(Side.DOWNLOADER)
                ? Map.of()
                : Map.of(
                        "junit.jupiter.execution.parallel.enabled",
                        "true",
                        "junit.jupiter.execution.parallel.config.strategy",
                        "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism",
                        number,
                        "junit.jupiter.execution.parallel.config.fixed.max-pool-size",
                        number);
    }

    private static Set<Side> sides(Lesson lesson) {
        return lesson.stages().stream()
                .flatMap(type -> StageOf.find(Stage.class, type, null).stream())
                .map(Stage::side)
                .collect(Collectors.toSet());
    }

    private static void checkSides(Lesson lesson, Settings settings) {
        Set<Side> sides = sides(lesson);
        if (settings.send().isPresent() && !sides.contains(Side.SENDER) && !sides.contains(Side.BOTH)) {
            throw new IllegalArgumentException("-Dtarget.send: this lesson has no sender. Use -Dtarget.command.");
        }
        if (sides.contains(Side.DOWNLOADER)) {
            settings.checkDownloader();
        }
    }

    private static String arguments(Map<String, String> configuration) {
        return configuration.entrySet().stream()
                .filter(e -> !Set.of("stage", "only", "student.log").contains(e.getKey()))
                .map(e -> " -D" + e.getKey() + "=" + CommandLine.quoted(e.getValue()))
                .collect(Collectors.joining());
    }
}
