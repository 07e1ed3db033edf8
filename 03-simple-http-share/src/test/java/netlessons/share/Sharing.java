package netlessons.share;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import netlessons.testkit.Lesson;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Http;

/** The lesson in this JVM, for one test, with the options it needs. Closing stops it. */
public final class Sharing implements AutoCloseable {
    private final Lesson.Running running;
    private final Target target;
    private final Path dir;

    private Sharing(Lesson.Running running, Path dir) {
        this.running = running;
        this.dir = dir;
        this.target = Target.at(running.address());
    }

    public static Sharing of(Path dir, String... options) throws IOException {
        ShareServer server = ShareServer.start(ShareLesson.settings(0, dir, List.of(options)), System.out);
        return new Sharing(ShareLesson.running(server), dir);
    }

    /** The same with --upload. */
    public static Sharing writable(Path dir, String... options) throws IOException {
        return of(dir, Stream.concat(Stream.of("--upload"), Stream.of(options)).toArray(String[]::new));
    }

    int port() {
        return target.port();
    }

    Target target() {
        return target;
    }

    public Http http() {
        return Http.of(target);
    }

    Wire connect() {
        return target.connect();
    }

    /** Paths of all files and folders, hidden and temporary ones, too. They may come and go while this looks. */
    public static List<String> all(Path dir) throws IOException {
        List<Path> all = new ArrayList<>();
        Files.walkFileTree(dir, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                all.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return all.stream()
                .filter(file -> !file.equals(dir))
                .map(file -> dir.relativize(file).toString().replace('\\', '/'))
                .sorted()
                .toList();
    }

    /** The same without the folders themselves. */
    public static List<String> files(Path dir) throws IOException {
        return all(dir).stream()
                .filter(name -> Files.isRegularFile(dir.resolve(name)))
                .toList();
    }

    public List<String> all() throws IOException {
        return all(dir);
    }

    /** Does it so many times at once, each in a thread of its own. */
    public static <T> List<T> atOnce(int times, IntFunction<T> what) throws Exception {
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
