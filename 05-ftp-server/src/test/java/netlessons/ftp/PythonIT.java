package netlessons.ftp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import netlessons.testkit.Grade;
import netlessons.testkit.Gradings;
import netlessons.testkit.Python;
import netlessons.testkit.Report;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The grader is fair: a second program, in another language, is graded as well, and passes as far as it goes. It is made in
 * the simple way, a thread for each client and one thing at a time, and has one set of rights for each user and folder: that
 * is good for three stages.
 */
final class PythonIT {
    @Test
    @DisplayName(
            "a server in Python passes the stages 1 to 3, and falls at stage 4, over folders with rights of their own")
    void passes(@TempDir Path folder) {
        assumeTrue(Python.isInstalled(11), "python3, 3.11 or newer, is not installed");
        Report report = Grade.run(
                new FtpLesson(),
                Map.of(
                        "target.command",
                        "python3 -u '" + Python.program("05-ftp-server", "ftp_server.py") + "' {port} {dir} {options}",
                        "student.log",
                        folder.resolve("student.log").toString()));
        Gradings.expectFall(report, 4);
    }
}
