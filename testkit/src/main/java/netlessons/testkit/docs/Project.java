package netlessons.testkit.docs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/**
 * Where the documents stand and what their commands start.
 *
 * @param root the repository
 * @param module folder of the module under test, such as 01-socket-webserver
 * @param main the main class of its lesson
 * @param classPath what a lesson is started with in place of Maven or of the jar
 * @param port the port a start with these arguments listens on when they name none; 0 if it does not listen
 * @param ci whether a program that is missing is a failure; else the command is skipped
 * @param limit how long one command may take
 */
record Project(
        Path root,
        String module,
        String main,
        String classPath,
        ToIntFunction<String> port,
        boolean ci,
        Duration limit) {
    /** The module whose tests run in this JVM. */
    static Project of(String chapter, ToIntFunction<String> port) {
        Path root = repository();
        String module = Path.of(chapter).getFileName().toString().replaceFirst("\\.md$", "");
        String main = System.getProperty("lesson.main");
        if (main == null) {
            main = texts(root.resolve(module).resolve("pom.xml"), "properties", "lesson.main").stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("set -Dlesson.main, or lesson.main in " + module));
        }
        return new Project(
                root,
                module,
                main,
                System.getProperty("java.class.path"),
                port,
                "true".equals(System.getenv("CI")),
                Duration.ofSeconds(Long.getLong("docs.timeout", 180)));
    }

    private static Path repository() {
        String given = System.getProperty("lesson.repository");
        if (given != null) {
            return Path.of(given).toAbsolutePath().normalize();
        }
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.exists(p.resolve(".mvn")) || Files.exists(p.resolve(".git"))) {
                return p;
            }
        }
        throw new IllegalStateException("no folder with .mvn or .git above here; set -Dlesson.repository");
    }

    static boolean windows() {
        return File.separatorChar == '\\';
    }

    /** Module folders named in the root pom. */
    List<String> modules() {
        return texts(root.resolve("pom.xml"), "modules", "module");
    }

    /** Profiles of the root pom and of the modules. */
    Set<String> profiles() {
        Set<String> ids = new LinkedHashSet<>(texts(root.resolve("pom.xml"), "profile", "id"));
        modules().forEach(m -> ids.addAll(texts(root.resolve(m).resolve("pom.xml"), "profile", "id")));
        return ids;
    }

    /** The texts of the elements with this name and this parent; none if there is no such file. */
    private static List<String> texts(Path pom, String parent, String name) {
        List<String> texts = new ArrayList<>();
        if (!Files.exists(pom)) {
            return texts;
        }
        try (var in = Files.newInputStream(pom)) {
            var nodes = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getElementsByTagName(name);
            for (int i = 0; i < nodes.getLength(); i++) {
                if (nodes.item(i).getParentNode().getNodeName().equals(parent)) {
                    texts.add(nodes.item(i).getTextContent().strip());
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(pom + ": " + e.getMessage(), e);
        }
    }
}
