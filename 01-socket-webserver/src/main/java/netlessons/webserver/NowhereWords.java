package netlessons.webserver;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * What the system says of a path that leads nowhere, beside "no such file". The JDK has no class for these: it passes on the
 * system's words, which are in the language of its user, and no number.
 */
final class NowhereWords {
    static final String NO_FOLDER = said("Not a directory", "/dev/null/x");
    static final String TOO_LONG = said("File name too long", "/" + "x".repeat(5000));
    static final String LOOP = said("Too many levels of symbolic links", "/proc/self/root".repeat(50));

    private NowhereWords() {}

    private static String said(String english, String path) {
        try {
            Path.of(path).toRealPath();
        } catch (FileSystemException e) {
            if (e.getReason() != null) {
                return e.getReason();
            }
            // There is no such path on this system.
        } catch (IOException e) {
            // Neither here.
        }
        return english;
    }
}
