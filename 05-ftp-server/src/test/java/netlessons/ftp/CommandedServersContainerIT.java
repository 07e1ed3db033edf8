package netlessons.ftp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import netlessons.testkit.Gradings;
import netlessons.testkit.Lesson;
import netlessons.testkit.Python;
import netlessons.testkit.Report;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The grader, graded by the servers of {@link RealServersContainerIT} once more. Here each is started by a command, as a
 * student's program is, with what options a test asks for: so stages can be tried in which most tests have a server for
 * themselves.
 */
@NeedsDocker
final class CommandedServersContainerIT {
    /** What pyftpdlib 1.5.7 fails of stage 4. */
    private static final KnownFailures RIGHTS = new KnownFailures(
            Set.of(
                    // 230 after REIN; a transfer that is refused leaves its connection open, and its REST in force.
                    "REIN makes one nobody",
                    "a refused transfer closes its data connection",
                    "who may append and not write cannot change what is there",
                    // An RNFR that fails leaves the one before as it was.
                    "RNTO has to stand behind an RNFR that succeeded",
                    // Of several folders with rights, the one counts that was named first; and it goes by names, so
                    // that a link, or a new name, has the rights of where it is.
                    "of two folders, the nearer one counts",
                    "a link leads to what may not be read",
                    "a folder does not lose its own rights by another name"),
            Set.of());

    /** The same of stage 6. */
    private static final KnownFailures LIMITS = new KnownFailures(
            Set.of(
                    // Who has got in and says USER again has all attempts again.
                    "nor does it to get in as somebody else between them",
                    // It looks at the clock after each second's worth of bytes, and never waits the first time.
                    "a transfer is no faster than it may be",
                    // A banner goes out as it is.
                    "who runs the server says what it says first",
                    // 230 after REIN, and 421 for a session that goes on.
                    "who logs in once more has as much time for it as the first time, \"REIN\"",
                    "nobody comes after 150: 425",
                    // A file is written where it will be, from the first byte on.
                    "who sends nothing of a file any more is cut off"),
            // It says 421 a moment before it closes the port.
            Set.of("a port that nobody comes to, and where nothing was asked for"));

    /** The same of stage 7. */
    private static final KnownFailures TLS = new KnownFailures(
            Set.of(
                    // What has come in the clear behind AUTH is carried out; and who was logged in stays so.
                    "commands that came in the clear behind AUTH",
                    "whoever had logged in in the clear",
                    // The 421 waits for the end of a handshake that does not end.
                    "who says AUTH and does not get on",
                    // 550 for USER, and for PASV; 230 after REIN.
                    "where TLS is required",
                    "REIN ends TLS",
                    // A file is made before TLS begins, and one that is cut off is kept.
                    "after PROT P, who comes to the data port without TLS",
                    "an upload that somebody cuts off"),
            // Whether TLS begins on a connection is decided when it is accepted: before PROT P, or after it.
            Set.of("a data port that was opened before PROT P, or before AUTH"));

    /** The same of stage 8. */
    private static final KnownFailures HOSTILE = new KnownFailures(
            Set.of(
                    // It opens a pipe, and waits for whoever writes into it.
                    "a pipe, or a device, is no file",
                    // STOU looks neither at rights nor where a path leads.
                    "a link that leads out is not followed to write",
                    // LIST shows where links lead.
                    "lists show nothing of what lies outside",
                    // A transfer without a data connection is begun, and waits for ever.
                    "PORT with somebody else's address is refused",
                    "no connection is made to a stranger's open port",
                    // It sends 425 for a stranger, which is no reply to any command.
                    "a stranger who is first at the passive port",
                    "a stranger cannot put a file in somebody's name",
                    // A NUL in a name ends the session, CR and LF are letters, and for what is no UTF-8 there is
                    // U+FFFD; a reply repeats what it has not understood.
                    "no name holds NUL, CR or LF",
                    "NUL in MKD is refused",
                    "a CR alone ends no line",
                    "an LF alone is taken for the end of a line",
                    "a file whose name holds an end of line",
                    "2000 random commands",
                    // After each 2048 bytes of a line comes a 500, and its rest is a line.
                    "a line that is too long is refused with 500, once",
                    "a name that is longer than a name can be",
                    // Of Telnet's commands it knows none; it looks at the last four letters for ABOR, STAT and QUIT.
                    "Telnet's own commands are no part of a line",
                    "however many of them come, the next line is heard",
                    // What Python's upper() makes an S, is one.
                    "what only looks like a command is none (case 58), \"\"PA\u017fV",
                    "what only looks like a command is none (case 58), \"\"\u017fYST",
                    // To a browser it says 500 as often as it has lines.
                    "who speaks HTTP is hung up on",
                    // The 421 waits behind what the client does not read.
                    "and is cut off when the time-out of the control connection is over"),
            // Whether a CR or NUL is in the first word of a line, which a reply repeats, is a matter of chance.
            // Soon after 200 clients that went, it may close a session that is none of theirs.
            // Between its look and its open all may change; whether just then it does, is a matter of luck.
            Set.of(
                    "1 MB of random bytes",
                    "USER in the middle of a transfer",
                    "a folder that is exchanged for a link"));

