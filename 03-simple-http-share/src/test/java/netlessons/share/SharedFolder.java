package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import netlessons.testkit.Reply;
import netlessons.testkit.Target;
import netlessons.testkit.http.FolderList;
import netlessons.testkit.http.Form;
import netlessons.testkit.http.Http;

/** The folder that one test has for itself, as it lies on the disk and as it is seen over HTTP. */
final class SharedFolder {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final Target target;
    private final Http http;
    private final Path dir;

    /** Makes it; it is taken away after the test. */
    SharedFolder(Target target) {
        this.target = target;
        this.http = Http.of(target);
        this.dir = target.newFolder();
    }

    Target target() {
        return target;
    }

    Http http() {
        return http;
    }

    Path dir() {
        return dir;
    }

    /** The path in the URL; the name is percent-encoded already. "" is the folder itself. */
    String path(String name) {
        return "/" + dir.getFileName() + "/" + name;
    }

    Reply get(String name, String... fields) {
        return http.get(path(name), fields);
    }

    Reply head(String name, String... fields) {
        return http.head(path(name), fields);
    }

    Reply put(String name, String content, String... fields) {
        return http.put(path(name), content, fields);
    }

    Reply put(String name, byte[] content, String... fields) {
        return http.put(path(name), content, fields);
    }

    Reply post(Form form, String... fields) {
        return http.post(path(""), form, fields);
    }

    Path write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Missing folders are made; the test is skipped where there can be no such name. */
    Path write(String name, byte[] bytes) throws IOException {
        Path file = file(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    Path file(String name) {
        try {
            return dir.resolve(name);
        } catch (InvalidPathException e) {
            return abort("this system, or Java's locale (try LC_ALL=C.UTF-8), has no file called " + name);
        }
    }

    byte[] writeRandom(String name, int length) throws IOException {
        byte[] bytes = random(length);
        write(name, bytes);
        return bytes;
    }

    byte[] random(int length) {
        byte[] bytes = new byte[length];
        Random random = target.random();
        random.nextBytes(bytes);
        return bytes;
    }

    void expectContent(String name, String text) throws IOException {
        expectContent(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The file is there, as it lies on the disk, and holds these bytes. */
    void expectContent(String name, byte[] bytes) throws IOException {
        assertThat(file(name)).as("the file in the shared folder").exists();
        assertThat(Files.readAllBytes(file(name))).as("the content of " + name).isEqualTo(bytes);
    }

    /** What the server says is in it, in JSON. */
    FolderList list(String query) {
        return FolderList.of(get(query, "Accept: application/json"));
    }

    /**
     * What is in it, in any depth: "a.txt", "sub/b.txt". What the server needs for itself, under a name with a dot, it may
     * take away a moment after its answer.
     */
    List<String> files() throws IOException {
        return await(10, files -> files.stream().noneMatch(file -> file.matches("(.*/)?\\.[^/]*")));
    }

    /** The same, once it is so, or after so many seconds. */
    List<String> await(int seconds, Predicate<List<String>> condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<String> files = filesNow();
        while (!condition.test(files) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE);
            files = filesNow();
        }
        return files;
    }

    /** What is in it at this moment, whatever it is for. */
    List<String> filesNow() throws IOException {
        List<String> files = new ArrayList<>();
        Files.walkFileTree(dir, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(dir.relativize(file).toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // a temporary file that has just gone
                }
                throw e;
            }
        });
        Collections.sort(files);
        return files;
    }
}
