package netlessons.downloader;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Lesson;

/** Tells the grader what lesson 04 consists of, and starts its program when no other one is named. */
public final class DownloaderLesson implements Lesson {
    private static final String MAIN = "netlessons.downloader.Main";

    @Override
    public String chapter() {
        return "docs/04-threaded-downloader.md";
    }

    @Override
    public List<Class<?>> stages() {
        return List.of(Stage1ListIT.class, Stage2ErrorsIT.class);
    }

    /** Patient enough for a slow machine, and no more: most of the stages' time goes by in waiting for the end of it. */
    @Override
    public List<String> downloadCommand(List<URI> urls, Path dir) {
        return command(urls, dir, "--retries", "4");
    }

    /** The same with other options. */
    static List<String> command(List<URI> urls, Path dir, String... more) {
        String options = "--connect-timeout 2 --read-timeout 2 --retry-wait 0.2 --max-retry-wait 5"
                + " --min-speed 1000 --min-speed-time 2 --min-segment 256k --progress none --dir";
        return java(
                MAIN,
                Stream.of(Stream.of(options.split(" ")), Stream.of(dir.toString()), Stream.of(more), urls.stream())
                        .flatMap(part -> part)
                        .map(Object::toString)
                        .toArray(String[]::new));
    }

    /** The lesson as a program, or one of the tests' own. */
    static List<String> java(String main, String... arguments) {
        return JavaProgram.command(
                main, List.of(MAIN, "picocli.CommandLine", "org.apache.hc.core5.http.HttpException"), arguments);
    }
}
