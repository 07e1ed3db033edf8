package netlessons.share.upload;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import netlessons.share.ShareLesson;
import netlessons.testkit.Lesson;
import netlessons.testkit.Target;
import netlessons.testkit.http.Http;

/** The lesson while it shares a folder, in this JVM, with --upload and some more options. */
final class Sharing implements Closeable {
    private final Lesson.Running running;
    private final Target target;
    private final Path dir;

    private Sharing(Lesson.Running running, Path dir) {
        this.running = running;
        this.target = Target.at(running.address());
        this.dir = dir;
    }

    static Sharing start(Path dir, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--upload"));
        all.addAll(List.of(options));
        return new Sharing(new ShareLesson().start(dir, all), dir);
    }

    Http http() {
        return Http.of(target);
    }

    /** Paths of all files and folders, hidden and temporary ones, too. */
    static List<String> all(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(file -> !file.equals(dir))
                    .map(file -> dir.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    List<String> all() throws IOException {
        return all(dir);
    }

    /** Does it so many times at once, each in a thread of its own. */
    static <T> List<T> atOnce(int times, IntFunction<T> what) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                Callable<T> one = () -> {
                    start.await();
                    return what.apply(number);
                };
                futures.add(threads.submit(one));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
