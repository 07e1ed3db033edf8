package netlessons.testkit;

import java.io.IOException;
import java.nio.file.Path;

/** Programs in Python that lie beside a lesson's tests: second implementations, written from its contract alone. */
public final class Python {
    private Python() {}

    /** @param minor of the version 3.x that is needed at least */
    public static boolean isInstalled(int minor) {
        try {
            return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, " + minor + "))")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The absolute path of a program.
     *
     * @param module such as 02-socket-upload
     * @param name of the file in its src/test/python
     */
    public static String program(String module, String name) {
        return Path.of(System.getProperty("lesson.repository", ".."), module, "src/test/python", name)
                .toAbsolutePath()
                .normalize()
                .toString();
    }
}
