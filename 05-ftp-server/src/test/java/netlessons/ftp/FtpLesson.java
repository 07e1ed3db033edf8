package netlessons.ftp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.ftp.options.Options;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Lesson;
import netlessons.testkit.Stage;
import picocli.CommandLine;

/** Tells the grader what lesson 05 consists of, and starts it when no other server is named. */
public final class FtpLesson implements Lesson {
    /** Who may do everything. */
    static final String USER = "user";

    static final String PASSWORD = "12345";

    /** Somebody else, who may only look and read; so may guests. */
    static final String READER = "ann";

    static final String READER_PASSWORD = "secret";

    @Override
    public String chapter() {
        return "docs/05-ftp-server.md";
    }

    @Override
    public List<Class<?>> stages() {
        return List.of(
                Stage1LogInIT.class,
                Stage2LookAroundIT.class,
                Stage2ListsIT.class,
                Stage2FactsIT.class,
                Stage2CommandsIT.class,
                Stage3TransferIT.class,
                Stage3StoreIT.class,
                Stage3PassiveIT.class,
                Stage3ActiveIT.class,
                Stage3Ipv6IT.class,
                Stage4LogInIT.class,
                Stage4RightsIT.class,
                Stage4OverridesIT.class,
                Stage4ChangesIT.class,
                Stage5ResumeIT.class,
                Stage5DuringIT.class,
                Stage5UrgentIT.class,
                Stage5EndsIT.class,
                Stage5KilledIT.class,
                Stage6LogInIT.class,
                Stage6LimitsIT.class,
                Stage6TimeoutsIT.class,
                Stage6NatIT.class,
                Stage7TlsIT.class,
                Stage7DataIT.class,
                Stage8OutsideIT.class,
                Stage8LinksIT.class,
                Stage8StrangersIT.class,
                Stage8NamesIT.class,
                Stage8HostileIT.class,
                Stage8FuzzIT.class);
    }

    static int stage(Class<?> type) {
        return type.getAnnotation(Stage.class).value();
    }

    /** A wrong password is answered late, but not as late as it should be where nobody waits for it. */
    @Override
    public List<String> options() {
        return List.of(
                "--user",
                USER + ":" + PASSWORD + ":elradfmwMT",
                "--user",
                READER + ":" + READER_PASSWORD + ":elr",
                "--login-delay",
                "0.1");
    }

    @Override
    public Running start(Path dir) throws IOException {
        return start(dir, options());
    }

    @Override
    public Running start(Path dir, List<String> options) throws IOException {
        FtpServer server = FtpServer.start(settings(dir, options), Threads.executor(), new FtpListener() {});
        return Running.of(server.address(), server);
    }

    @Override
    public List<String> command(int port, Path dir) {
        return command(port, dir, options());
    }

    /** The classes of the lesson and of its one library, wherever this runs. */
    @Override
    public List<String> command(int port, Path dir, List<String> options) {
        List<String> words = words(port, dir, options);
        return JavaProgram.command(Main.class.getName(), List.of("picocli.CommandLine"), words.toArray(String[]::new));
    }

    /** As they would be for these options of the command line, on a free port. */
    static Settings settings(Path dir, List<String> options) throws IOException {
        Options parsed = new Options();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(parsed)))
                .parseArgs(words(0, dir, options).toArray(String[]::new));
        return parsed.settings();
    }

    private static List<String> words(int port, Path dir, List<String> options) {
        List<String> words = new ArrayList<>(List.of("--root", dir.toString(), "--port", "" + port));
        words.addAll(options);
        return words;
    }

    @Override
    public byte[] greeting() {
        return "QUIT\r\n".getBytes(StandardCharsets.US_ASCII);
    }
}
