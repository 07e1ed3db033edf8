package netlessons.testkit.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/** A small repository whose documents are true until a test changes them. */
final class Sample {
    static final String CHAPTER = "docs/01-tiny.md";
    static final String SOURCE = "01-tiny/src/Tiny.java";

    private static final Map<Integer, String> STAGES = new TreeMap<>(Map.of(1, "one page", 2, "two pages"));

    final Path root;
    boolean ci;
    Duration limit = Duration.ofSeconds(30);

    Sample(Path root) {
        this.root = root;
        write(
                "pom.xml",
                "<project><modules><module>01-tiny</module><module>02-other</module></modules>"
                        + "<profiles><profile><id>strict</id></profile></profiles></project>");
        write(SOURCE, """
                class Tiny {
                    // @start region=outer
                    void loop() {
                        // @start region=inner
                        accept();

                        answer();
                        // @end region=inner
                    }
                    // @end
                }
                """);
        write("docs/glossary.md", "# Glossary\n\n## Port\n\nA number.\n\n## Port\n\nAgain.\n");
        write("README.md", "# Tiny\n");
        write(CHAPTER, """
                # Tiny

                Takes **90 minutes**. **What you need:** a JDK. **What you will be able to do:** listen. **Before:** no. **After:** [words](#words), glossary.

                ## Run it
                ## On the wire

                ```mermaid
                sequenceDiagram
                ```

                ## Stage 1: one page
                ## Stage 2: two pages
                ## What can go wrong
                ## Exercises

                1. Answer twice (stage 2).

                   <details><summary>Hint</summary>A loop.</details>
                2. Answer once (stage 1).

                   <details><summary>Hint</summary>No loop.</details>

                ## Grade your own
                ## In production

                %s

                ## Words

                A [port](glossary.md#port).

                ## Further reading

                - The code: start at `package-info.java`.
                """.formatted("word ".repeat(1_300)));
    }

    void write(String path, String text) {
        try {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String read(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    void replace(String from, String to) throws IOException {
        String chapter = read(CHAPTER);
        if (!chapter.contains(from)) {
            throw new AssertionError("no " + from);
        }
        write(CHAPTER, chapter.replace(from, to));
    }

    /** What became of one check: no message if it passed. */
    record Outcome(String name, boolean skipped, String message) {}

    /** The problems (and reasons of skipped checks) of a README with this text. */
    List<String> problems(String readme) throws IOException {
        write("README.md", readme);
        return problems(outcomes("README.md", false));
    }

    List<String> chapterProblems() throws IOException {
        return problems(outcomes(CHAPTER, false));
    }

    private static List<String> problems(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::message).filter(m -> m != null).toList();
    }

    List<Outcome> outcomes(String document, boolean update) throws IOException {
        Path real = root.toRealPath();
        String classPath = System.getProperty("java.class.path");
        Project project = new Project(real, "01-tiny", TinyServer.class.getName(), classPath, a -> 8080, ci, limit);
        List<Outcome> outcomes = new ArrayList<>();
        run(new Docs(project).tests(document, document.equals(CHAPTER) ? STAGES : null, update), outcomes);
        return outcomes;
    }

    private static void run(DynamicNode node, List<Outcome> outcomes) {
        if (node instanceof DynamicContainer container) {
            try (Stream<? extends DynamicNode> children = container.getChildren()) {
                children.forEachOrdered(child -> run(child, outcomes));
            }
            return;
        }
        try {
            ((DynamicTest) node).getExecutable().execute();
            outcomes.add(new Outcome(node.getDisplayName(), false, null));
        } catch (TestAbortedException e) {
            outcomes.add(new Outcome(node.getDisplayName(), true, e.getMessage()));
        } catch (Problem e) {
            outcomes.add(new Outcome(node.getDisplayName(), false, e.getMessage()));
        } catch (Throwable e) {
            throw new AssertionError(node.getDisplayName(), e);
        }
    }
}