    /** What vsftpd 3.0.3 fails of stage 7. */
    private static final KnownFailures TLS_OF_VSFTPD = new KnownFailures(
            Set.of(
                    // PROT needs no PBSZ.
                    "PBSZ and PROT have to wait for AUTH",
                    // What TLS does not understand it explains in the clear: "500 OOPS: error:0A00010B".
                    "who speaks on in the clear after AUTH",
                    // When a user is refused for want of TLS, or a data connection has none, the session is over.
                    "where TLS is required",
                    "after PROT P, who comes to the data port without TLS",
                    "a data connection that does not get on with TLS",
                    // A file is written where it will be, and one that is cut off is kept.
                    "an upload that somebody cuts off",
                    // Nothing is heard during a transfer.
                    "ABOR ends a data connection that does not get on",
                    "NOOP is answered while a file is on its way"),
            // After QUIT, TLS may end without its farewell.
            Set.of("AUTH TLS is answered with 234"));

    @TempDir
    private static Path base;

    private static final Map<String, Callable<Report>> AGAIN = new HashMap<>();
    private static Gradings gradings;

    /** All at once: most of the time they wait. */
    @BeforeAll
    static void begin() throws IOException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux"), "containers share the machine's network on Linux only");
        gradings = new Gradings(base, 5);
        String vsftpd = image("vsftpd", "python3", "openssl");
        begin(7, vsftpd, "vsftpd_server.py");
        // As the owner of the folder, whoever runs the tests.
        String pyftpdlib = "--user " + Files.getAttribute(base, "unix:uid") + " "
                + image("python3-pyftpdlib", "python3-openssl", "openssl");
        for (int stage : new int[] {7, 8, 6, 4}) {
            begin(stage, pyftpdlib, "pyftpdlib_server.py");
        }
    }

    private static String image(String... packages) {
        try (Peer peer = Peer.withPackages(packages)) {
            return peer.getDockerImageName();
        }
    }

    /**
     * The container sees this machine's folder for temporary files: some tests have keys there, or something that no link may
     * lead to. One that was left behind ends after a while.
     */
    private static void begin(int stage, String image, String program) throws IOException {
        Path folder = Files.createDirectories(base.resolve(program + stage).resolve("served"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String temporary = System.getProperty("java.io.tmpdir");
        Path programs = Path.of(Python.program("05-ftp-server", program)).getParent();
        String command = "docker run --rm --init --network host --env LC_ALL --volume '" + temporary + ":" + temporary
                + "' --volume '" + programs + ":/programs:ro' " + image + " timeout 600 python3 -u /programs/" + program
                + " {port} {dir} {options}";
        Lesson lesson = new SomeStages(Set.of(stage));
        Map<String, String> settings = Map.of(
                "target.command",
                command,
                "target.dir",
                folder.toString(),
                "target.timeout",
                "4",
                "stage.locked",
                "false");
        String name = program + stage;
        gradings.begin(name, lesson, settings);
        AGAIN.put(name, () -> gradings.grade(name, lesson, settings));
    }

    @AfterAll
    static void end() {
        if (gradings != null) {
            gradings.close();
        }
    }

    private static void expect(KnownFailures known, String name) throws Exception {
        known.expectIn(gradings.report(name), AGAIN.get(name));
    }

    @Test
    @DisplayName("pyftpdlib 1.5.7: stage 4, permissions")
    void rights() throws Exception {
        expect(RIGHTS, "pyftpdlib_server.py4");
    }

    @Test
    @DisplayName("pyftpdlib 1.5.7: stage 6, limits, time-outs, NAT")
    void limits() throws Exception {
        expect(LIMITS, "pyftpdlib_server.py6");
    }

    @Test
    @DisplayName("pyftpdlib 1.5.7: stage 7, TLS")
    void tls() throws Exception {
        expect(TLS, "pyftpdlib_server.py7");
    }

    @Test
    @DisplayName("pyftpdlib 1.5.7: stage 8, hostile input")
    void hostile() throws Exception {
        expect(HOSTILE, "pyftpdlib_server.py8");
    }

    @Test
    @DisplayName("vsftpd 3.0.3: stage 7, TLS")
    void tlsOfVsftpd() throws Exception {
        expect(TLS_OF_VSFTPD, "vsftpd_server.py7");
    }
}
