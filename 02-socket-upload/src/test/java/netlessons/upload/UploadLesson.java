package netlessons.upload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Lesson;
import netlessons.testkit.Python;
import netlessons.testkit.Stage;
import netlessons.upload.receive.Conflict;
import netlessons.upload.receive.Limits;
import netlessons.upload.receive.LimitsDraft;
import netlessons.upload.receive.Receiver;
import netlessons.upload.receive.Threads;

/** Tells the grader what lesson 02 consists of, and starts its two programs when no others are named. */
public final class UploadLesson implements Lesson {
    /** Short, since stage 6 waits for its end. */
    private static final Duration IDLE = Duration.ofSeconds(3);

    @Override
    public String chapter() {
        return "docs/02-socket-upload.md";
    }

    @Override
    public List<Class<?>> stages() {
        return List.of(
                Stage1OneFileIT.class,
                Stage2BoundariesIT.class,
                Stage2SenderIT.class,
                Stage3ManyIT.class,
                Stage3SenderIT.class,
                Stage4IntegrityIT.class,
                Stage4SenderIT.class,
                Stage5ResumeIT.class,
                Stage5SenderIT.class,
                Stage6HostileIT.class,
                Stage6NamesIT.class,
                Stage6PatienceIT.class,
                Stage6SenderIT.class,
                Stage7CrashIT.class,
                Stage7SenderIT.class);
    }

    /** The numbers of the stages. */
    static List<Integer> numbers() {
        return new UploadLesson()
                .stages().stream()
                        .map(type -> type.getAnnotation(Stage.class).value())
                        .distinct()
                        .toList();
    }

    @Override
    public Running start(Path dir) throws IOException {
        Receiver receiver = Receiver.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                dir,
                Conflict.reject,
                limits(),
                Threads.executor(),
                line -> {});
        return Running.of(receiver.address(), receiver::close);
    }

    static Limits limits() {
        return LimitsDraft.with(limits -> limits.idleTimeout = IDLE);
    }

    @Override
    public List<String> command(int port, Path dir) {
        return java(
                Main.class,
                "receive",
                "--port",
                "" + port,
                "--dir",
                dir.toString(),
                "--idle-timeout",
                "" + IDLE.toSeconds());
    }

    @Override
    public List<String> sendCommand(int port, Path path) {
        return java(
                Main.class,
                "send",
                path.toString(),
                "--to",
                "127.0.0.1:" + port,
                "--progress",
                "none",
                "--idle-timeout",
                "3",
                "--retries",
                "4");
    }

    /** The lesson as a program, or one of the tests' own. */
    static List<String> java(Class<?> main, String... arguments) {
        return JavaProgram.command(
                main.getName(),
                List.of(
                        Main.class.getName(),
                        "picocli.CommandLine",
                        "me.tongfei.progressbar.ProgressBar",
                        "org.jline.terminal.Terminal"),
                arguments);
    }

    /** The sender in Python. */
    static List<String> pythonSend(int port, Path path) {
        return List.of("python3", "-u", Python.program("02-socket-upload", "send.py"), "" + port, path.toString());
    }
}
