package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import netlessons.share.read.FileHandler;
import netlessons.testkit.Signals;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line as people meet it: a process, its words, its exit status. */
@DisplayName("the program")
@Timeout(120)
class MainIT {
    @TempDir
    Path temp;

    private Path dir;

    private record Ended(int status, List<String> lines) {}

    @BeforeEach
    void makeFolder() throws IOException {
        dir = Files.createDirectory(temp.resolve("shared"));
        Files.writeString(dir.resolve("a.txt"), "text");
    }

    private Ended run(String... options) throws Exception {
        try (ShareProgram program = ShareProgram.start(dir, List.of(), options)) {
            return new Ended(program.status(), program.lines());
        }
    }

    private ShareProgram listening(String... options) throws IOException {
        return ShareProgram.listening(dir, options);
    }

    @Test
    @DisplayName("shares the current folder, says where and how, logs, and ends with status 0 on Ctrl-C")
    @DisabledOnOs(OS.WINDOWS)
    void sharesAndStops() throws Exception {
        assumeTrue(Signals.heard(), "SIGINT cannot be sent from here");
        try (ShareProgram program = listening("--port=0")) {
            List<String> greeting = program.lines();
            assertThat(greeting.get(0)).matches("Listening on http://\\S+:\\d+/ \\(Ctrl-C stops\\)");
            assertThat(greeting).contains("Sharing    " + dir.toRealPath());
            assertThat(greeting).anyMatch(line -> line.startsWith("One file   curl -O http://"));
            assertThat(program.output()).doesNotContain("INFO", "jetty", "SLF4J", "\u2588");
            program.http()
                    .get("/a.txt?%1b%0a\"", "Connection: close")
                    .expectStatus(200)
                    .expectBody("text");
            program.awaitLine(" 200 4 ");
            assertThat(program.output()).contains(" \"GET /a.txt?%1b%0a\\\" HTTP/1.1\" 200 4 ");
            program.signal("INT");
            assertThat(program.status()).isZero();
            assertThat(program.lines()).endsWith("Stopped.");
        }
    }

    @Test
    @DisplayName("a request that makes no sense has one line of the log, and no complaint of a library beside it")
    void nonsense() throws Exception {
        try (ShareProgram program = listening("--port=0")) {
            program.target()
                    .connect()
                    .send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
                    .reply()
                    .expectStatus(400);
            program.awaitLine(" 400 ");
            assertThat(program.output()).doesNotContain("WARNING", "multiple");
        }
    }

    @Test
    @DisplayName("ends with status 0 on SIGTERM, too, also while a client is connected")
    @DisabledOnOs(OS.WINDOWS)
    void terminated() throws Exception {
        try (ShareProgram program = listening("--port=0", "--grace=1")) {
            program.target().connect();
            program.signal("TERM");
            assertThat(program.status()).isZero();
        }
    }

    @Test
    @DisplayName("ends by itself, and says so beforehand: --stop-after")
    void stopsAfter() throws Exception {
        Ended ended = run("--port=0", "--stop-after=1");
        assertThat(ended.status()).isZero();
        assertThat(ended.lines())
                .anyMatch(line -> line.startsWith("It stops in 00:0"))
                .endsWith("Stopped.");
    }

    @Test
    @DisplayName("prints a QR code if asked to")
    void qrCode() throws Exception {
        assertThat(run("--port=0", "--stop-after=0.1", "--qr", "--log=none").status())
                .isZero();
    }

    /** There may be no file descriptor left for a class when it is first needed. */
    @Test
    @DisplayName("has loaded its classes before anybody comes")
    void classes() throws Exception {
        Path log = temp.resolve("classes");
        try (ShareProgram program =
                ShareProgram.start(dir, List.of("-Xlog:class+load:file=" + log), "--port=0", "--upload")) {
            program.awaitGreeting();
            List<String> before = fromFiles(log);
            assertThat(before).anyMatch(line -> line.contains(FileHandler.class.getName() + " "));
            Http http = program.http();
            http.get("/a.txt").expectStatus(200);
            http.get("/", "Accept: text/html").expectStatus(200);
            http.get("/?zip").expectStatus(200);
            http.get("/none", "Accept: text/html").expectStatus(404);
            http.put("/b.txt", "new").expectStatus(201);
            http.put("/b.txt", "new").expectStatus(409);
            assertThat(fromFiles(log)).isEqualTo(before);
        }
    }

    private static List<String> fromFiles(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" netlessons.") && line.contains("source: file:"))
                .toList();
    }

    @Test
    @DisplayName("says in one line that the port is in use, and what to do: status 1")
    void portInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            Ended ended = run("--host=127.0.0.1", "--port=" + port);
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.lines())
                    .singleElement()
                    .asString()
                    .startsWith("Port " + port + " on 127.0.0.1 is in use by another program.")
                    .contains("--port");
        }
    }

    @Test
    @DisplayName("says in one line what is wrong with the folder, the address, the key store: status 1")
    void cannotStart() throws Exception {
        assertThat(run("nowhere"))
                .isEqualTo(
                        new Ended(1, List.of("There is no folder nowhere. Name the one to share, or go there first.")));
        assertThat(run("a.txt"))
                .isEqualTo(new Ended(1, List.of("a.txt is no folder. Name the one to share, or go there first.")));
        assertThat(run("--host=203.0.113.9", "--port=0")) // RFC 5737: nobody's
                .isEqualTo(new Ended(
                        1,
                        List.of("This machine does not have the address 203.0.113.9."
                                + " Choose another with --host ADDRESS.")));
        Ended keyStore = run("--tls=none.p12", "--port=0");
        assertThat(keyStore.status()).isEqualTo(1);
        assertThat(keyStore.lines()).singleElement().asString().contains("none.p12", "keytool -genkeypair");
    }

    @Test
    @DisplayName("does not start with --upload where nobody may write: status 1")
    @DisabledOnOs(OS.WINDOWS)
    void notWritable() throws Exception {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeFalse(Files.isWritable(dir), "an administrator may write everywhere");
            Ended ended = run("--upload", "--port=0");
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.lines()).singleElement().asString().contains("without --upload");
        } finally {
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    @DisplayName("says in one line what is wrong with the options: status 2")
    void usage() throws Exception {
        assertThat(run("--prot=1"))
                .isEqualTo(new Ended(2, List.of("There is no option --prot. Run with --help to see all options.")));
        Ended user = run("--user=ada:secret:wirte");
        assertThat(user.status()).isEqualTo(2);
        assertThat(user.lines()).singleElement().asString().contains("no right 'wirte'");
    }

    @Test
    @DisplayName("reads options from a file, which no list of processes shows")
    void optionsFromFile() throws Exception {
        Files.writeString(temp.resolve("options"), "--user=ada:secret\n--port=0\n");
        try (ShareProgram program = listening("@" + temp.resolve("options"))) {
            program.http().get("/a.txt").expectStatus(401);
            assertThat(program.output()).doesNotContain("secret");
        }
    }

    @Test
    @DisplayName("explains all options, their defaults, and the exit status")
    void help() throws Exception {
        Ended help = run("--help");
        assertThat(help.status()).isZero();
        assertThat(String.join(" ", help.lines()).replaceAll(" +", " "))
                .contains(
                        "--upload",
                        "--user",
                        "--downloads",
                        "--patience",
                        "8000",
                        "reject, rename, replace",
                        "Exit status");
    }
}
