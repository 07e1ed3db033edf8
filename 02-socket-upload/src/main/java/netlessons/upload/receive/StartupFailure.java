package netlessons.upload.receive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why the receiver cannot start, in one line that says what to do about it. */
final class StartupFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private StartupFailure(String message) {
        super(message);
    }

    static StartupFailure dir(Path dir) {
        String fault;
        if (Files.isDirectory(dir)) {
            fault = "The folder " + dir + " cannot be written to.";
        } else if (Files.exists(dir)) {
            fault = dir + " is no folder.";
        } else {
            fault = "The folder " + dir + " cannot be made.";
        }
        return new StartupFailure(fault + " Choose another with --dir DIR.");
    }

    static StartupFailure host(String host) {
        return new StartupFailure("There is no address " + host + ". Choose another with --host ADDRESS.");
    }

    /** The system's own words are all there is to tell the cases apart. */
    static StartupFailure bind(String host, int port, IOException cause) {
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("in use")) {
            return new StartupFailure(
                    ("Port %s on %s is in use by another program. Choose another with --port %s, or see who has it:"
                                    + " ss -ltnp 'sport = :%s' (Linux), lsof -nP -iTCP:%s -sTCP:LISTEN (macOS),"
                                    + " netstat -ano | findstr :%s (Windows).")
                            .formatted(port, host, port == 65535 ? 6542 : port + 1, port, port, port));
        }
        if (reason.contains("ermission")) {
            return new StartupFailure("No right to listen on port " + port + ": below 1024 that takes an administrator."
                    + " Choose another with --port 6542.");
        }
        if (reason.contains("assign")) {
            return new StartupFailure(
                    "This machine does not have the address " + host + ". Choose another with --host ADDRESS.");
        }
        return new StartupFailure("Cannot listen on port " + port + " of " + host + ": " + reason);
    }
}
