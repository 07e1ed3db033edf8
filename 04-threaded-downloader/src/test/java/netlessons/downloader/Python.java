package netlessons.downloader;

import java.io.IOException;
import java.nio.file.Path;

/** The downloader in Python, which was written from the contract alone. */
final class Python {
    private Python() {}

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 11))")
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

    /** The absolute path of the program. */
    static String program() {
        return Path.of(
                        System.getProperty("lesson.repository", ".."),
                        "04-threaded-downloader/src/test/python/download.py")
                .toAbsolutePath()
                .normalize()
                .toString();
    }
}
