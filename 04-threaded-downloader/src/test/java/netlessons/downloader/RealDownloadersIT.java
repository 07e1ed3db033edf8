package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.Grade;
import netlessons.testkit.Report;
import netlessons.testkit.Report.StageResult;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Origin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.BindMode;

/**
 * The grader, graded by programs that half the world downloads with, as Debian 12 has them. None was written for this
 * contract, so each falls somewhere; docs/teaching.md tells where and why. Here it is pinned where they fall first, and
 * over what: a grader that lets them pass, or that finds fault with what they do well, has changed.
 */
@NeedsDocker
class RealDownloadersIT {
    /** A program, the stage at which it falls, and the beginning of the name of a test that it does not pass there. */
    enum Program {
        /** The name of a file is the last part of its address, percent-encoding and all. */
        CURL(
                1,
                "the origin is asked for the path as it is; in the name, percent-encoding is undone",
                "curl -fsSL --connect-timeout 2 --speed-limit 1000 --speed-time 2 --remove-on-error"
                        + " --output-dir {dir} --remote-name-all {url}"),

        /** Where a path ends and a query begins, a question mark becomes part of the name. */
        WGET(1, "the query goes to the origin, and is no part of the name", "wget -q -P {dir} -T 2 -t 2 {url}"),

        /** Host does not say the port: a fault that versions after Debian's have no more. */
        WGET2(1, "the request is one: GET, the path", "wget2 -q -P {dir} -T 2 --tries=2 {url}"),

        /** All addresses are taken for mirrors of the first file; it begins with ranges, and asks for no more. */
        AXEL(1, "three files with one command", "axel -q -T 2 -o {dir} {url}"),

        /** What has come of a file stands under the file's own name, with name.aria2 beside it. */
        ARIA2(
                2,
                "half of the promised bytes come, then the end (FIN)",
                "aria2c -q -d {dir} -c -x 4 -s 4 -k 1M --connect-timeout=2 -t 2 -m 2 --retry-wait=1"
                        + " --lowest-speed-limit=1000 -Z {url}");

        private final int stage;
        private final String test;
        private final String command;

        Program(int stage, String test, String command) {
            this.stage = stage;
            this.test = test;
            this.command = command;
        }
    }

    @TempDir
    static Path folder;

    private static final Map<Program, Future<Report>> REPORTS = new EnumMap<>(Program.class);
    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(3);
    private static Peer peer;

    /** In the host's network 127.0.0.1 is the same for the tests and for the container, and so is the folder. */
    @BeforeAll
    static void start() throws IOException {
        peer = Peer.withPackages("curl", "wget", "aria2", "axel", "wget2")
                .withNetworkMode("host")
                .withFileSystemBind(folder.toString(), folder.toString(), BindMode.READ_WRITE);
        peer.start();
        try (Origin origin = Origin.start()) {
            origin.at("/", Answers.status(200));
            boolean same = peer.exec("curl", "-s", origin.uri("/").toString()).exitCode() == 0;
            assumeTrue(same, "the host of the Docker engine is not this machine");
        }
        for (Program program : Program.values()) {
            REPORTS.put(program, EXECUTOR.submit(() -> grade(program)));
        }
    }

    @AfterAll
    static void stop() {
        EXECUTOR.shutdownNow();
        peer.stop();
    }

    private static Report grade(Program program) throws IOException {
        Path files = Files.createDirectory(folder.resolve(program.name()));
        String user = Files.getAttribute(files, "unix:uid") + ":" + Files.getAttribute(files, "unix:gid");
        return Grade.run(
                new DownloaderLesson(),
                Map.of(
                        "target.command",
                        "docker exec -u " + user + " " + peer.getContainerId() + " " + program.command,
                        "target.timeout",
                        "3",
                        "stage",
                        "" + program.stage,
                        "student.log",
                        files.resolve("student.log").toString()));
    }

    @ParameterizedTest
    @EnumSource
    void fallsWhereItIsKnownToFall(Program program) throws Exception {
        Report report = REPORTS.get(program).get(10, TimeUnit.MINUTES);
        assertThat(report.firstFailed())
                .as(report.text())
                .map(StageResult::stage)
                .contains(program.stage);
        assertThat(report.firstFailed().orElseThrow().failures())
                .as(report.text())
                .anyMatch(failure -> failure.test().startsWith(program.test))
                .hasSizeLessThan(12);
    }
}
