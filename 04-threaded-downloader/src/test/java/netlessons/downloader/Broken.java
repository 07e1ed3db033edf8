package netlessons.downloader;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import netlessons.testkit.Lesson;
import netlessons.testkit.Stage;

/**
 * Downloaders with one fault each, of the kind that first programs have: the grader must find it at its stage and not
 * before. What it consists of stands in {@link BrokenDownloader}, or in the options here.
 */
enum Broken implements Lesson {
    /** %20 is no blank in a name, it stays what it is. */
    ENCODED_NAMES(1),

    /** Whatever happens, the exit status is 0. */
    ALWAYS_CONTENT(2),

    /** What has come of a file has the file's name. */
    KEEPS_HALVES(2),

    /** What fails once has failed. So it has more patience than the lesson, which may try again when a machine stood still. */
    NEVER_RETRIES(3, "--retries=0", "--read-timeout=8", "--min-speed-time=8"),

    /** What is left of an earlier run is thrown away. */
    FORGETS(4),

    /** A file comes over one connection, however slow that is. */
    ONE_CONNECTION(4, "--segments=1"),

    /** Names come from addresses, and Content-Disposition is not looked at. */
    CHOOSES_NAMES(5),

    /** An origin may choose .bashrc for a name. */
    HIDES_FILES(6, "--hidden");

    private static final DownloaderLesson LESSON = new DownloaderLesson();

    private final int stage;
    private final String[] options;

    Broken(int stage, String... options) {
        this.stage = stage;
        this.options = options;
    }

    /** At which it falls. */
    int stage() {
        return stage;
    }

    @Override
    public String chapter() {
        return LESSON.chapter();
    }

    /** Up to the one where it falls, and one more, which has to stay locked; of a second fault for one stage only that. */
    @Override
    public List<Class<?>> stages() {
        boolean second = ordinal() > 0 && values()[ordinal() - 1].stage == stage;
        return LESSON.stages().stream()
                .filter(type -> number(type) <= stage + 1)
                .filter(type -> !second || number(type) >= stage)
                .toList();
    }

    /** Whether there is such a stage. */
    boolean isTested() {
        return stages().stream().anyMatch(type -> number(type) == stage);
    }

    private static int number(Class<?> type) {
        return type.getAnnotation(Stage.class).value();
    }

    @Override
    public List<String> downloadCommand(List<URI> urls, Path dir) {
        String[] words = Stream.of(
                        Stream.of(name(), dir.toString(), "--dir=" + dir),
                        DownloaderLesson.options(options),
                        Stream.of("--"),
                        urls.stream().map(URI::toString))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return DownloaderLesson.java(BrokenDownloader.class, words);
    }
}
