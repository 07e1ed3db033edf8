package netlessons.downloader;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Lesson;

/** Tells the grader what lesson 04 consists of, and starts its program when no other one is named. */
public final class DownloaderLesson implements Lesson {
    @Override
    public String chapter() {
        return "docs/04-threaded-downloader.md";
    }

    @Override
    public List<Class<?>> stages() {
        return List.of(
                Stage1ListIT.class,
                Stage2ErrorsIT.class,
                Stage3RetriesIT.class,
                Stage4SegmentsIT.class,
                Stage4ResumeIT.class,
                Stage5IntegrityIT.class,
                Stage5NamesIT.class,
                Stage6HostileIT.class);
    }

    @Override
    public List<String> downloadCommand(List<URI> urls, Path dir) {
        return command(urls, dir);
    }

    /** @param changed options that take the place of those that have the same name, or are added; such as --retries=0 */
    static List<String> command(List<URI> urls, Path dir, String... changed) {
        return java(
                Main.class,
                Stream.of(Stream.of("--dir=" + dir), options(changed), urls.stream())
                        .flatMap(part -> part)
                        .map(Object::toString)
                        .toArray(String[]::new));
    }

    /** Patient enough for a slow machine, and no more: most of the stages' time is spent in waiting for the end of it. */
    static Stream<String> options(String... changed) {
        Set<String> names = Stream.of(changed).map(DownloaderLesson::name).collect(Collectors.toSet());
        return Stream.concat(
                Stream.of(
                                "--connect-timeout=1",
                                "--read-timeout=3",
                                "--retries=4",
                                "--retry-wait=0.2",
                                "--max-retry-wait=5",
                                "--min-speed=1000",
                                "--min-speed-time=3",
                                "--min-segment=256k",
                                "--progress=none")
                        .filter(option -> !names.contains(name(option))),
                Stream.of(changed));
    }

    private static String name(String option) {
        return option.replaceFirst("=.*", "");
    }

    /** The lesson as a program, or one of the tests' own. */
    static List<String> java(Class<?> main, String... arguments) {
        return JavaProgram.command(
                main.getName(),
                List.of(Main.class.getName(), "picocli.CommandLine", "org.apache.hc.core5.http.HttpException"),
                arguments);
    }
}
