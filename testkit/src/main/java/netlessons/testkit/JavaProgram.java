package netlessons.testkit;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How to start a class of a lesson, or of its tests, as a program of its own. */
public final class JavaProgram {
    private JavaProgram() {}

    /**
     * With the Java that runs here, the folder or jar of the class and those of some others, wherever these are now. It
     * starts soon and lives shortly.
     *
     * @param main the name of the class that has {@code main}
     * @param others names of classes, one of each library that it needs
     */
    public static List<String> command(String main, List<String> others, String... arguments) {
        String classes = Stream.concat(Stream.of(main), others.stream())
                .map(JavaProgram::home)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classes,
                main);
        return Stream.concat(java, Stream.of(arguments)).toList();
    }

    private static String home(String type) {
        try {
            return Path.of(Class.forName(type)
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
