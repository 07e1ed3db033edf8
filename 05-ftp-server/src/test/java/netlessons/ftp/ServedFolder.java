package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import netlessons.testkit.Target;
import netlessons.testkit.ftp.Ftp;

/** The folder that one test has for itself, as it lies on the disk and as it is seen over FTP. */
final class ServedFolder {
    private final Target target;
    private final Path dir;

    /** Makes it; it is taken away after the test. */
    ServedFolder(Target target) {
        this.target = target;
        this.dir = target.newFolder();
    }

    Target target() {
        return target;
    }

    Path dir() {
        return dir;
    }

    /** Its path as clients see it: "/test-1"; with a name, that of what is in it. */
    String path(String name) {
        return "/" + dir.getFileName() + (name.isEmpty() ? "" : "/" + name);
    }

    /** A client that is logged in with all rights, and in this folder. */
    Ftp enter() {
        return enter(Ftp.connect(target), FtpLesson.USER, FtpLesson.PASSWORD);
    }

    /** The same for somebody else. */
    Ftp enter(Ftp ftp, String name, String password) {
        ftp.login(name, password).say("CWD " + path("")).expect(250, 200);
        return ftp;
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

    Path makeFolder(String name) throws IOException {
        return Files.createDirectories(file(name));
    }

    Path file(String name) {
        try {
            return dir.resolve(name);
        } catch (InvalidPathException e) {
            return abort("this system, or Java's locale (try LC_ALL=C.UTF-8), has no file called " + name);
        }
    }

    byte[] random(int length) {
        byte[] bytes = new byte[length];
        target.random().nextBytes(bytes);
        return bytes;
    }

    void expectContent(String name, String text) throws IOException {
        expectContent(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The file is there, as it lies on the disk, and holds these bytes. */
    void expectContent(String name, byte[] bytes) throws IOException {
        assertThat(file(name)).as("the file in the served folder").exists();
        assertThat(Files.readAllBytes(file(name))).as("the content of " + name).isEqualTo(bytes);
    }

    void expectNone(String name) {
        assertThat(file(name)).as("the file in the served folder").doesNotExist();
    }
}
