package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netlessons.testkit.Report.Failure;
import netlessons.testkit.Report.StageResult;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Grades senders in another process, which are this very class, beside a server or alone. */
class SenderTargetTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path temporary;

    /** A sender: what to do, the port, the file. It sends the file's bytes and wants to hear "ok". */
    public static void main(String[] args) throws Exception {
        System.out.println("I am to " + args[0]);
        if (args[0].equals("leave")) {
            System.exit(3);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]))) {
            socket.getOutputStream().write(Files.readAllBytes(Path.of(args[2])));
            byte[] answer = socket.getInputStream().readNBytes(2);
            System.exit(new String(answer, StandardCharsets.US_ASCII).equals("ok") ? 0 : 1);
        }
    }

    @Stage(value = 1, name = "first")
    static class Serves {
        @Test
        void answers(Target target) {
            target.exchange(REQUEST).expectStatus(200);
        }
    }

    @Stage(value = 1, name = "first", side = Side.SENDER)
    static class Sends {
        @Test
        @Order(1)
        void sends(SenderTarget sender) throws IOException {
            Path file = Files.writeString(sender.newFolder().resolve("a b"), "hello");
            Listener listener = sender.listen();
            SenderRun run = sender.start(listener.port(), file);
            Wire wire = listener.accept();
            assertThat(wire.read(5, "the file")).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(run.running()).isTrue();
            wire.send("ok");
            run.expectSuccess();
            assertThat(run.output()).isEqualTo("I am to send" + System.lineSeparator());
        }

        @Test
        @Order(2)
        void hearsNo(SenderTarget sender) throws IOException {
            Path file = Files.writeString(sender.newFolder().resolve("b"), "hello");
            Listener listener = sender.listen();
            SenderRun run = sender.start(listener.port(), file);
            listener.accept().send("no");
            run.expectExit(7, 8);
        }
    }

    @Stage(value = 2, name = "second", side = Side.SENDER)
    static class SendsMore {
        @Test
        @Order(1)
        void isEnded(SenderTarget sender) throws IOException {
            Path file = Files.writeString(sender.newFolder().resolve("d"), "hello");
            Listener listener = sender.listen();
            SenderRun run = sender.start(listener.port(), file);
            assertThat(run.running()).isTrue();
            assertThat(run.kill().await()).isEqualTo(137);
        }
    }

    @Stage(value = 3, name = "third")
    static class ServesMore {
        @Test
        void answers(Target target) {
            target.exchange(REQUEST).expectStatus(200);
        }
    }

    @Stage(value = 4, name = "fourth", side = Side.BOTH)
    static class Together {
        @Test
        void meet(Target target, SenderTarget sender) throws IOException {
            Path file = Files.writeString(sender.newFolder().resolve("c"), REQUEST);
            sender.start(target.port(), file).expectExit(1);
        }
    }

    private static final Class<?>[] ALL = {Serves.class, Sends.class, SendsMore.class, ServesMore.class, Together.class
    };

    private String sender(String what) {
        return StudentProgramTest.java(SenderTargetTest.class, what, "{port}") + " {path}";
    }

    private Report grade(Map<String, String> configuration, Class<?>... stages) {
        Map<String, String> all = new HashMap<>(
                Map.of("student.log", temporary.resolve("student.log").toString(), "stage.locked", "false"));
        all.putAll(configuration);
        return Grade.run(TinyServer.lesson(GOOD, stages), all);
    }

    private static List<String> marks(Report report) {
        return report.stages().stream()
                .map(s -> s.passed() + " " + s.failed() + " " + s.skipped() + (s.notApplicable() ? " -" : ""))
                .toList();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void gradesASenderAlone() {
        Report report = grade(Map.of("target.send", sender("send")), ALL);
        assertThat(marks(report)).containsExactly("1 1 1", "1 0 0", "0 0 1 -", "1 0 0");
        assertThat(report.target()).endsWith(" send {port} {path}");
        StageResult third = report.stages().get(2);
        assertThat(third.reasons()).containsExactly("no receiver was given: -Dtarget.command=\"…\"");
        Failure no = report.stages().get(0).failures().get(0);
        assertThat(no.message())
                .contains("  sent     no\n  came     hello\n  expected exit status 7 or 8\n  received exit status 1\n")
                .containsPattern("\n  sender   .* send [0-9]+ .*/b  \\(started [0-9.]+ s ago\\)\n")
                .contains("it has ended with exit status 1; its last lines were:")
                .contains("I am to send", "(all in ", "student-send", "\n  hint     docs/00-sample.md#stage-1-first");
        assertThat(temporary.resolve("student-send-files"))
                .isDirectoryRecursivelyContaining("glob:**/b")
                .isDirectoryNotContaining("glob:**/a b");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsNotGivenIsNotAskedFor() {
        Report sender = grade(Map.of("target.send", sender("send")), SendsMore.class, ServesMore.class);
        assertThat(sender.passed()).as(sender.text()).isTrue();
        assertThat(sender.text()).endsWith("All stages passed that apply.\n");
        assertThat(temporary.resolve("student-send.log")).doesNotExist();
    }

    @Test
    void gradesAServerAlone() throws IOException {
        try (TinyServer server = TinyServer.answering(GOOD)) {
            Map<String, String> target =
                    Map.of("target", "127.0.0.1:" + server.address().getPort());
            Report report = grade(target, Serves.class, Sends.class, SendsMore.class, ServesMore.class);
            assertThat(marks(report)).containsExactly("1 0 2", "0 0 1 -", "1 0 0");
            assertThat(report.passed()).as(report.text()).isTrue();
            assertThat(report.text())
                    .containsPattern("1  first .* passed \\(2 not run: no sender was given: -Dtarget.send=\"…\"\\)\n")
                    .containsPattern("2  second .* no sender was given: ");
            assertThat(grade(target, SendsMore.class).passed()).isFalse();
        }
    }

    @Test
    void aLessonWithoutASenderSaysSo() {
        Report report = grade(Map.of(), Sends.class, ServesMore.class);
        assertThat(marks(report)).containsExactly("0 0 2", "1 0 0");
        assertThat(report.stages().get(0).reasons()).containsExactly("the lesson has no sender here");
        assertThat(report.passed()).isFalse();
        assertThatThrownBy(() -> grade(Map.of("target.send", sender("send")), Serves.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dtarget.send: this lesson has no sender. Use -Dtarget.command.");
        assertThatThrownBy(() -> grade(Map.of("target.send", "send {port}"), Sends.class))
                .hasMessageContaining("{path}");
    }

    @Test
    void tellsOnceThatItDoesNotStart() {
        Map<String, String> configuration = Map.of("target.send", sender("leave"), "stage.locked", "true");
        Report report = grade(configuration, Serves.class, Sends.class);
        assertThat(report.stages().get(0).reasons()).containsExactly("locked until stage 0 passes");
        assertThat(report.start().orElseThrow().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.message())
                        .startsWith("  expected a connection to port ")
                        .contains(" within 30 s\n  received none\n", "it has ended with exit status 3")
                        .endsWith("\n  hint     docs/starters/README.md"));
    }

    @Test
    void tellsThatItEndedBeforeItConnected() {
        Report report = grade(Map.of("target.send", sender("leave")), Sends.class);
        assertThat(report.stages().get(0).failures())
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure.message())
                        .startsWith("  expected a connection to port ")
                        .contains("\n  received none within 10 s\n", "it has ended with exit status 3"));
    }
}
