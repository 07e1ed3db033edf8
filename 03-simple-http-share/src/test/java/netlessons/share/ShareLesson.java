package netlessons.share;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.share.options.Options;
import netlessons.testkit.Lesson;
import picocli.CommandLine;

/** Tells the grader what lesson 03 consists of, and starts it when no other server is named. */
public final class ShareLesson implements Lesson {
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
                Stage4ImagesIT.class,
                Stage5AccessIT.class,
                Stage5UntilWhenIT.class,
                Stage7PageIT.class);
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
        ShareServer server = ShareServer.start(settings(dir, options));
        endsByItself(server);
        return new Running() {
            @Override
            public InetSocketAddress address() {
                return server.address();
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }

    /** As the program does, when the time is over or all downloads are done. */
    private static void endsByItself(ShareServer server) {
        Thread thread = new Thread(
                () -> {
                    try {
                        server.awaitEnd();
                        server.close();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "ends the lesson");
        thread.setDaemon(true);
        thread.start();
    }

    private static ShareSettings settings(Path dir, List<String> options) {
        List<String> words = new ArrayList<>(List.of(dir.toString(), "--host", "127.0.0.1", "--port", "0"));
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
