package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Report.StageResult;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grades programs in another process: this very class, started with what it should do. */
class StudentProgramTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path temporary;

    /** The student's program: what to do, and the port. */
    public static void main(String[] args) throws Exception {
        System.out.println("I am to " + args[0]);
        switch (args[0]) {
            case "leave" -> {
                for (int i = 1; i <= 40; i++) {
                    System.out.println("line " + i);
                }
                System.exit(3);
            }
            case "sleep" -> Thread.sleep(Duration.ofMinutes(1).toMillis());
            case "father" -> {
                new ProcessBuilder(command("sleep", "0")).start();
                try (ServerSocket server = listen(args[1])) {
                    serve(server, args);
                }
            }
            case "both" -> {
                try (ServerSocket other =
                                new ServerSocket(Integer.parseInt(args[1]), 50, InetAddress.getByName("::1"));
                        Socket first = other.accept();
                        ServerSocket usual = listen(args[1])) {
                    if (hasGone(first)) {
                        System.out.println("I was too slow");
                    }
                    serve(usual, args);
                }
            }
            default -> {
                try (ServerSocket server = listen(args[1])) {
                    serve(server, args);
                }
            }
        }
    }

    private static ServerSocket listen(String port) throws IOException {
        return new ServerSocket(Integer.parseInt(port), 50, InetAddress.getByName("127.0.0.1"));
    }

    private static boolean hasGone(Socket client) throws IOException {
        TinyServer.readHead(client);
        client.setSoTimeout(1);
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void serve(ServerSocket server, String[] args) throws IOException {
        while (true) {
            try (Socket socket = server.accept()) {
                if (TinyServer.readHead(socket)) {
                    if (args[0].equals("crash")) {
                        System.out.println("Traceback: line 7");
                        System.exit(1);
                    }
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                } else if (args[0].equals("naive")) {
                    System.exit(2);
                }
            }
        }
    }

    @Stage(value = 1, name = "first")
    static class First {
        @Test
        void answers(Target target) {
            target.exchange(REQUEST).expectStatus(200);
            assertThat(target.dir()).isDirectory();
        }

        @Test
        void answersAgain(Target target) {
            target.exchange(REQUEST).expectStatus(200);
        }
    }

    @Stage(value = 1, name = "first")
    static class Place {
        @Test
        void isTheUsualOne(Target target) {
            assertThat(target.host()).isEqualTo("127.0.0.1");
        }
    }

    @Stage(value = 2, name = "second")
    static class FilesTests {
        @Test
        @Order(1)
        void passes(Target target) throws IOException {
            Files.writeString(target.newFolder().resolve("a"), "a");
        }

        @Test
        @Order(2)
        void fails(Target target) throws IOException {
            assertThat(target.dir()).isEmptyDirectory();
            Files.writeString(target.newFolder().resolve("b"), "b");
            target.exchange(REQUEST).expectStatus(404);
        }
    }

    @Test
    void keepsTheFilesOfATestThatFailsUntilTheNextRun() {
        String command = String.join(" ", command("serve", "{port}")) + " '{dir}'";
        Path files = temporary.resolve("student-files");
        for (int run = 1; run <= 2; run++) {
            Report report = Grade.run(TinyServer.lesson("", FilesTests.class), configuration(command));
            assertThat(files).isDirectoryRecursivelyContaining("glob:**/student-files/test-2/b");
            assertThat(report.text())
                    .containsPattern(
                            "first start your program, in another terminal:\n  .* serve [0-9]+ .*student-files\n");
        }
    }

    @Test
    void takesItsFilesAwayFromAFolderOfTheStudent() throws IOException {
        Map<String, String> configuration = configuration(String.join(" ", command("serve", "{port}")));
        Path own = Files.createDirectory(temporary.resolve("own"));
        configuration.put("target.dir", own.toString());
        assertThat(Grade.run(TinyServer.lesson("", FilesTests.class), configuration)
                        .passed())
                .isFalse();
        assertThat(own).isEmptyDirectory();
    }

    @Test
    void startsAndStopsIt() throws Exception {
        Report report = grade(String.join(" ", command("father", "{port}")), Map.of());
        assertThat(report.text()).contains("All 1 stages passed.");
        assertThat(log()).contains("I am to father");
        awaitNoChildren();
    }

    /** It begins to between the grader's look at the one and at the other. */
    @Test
    void gradesItAtTheUsualAddressIfItListensOnBoth() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            assertThat(any.isBound()).isTrue();
        } catch (IOException e) {
            Assumptions.abort("there is no IPv6 here");
        }
        String command = String.join(" ", command("both", "{port}"));
        Report report = Grade.run(TinyServer.lesson(REQUEST, Place.class), configuration(command));
        Assumptions.assumeFalse(log().contains("too slow"), "the grader had looked before it listened on both");
        assertThat(report.text()).contains("All 1 stages passed.");
    }

    @Test
    void tellsThatItEndedBeforeItListened() {
        Report report = grade(String.join(" ", command("leave", "{port}")), Map.of());
        assertThat(report.stages().get(0).reasons()).containsExactly("locked until stage 0 passes");
        String message = notStarted(report);
        assertThat(message)
                .startsWith("  Your program ended with exit status 3 before it listened on port ")
                .contains("its last lines were:\n      line 21\n", "      line 40\n", "(all in ", "student.log)")
                .doesNotContain("line 20\n");
        assertThat(report.text())
                .contains("Stage 0, it starts: 1 of 1 failed\n")
                .endsWith(" -Dstage=0\n");
    }

    @Test
    void tellsThatItNeverListened() {
        Report report = grade(String.join(" ", command("sleep", "{port}")), Map.of("target.start", "10"));
        assertThat(notStarted(report))
                .contains("Your program runs, but it did not listen on port ", "within 10 s", "I am to sleep");
    }

    @Test
    void greetsItWithAWholeRequestAndLetsItLive() {
        String naive = String.join(" ", command("naive", "{port}"));
        assertThat(grade(naive, Map.of(), REQUEST).passed()).isTrue();
        assertThat(grade(naive, Map.of(), "").passed()).isFalse();
    }

    @Test
    void tellsThatItEndedOnTheFirstRequest() {
        Report report = grade(String.join(" ", command("crash", "{port}")), Map.of(), REQUEST);
        assertThat(notStarted(report))
                .startsWith("  Your program ended with exit status 1 on the first request"
                        + " (GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n); its last lines were:\n")
                .contains("Traceback: line 7");
    }

    @Test
    void tellsThatItEndedMeanwhile() {
        Report report = grade(String.join(" ", command("crash", "{port}")), Map.of());
        List<Report.Failure> failures = report.stages().get(0).failures();
        assertThat(failures).hasSize(2).allSatisfy(f -> assertThat(f.message()).doesNotContain("means"));
        assertThat(failures.get(0).message())
                .contains("the connection was closed before a single byte came")
                .contains("Your program ended with exit status 1 while it was being graded; its last lines were:")
                .contains("Traceback: line 7");
        assertThat(failures.get(1).message())
                .contains("the connection was refused")
                .contains("it has ended, in an earlier test")
                .doesNotContain("Traceback");
        assertThat(report.text()).contains("To try an \"again\" line, first start your program");
    }

    @Test
    void tellsThatThereIsNoSuchProgram() {
        Report report = grade("/no/such/program {port}", Map.of());
        assertThat(notStarted(report))
                .startsWith("  Your program could not be started: ")
                .contains("/no/such/program");
    }

    @Test
    void tellsThatItDidNotOutliveTheFirstConnection() {
        Report report = grade(String.join(" ", command("naive", "{port}")), Map.of());
        // On a busy machine it may take longer than a moment to end, and is found out in stage 1.
        assertThat(report.firstFailed().orElseThrow().failures().get(0).message())
                .contains("Your program ended with exit status 2 ");
    }

    @Test
    void withoutLocksEachTestTellsIt() {
        Report report = grade("/no/such/program {port}", Map.of("stage.locked", "false"));
        assertThat(report.stages().get(0).failures())
                .hasSize(2)
                .allSatisfy(f -> assertThat(f.message()).startsWith("  Your program could not be started: "));
    }

    private static String notStarted(Report report) {
        assertThat(report.passed()).isFalse();
        assertThat(report.firstFailed()).map(StageResult::stage).contains(0);
        return report.start().orElseThrow().failures().get(0).message();
    }

    private Report grade(String command, Map<String, String> more) {
        return grade(command, more, "");
    }

    private Report grade(String command, Map<String, String> more, String greeting) {
        Map<String, String> configuration = configuration(command);
        configuration.putAll(more);
        return Grade.run(TinyServer.lesson(greeting, First.class), configuration);
    }

    private Map<String, String> configuration(String command) {
        return new HashMap<>(Map.of(
                "target.command",
                command,
                "student.log",
                temporary.resolve("student.log").toString()));
    }

    /** A moment after it was killed, a process may still be there. */
    static void awaitNoChildren() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                                .isEmpty());
    }

    private String log() throws IOException {
        return Files.readString(temporary.resolve("student.log"));
    }

    private static List<String> command(String what, String port) {
        return command(StudentProgramTest.class, what, port);
    }

    /** A command that starts a class of these tests. */
    static String java(Class<?> main, String what, String port) {
        return String.join(" ", command(main, what, port));
    }

    private static List<String> command(Class<?> main, String what, String port) {
        return List.of(
                quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                "-Xmx32m",
                "-cp",
                quoted(testClasses()),
                main.getName(),
                what,
                port);
    }

    private static String testClasses() {
        try {
            return Path.of(StudentProgramTest.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quoted(String word) {
        return word.contains(" ") ? '"' + word + '"' : word;
    }
}
