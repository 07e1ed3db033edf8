package netlessons.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The sender and the receiver in Python, which were written from docs/02-protocol.md alone. */
final class Python {
    private Python() {}

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))")
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

    /** The absolute path of one of the programs. */
    static String program(String name) {
        return Path.of(System.getProperty("lesson.repository", ".."), "02-socket-upload/src/test/python", name)
                .toAbsolutePath()
                .normalize()
                .toString();
    }

    static List<String> send(int port, Path path) {
        return List.of("python3", "-u", program("send.py"), "" + port, path.toString());
    }
}
