package netlessons.testkit.docs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import netlessons.testkit.Lesson;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests what a module's documents say. A module extends it and names its chapter:
 *
 * <pre>{@code
 * class ChapterTest extends DocsTest {
 *     ChapterTest() {
 *         super("docs/01-socket-webserver.md");
 *     }
 * }
 * }</pre>
 *
 * <p>System properties: {@code lesson.repository} (else the nearest folder above with .mvn or .git), {@code lesson.main}
 * (else from the module's pom), {@code docs.timeout} (seconds a command may take, 180), {@code docs.update} (true: writes
 * the listings anew instead of failing).
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class DocsTest {
    private final String chapter;
    private final Set<String> documents = new LinkedHashSet<>();

    /** Names the chapter, and more documents of this module, as paths from the repository's root. */
    protected DocsTest(String chapter, String... more) {
        this.chapter = chapter;
        documents.add(chapter);
        documents.addAll(List.of("README.md", Course.MAP, Course.TEACHING, Course.GLOSSARY, "docs/starters/README.md"));
        documents.addAll(List.of(more));
    }

    /**
     * The port that the lesson listens on when it is started with these arguments and they name none; 0 if it does not
     * listen then. Documents show this port, the tests use a free one.
     */
    protected int port(String arguments) {
        return 8080;
    }

    /** A test for each listing, command, link, section. */
    @TestFactory
    public final Stream<DynamicNode> documents() {
        Project project = Project.of(chapter, this::port);
        Docs docs = new Docs(project);
        boolean update = Boolean.getBoolean("docs.update");
        Map<Integer, String> stages = stages();
        Stream<DynamicNode> tests =
                documents.stream().map(d -> docs.tests(d, d.equals(chapter) ? stages : null, update));
        return stages == null
                ? Stream.concat(Stream.of(noLesson()), tests)
                : Stream.concat(Stream.of(course(project, stages.size())), tests);
    }

    private DynamicNode course(Project project, int stages) {
        return DynamicTest.dynamicTest(
                Course.MAP + " and " + chapter + " agree", () -> new Course(project, chapter, stages).check());
    }

    private DynamicNode noLesson() {
        return DynamicTest.dynamicTest(chapter, () -> {
            throw new Problem(chapter + ": ServiceLoader finds no netlessons.testkit.Lesson with this chapter");
        });
    }

    /** Number and name of each stage of the grader; null if there is no grader. */
    private Map<Integer, String> stages() {
        Map<Integer, String> stages = new TreeMap<>();
        for (Lesson lesson : ServiceLoader.load(Lesson.class)) {
            if (lesson.chapter().equals(chapter)) {
                for (Class<?> test : lesson.stages()) {
                    Stage stage = test.getAnnotation(Stage.class);
                    stages.put(stage.value(), stage.name());
                }
                return stages;
            }
        }
        return null;
    }
}
