package netlessons.ftp;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads the classes of this program before they are needed. Where they lie in a folder, each takes a file descriptor for
 * a moment. If a crowd of clients has them all just then, the class is not found, and a JVM that has not found a class
 * does not look for it again (JVMS section 5.4.3): the server would live on as a ruin.
 */
final class Classes {
    private static final String ENDING = ".class";

    private Classes() {}

    /** All that lie in the same folder as these; in a jar, which stays open, there is nothing to do. */
    static void loadAll() {
        try {
            Path folder = Path.of(Classes.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(folder)) {
                for (Path file : classFiles(folder)) {
                    String name = folder.relativize(file)
                            .toString()
                            .replace('\\', '.')
                            .replace('/', '.');
                    Class.forName(
                            name.substring(0, name.length() - ENDING.length()), false, Classes.class.getClassLoader());
                }
            }
        } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
            // then they are loaded one by one, as usual
        }
    }

    private static List<Path> classFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ENDING)).toList();
        }
    }
}
