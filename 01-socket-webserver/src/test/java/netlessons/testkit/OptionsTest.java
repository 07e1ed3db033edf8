package netlessons.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts servers with options: this very class as a program, and in this JVM; each answers with what it was given. */
class OptionsTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path temporary;

    /** A program: the port, and any words. */
    public static void main(String[] args) throws IOException {
        byte[] answer = answer(Arrays.asList(args).subList(1, args.length)).getBytes(StandardCharsets.US_ASCII);
        try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                try (Socket socket = server.accept()) {
                    TinyServer.readHead(socket);
                    socket.getOutputStream().write(answer);
                }
            }
        }
    }

    private static String answer(List<String> words) {
        String body = String.join("|", words);
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Stage(value = 1, name = "options")
    static class Asks {
        @Test
        void common(Target target) {
            target.exchange(REQUEST).expectBody("--usual");
            target.fresh().exchange(REQUEST).expectBody("--usual");
        }

        @Test
        void others(Target target) {
            target.fresh("--name", "two words", "").exchange(REQUEST).expectBody("--name|two words|");
        }

        @Test
        void none(Target target) {
            target.fresh(new String[0]).exchange(REQUEST).expectBody("");
        }
    }

    @Test
    void theLessonGetsThem() {
        Report report = Grade.run(new Optional(), Map.of());
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(report.stages().get(0).passed()).isEqualTo(3);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramGetsThemWhereItsCommandHasThem() {
        Report report = grade("{options}");
        assertThat(report.stages().get(0).passed()).as(report.text()).isEqualTo(3);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramWithoutThemIsNotAskedForMore() {
        Report report = grade("--usual");
        assertThat(report.stages().get(0).passed()).as(report.text()).isEqualTo(1);
        assertThat(report.stages().get(0).skipped()).isEqualTo(2);
        assertThat(report.stages().get(0).reasons())
                .containsExactly("this needs a program with other options: say with {options} where they go in"
                        + " -Dtarget.command");
    }

    private Report grade(String arguments) {
        String log = temporary.resolve("student.log").toString();
        String command = StudentProgramTest.java(OptionsTest.class, "{port}", arguments);
        return Grade.run(new Optional(), Map.of("target.command", command, "student.log", log));
    }

    /** A lesson whose server can be started with other options than the usual one. */
    private static final class Optional implements Lesson {
        @Override
        public String chapter() {
            return "docs/00-sample.md";
        }

        @Override
        public List<Class<?>> stages() {
            return List.of(Asks.class);
        }

        @Override
        public List<String> options() {
            return List.of("--usual");
        }

        @Override
        public byte[] greeting() {
            return REQUEST.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Running start(Path dir, List<String> options) {
            TinyServer server = TinyServer.answering(answer(options));
            return Running.of(server.address(), server::close);
        }
    }
}
