package netlessons.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.share.options.Options;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Lesson;
import netlessons.testkit.Stage;
import picocli.CommandLine;

/** Tells the grader what lesson 03 consists of, and starts it when no other server is named. */
public final class ShareLesson implements Lesson {
    private static final List<String> LIBRARIES = List.of(
            "picocli.CommandLine",
            "org.eclipse.jetty.server.Server",
            "org.eclipse.jetty.http.HttpField",
            "org.eclipse.jetty.io.EndPoint",
            "org.eclipse.jetty.util.Callback",
            "org.slf4j.Logger",
            "org.slf4j.jul.JULServiceProvider",
            "com.samskivert.mustache.Mustache",
            "org.commonmark.parser.Parser",
            "net.coobird.thumbnailator.Thumbnails",
            "io.nayuki.qrcodegen.QrCode");

    @Override
    public String chapter() {
        return "docs/03-simple-http-share.md";
    }

    @Override
    public List<Class<?>> stages() {
        return List.of(
                Stage1ListingIT.class,
                Stage2ConditionsIT.class,
                Stage2RangesIT.class,
                Stage2FoldersIT.class,
                Stage2SavingIT.class,
                Stage3UploadIT.class,
                Stage3FormsIT.class,
                Stage3WholeIT.class,
                Stage3LimitsIT.class,
                Stage3ResumeIT.class,
                Stage3TusIT.class,
                Stage4ImagesIT.class,
                Stage5AccessIT.class,
                Stage5UntilWhenIT.class,
                Stage6PathsIT.class,
                Stage6OutsideIT.class,
                Stage6NamesIT.class,
                Stage6PlacesIT.class,
                Stage6BodiesIT.class,
                Stage6FormsIT.class,
                Stage6LimitsIT.class,
                Stage6InjectionIT.class,
                Stage6SitesIT.class,
                Stage6ResourcesIT.class,
                Stage7PageIT.class,
                Stage7HostileIT.class);
    }

    static int stage(Class<?> type) {
        return type.getAnnotation(Stage.class).value();
    }

    @Override
    public List<String> options() {
        return List.of("--upload");
    }

    @Override
    public Running start(Path dir) throws IOException {
        return start(dir, options());
    }

    @Override
    public Running start(Path dir, List<String> options) throws IOException {
        return running(ShareServer.start(settings(Lesson.freePort(), dir, options), System.out));
    }

    static Running running(ShareServer server) {
        Thread end = new Thread(() -> endInOrder(server), "waits for the end of the share");
        end.setDaemon(true);
        end.start();
        return Running.of(server.address(), server);
    }

    /** As main does it: when the time is over, or the last file has been fetched, it stops. */
    private static void endInOrder(ShareServer server) {
        try (server) {
            server.awaitEnd();
        } catch (InterruptedException | IOException e) {
            // then it ends with the tests
        }
    }

    @Override
    public List<String> command(int port, Path dir) {
        return command(port, dir, options());
    }

    /** The classes of the lesson and one of each of its libraries, wherever this runs. */
    @Override
    public List<String> command(int port, Path dir, List<String> options) {
        List<String> words =
                new ArrayList<>(List.of(dir.toString(), "--host", "127.0.0.1", "--port", "" + port, "--no-qr"));
        words.addAll(options);
        return JavaProgram.command(Main.class.getName(), LIBRARIES, words.toArray(String[]::new));
    }

    static ShareSettings settings(int port, Path dir, List<String> options) {
        List<String> words =
                new ArrayList<>(List.of(dir.toString(), "--host", "127.0.0.1", "--port", "" + port, "--log", "none"));
        words.addAll(options);
        Options parsed = new Options();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(parsed)))
                .parseArgs(words.toArray(String[]::new));
        return parsed.settings();
    }

    @Override
    public byte[] greeting() {
        return "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    }
}
