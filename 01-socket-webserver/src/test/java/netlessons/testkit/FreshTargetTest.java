package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Report.Failure;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Stops servers: programs, which are this very class started with what it should do, and some in this JVM. */
class FreshTargetTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path temporary;

    /** A program: what to do when it is told to stop, and the port. */
    public static void main(String[] args) throws IOException {
        System.out.println("I shall " + args[0]);
        if (args[0].equals("obey")) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
        }
        try (ServerSocket server = new ServerSocket(Integer.parseInt(args[1]), 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                new Thread(() -> answer(socket)).start();
            }
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            while (TinyServer.readHead(socket)) {
                socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // the client has left
        }
    }

    @Stage(value = 1, name = "ends")
    static class Ends {
        @Test
        @Order(1)
        void onSigterm(Target target) {
            FreshTarget program = target.freshProgram();
            Wire wire = program.connect().send(REQUEST);
            wire.finalReply().expectStatus(200);
            program.stop();
            wire.expectClosed();
            program.expectNobodyGetsIn(REQUEST);
            program.stop().expectEndInOrder(LIMIT);
            program.expectAnotherInItsPlace().exchange(REQUEST).expectStatus(200);
        }

        @Test
        @Order(2)
        void onSigint(Target target) {
            target.freshProgram().interrupt().expectEndInOrder(LIMIT);
        }
    }

    @Stage(value = 1, name = "answers")
    static class Answers {
        @Test
        void whatHasBegun(Target target) {
            FreshTarget server = target.fresh();
            Wire begun = server.connect().send(REQUEST.substring(0, 10));
            server.stop().expectEnd(LIMIT);
            begun.send(REQUEST.substring(10)).finalReply();
        }
    }

    @Stage(value = 1, name = "lets nobody in")
    static class LetsNobodyIn {
        @Test
        void afterTheStop(Target target) {
            target.fresh().stop().expectNobodyGetsIn(REQUEST);
        }
    }

    @Stage(value = 1, name = "stops")
    static class Stops {
        @Test
        void inTime(Target target) {
            target.fresh().stop().expectEnd(Duration.ofMillis(50));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void stopsProgramsWithSignals() {
        Report report = grade(program("obey"), Ends.class);
        assertThat(report.passed()).as(report.text()).isTrue();
        StudentProgramTest.awaitNoChildren();
        assertThat(List.of("student.log", "student-2.log", "student-3.log", "student-4.log"))
                .allSatisfy(name -> assertThat(temporary.resolve(name)).hasContent("I shall obey"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void tellsHowAProgramEnded() {
        Report report = grade(program("die"), Ends.class);
        List<Failure> failures = report.stages().get(0).failures();
        assertThat(failures).hasSize(2);
        assertThat(failures.get(0).message())
                .containsPattern("^ {2}stop     SIGTERM, [0-9.]+ s ago\n  expected exit status 0\n")
                .contains("\n  received exit status 143\n  means    143 is 128 and the number of the signal")
                .contains("\n  program  it has ended with exit status 143; its last lines were:")
                .containsPattern("\n  again    .* die [0-9]+ & sleep 2; kill \\$!; wait \\$!; echo \\$\\?$");
        assertThat(failures.get(1).message())
                .contains("SIGINT, as with Ctrl-C", "exit status 130", " & sleep 2; kill -INT $!; wait $!; echo $?");
        assertThat(report.text()).doesNotContain("first start your program");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void tellsThatTheSignalReachedAShellOnly() throws IOException {
        Path script = temporary.resolve("start");
        Files.writeString(script, program("obey").replace("{port}", "$1") + "\necho over\n");
        List<Failure> failures =
                grade("sh " + script + " {port}", Ends.class).stages().get(0).failures();
        assertThat(failures.get(0).message())
                .contains("which it had started, still runs", "begin\n           the last line with exec");
        StudentProgramTest.awaitNoChildren();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void tellsWhatWasSentBeforeAndAfterTheStop() {
        String message = grade(program("die"), Answers.class)
                .stages()
                .get(0)
                .failures()
                .get(0)
                .message();
        assertThat(message)
                .containsPattern(
                        "^ {2}sent     GET / HTTP\n  stop     SIGTERM, [0-9.]+ s ago\n  sent     /1.1\\\\r\\\\n\n")
                .contains("\n  means    this request had begun when the server was told to stop")
                .containsPattern(" & sleep 2; \\(printf 'GET / HTTP'; sleep 1; kill \\$!; sleep 1; "
                        + "printf '/1.1\\\\r\\\\nHost: a\\\\r\\\\n\\\\r\\\\n'\\) \\| nc -q 3 127.0.0.1 [0-9]+$");
    }

    @Test
    void cannotStopWhatItHasNotStarted() {
        try (TinyServer server = TinyServer.answering(ANSWER)) {
            String address = "127.0.0.1:" + server.address().getPort();
            Report report = Grade.run(TinyServer.lesson("", Ends.class), Map.of("target", address));
            assertThat(report.stages().get(0).skipped()).isEqualTo(2);
            assertThat(report.stages().get(0).reasons())
                    .containsExactly("the grader can stop only what it has started: use -Dtarget.command");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void closesTheLessonInTheBackground() {
        assertThat(Grade.run(TinyServer.lesson(ANSWER, LetsNobodyIn.class), Map.of())
                        .passed())
                .isTrue();
        assertThat(Grade.run(TinyServer.lesson(ANSWER, Ends.class), Map.of())
                        .stages()
                        .get(0)
                        .reasons())
                .containsExactly("the lesson is no program here, and has no exit status");
    }

    @Test
    void tellsThatTheLessonListensOn() {
        Report report = Grade.run(listensOn(ANSWER, LetsNobodyIn.class), Map.of("target.timeout", "2"));
        assertThat(report.stages().get(0).failures().get(0).message())
                .contains("expected no answer: the server was told to stop, and takes new clients all the same")
                .contains("received HTTP/1.1 200 OK");
        report = Grade.run(listensOn(null, LetsNobodyIn.class), Map.of("target.timeout", "2"));
        assertThat(report.stages().get(0).failures().get(0).message())
                .contains("expected a new connection to be refused, or to be closed without an answer")
                .contains("received nothing, neither an answer nor the end, for 2 s");
    }

    @Test
    void tellsThatTheLessonDoesNotEnd() {
        Report report = Grade.run(listensOn(ANSWER, Stops.class), Map.of());
        assertThat(report.stages().get(0).failures().get(0).message())
                .containsPattern("^ {2}stop     close\\(\\), [0-9.]+ s ago\n")
                .contains("\n  expected the server to have ended 50 ms later\n  received it has not\n")
                .contains("\n  program  it has not stopped yet\n")
                .doesNotContain("again");
    }

    @Test
    void seesInTheKernelsWordsWhetherSigintIsIgnored() throws IOException {
        Path status = temporary.resolve("status");
        for (Map.Entry<String, Boolean> e : Map.of(
                        "0000000000000002", true, "0000000180000007", true, "0000000180001005", false, "", false)
                .entrySet()) {
            Files.writeString(status, "Name:\tsh\nSigIgn:\t" + e.getKey() + "\nSigCgt:\t0000000000000002\n");
            assertThat(Signals.ignoresInterrupt(status)).as(e.getKey()).isEqualTo(e.getValue());
        }
        assertThat(Signals.ignoresInterrupt(temporary.resolve("none"))).isFalse();
    }

    /** A lesson that needs five seconds to stop, and listens meanwhile; null: it listens, and nobody accepts. */
    private static Lesson listensOn(String answer, Class<?> stage) {
        Lesson lesson = TinyServer.lesson(answer == null ? "" : answer, stage);
        return new Lesson() {
            @Override
            public String chapter() {
                return lesson.chapter();
            }

            @Override
            public List<Class<?>> stages() {
                return lesson.stages();
            }

            @Override
            public Running start(Path dir) throws IOException {
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TinyServer server = TinyServer.answering(answer);
                return new Running() {
                    @Override
                    public InetSocketAddress address() {
                        return answer == null ? (InetSocketAddress) silent.getLocalSocketAddress() : server.address();
                    }

                    @Override
                    public void close() throws IOException {
                        try {
                            Thread.sleep(5000);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        silent.close();
                        server.close();
                    }
                };
            }
        };
    }

    private Report grade(String command, Class<?> stage) {
        Map<String, String> configuration = Map.of(
                "target.command",
                command,
                "target.timeout",
                "6",
                "student.log",
                temporary.resolve("student.log").toString());
        return Grade.run(TinyServer.lesson("", stage), configuration);
    }

    private static String program(String what) {
        return StudentProgramTest.java(FreshTargetTest.class, what, "{port}");
    }
}
