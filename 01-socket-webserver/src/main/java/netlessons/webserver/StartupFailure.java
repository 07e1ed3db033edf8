package netlessons.webserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why the server cannot start, in one line that says what to do about it. */
final class StartupFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private StartupFailure(String message) {
        super(message);
    }

    static StartupFailure root(Path root) {
        String fault = Files.isDirectory(root)
                ? "The folder " + root + " cannot be read."
                : Files.exists(root) ? root + " is no folder." : "There is no folder " + root + ".";
        return new StartupFailure(fault + " Choose another with --root DIR.");
    }

    static StartupFailure host(String host) {
        return new StartupFailure("There is no address " + host + ". Choose another with --host ADDRESS.");
    }

    /** @param left how many files this program may still open */
    static StartupFailure loops(int count, long left) {
        return new StartupFailure(("%d open files are left here, too few for %d event loops and their clients."
                        + " Choose fewer with --loops N, or allow more with ulimit -n.")
                .formatted(left, count));
    }

    /** The system's own words are all there is to tell the cases apart. */
    static StartupFailure bind(String host, int port, IOException cause) {
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("in use")) {
            return new StartupFailure(
                    ("Port %s on %s is in use by another program. Choose another with --port %s, or see who has it:"
                                    + " ss -ltnp 'sport = :%s' (Linux), lsof -nP -iTCP:%s -sTCP:LISTEN (macOS),"
                                    + " netstat -ano | findstr :%s (Windows).")
                            .formatted(port, host, port == 65535 ? 8080 : port + 1, port, port, port));
        }
        if (reason.contains("ermission")) {
            return new StartupFailure("No right to listen on port " + port + ": below 1024 that takes an administrator."
                    + " Choose another with --port 8080.");
        }
        if (reason.contains("assign")) {
            return new StartupFailure(
                    "This machine does not have the address " + host + ". Choose another with --host ADDRESS.");
        }
        return new StartupFailure("Cannot listen on port " + port + " of " + host + ": " + reason);
    }
}
