package netlessons.ftp.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Locker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What killed servers have left goes, some day, and so does what nobody goes on with; nothing else does. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are made as Unix has them")
class SweeperTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String PART = ".netlessons-01234567-89ab-4cde-8f01-23456789abcd.part";
    private static final VirtualPath A = VirtualPath.ROOT.child("a");

    @TempDir
    Path temporary;

    private Path dir;
    private Root root;

    @BeforeEach
    void start() throws IOException {
        dir = Files.createDirectory(temporary.toRealPath().resolve("dir"));
        root = Root.open(dir);
    }

    private Path old(String name, Duration age) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        return age(file, age);
    }

    private static Path age(Path file, Duration age) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    /** All that is in the folder, old as the hills. */
    private void ageAll() throws IOException {
        for (String name : dir.toFile().list()) {
            age(dir.resolve(name), DAY.multipliedBy(1000));
        }
    }

    private static void sweep(Path... roots) {
        try (Sweeper sweeper = new Sweeper(List.of(roots), DAY)) {
            sweeper.sweep();
        }
    }

    private static Incoming write(Incoming file) throws IOException {
        file.write(ByteBuffer.wrap(new byte[] {'x'}));
        return file;
    }

    private static Process lock(Path file) throws IOException {
        return new ProcessBuilder(JavaProgram.command(Locker.class.getName(), List.of(), file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Set<Thread> sweepers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("sweeper"))
                .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("it sweeps by itself, at the start and then again, until it is closed")
    void byItself() throws Exception {
        Set<Thread> others = sweepers();
        Path first = old(PART, DAY);
        Sweeper sweeper = Sweeper.start(List.of(dir), Duration.ofMillis(100));
        try (sweeper) {
            await().until(() -> !Files.exists(first));
            // It is old when it gets its name: a young one might be swept away before it is made old.
            Path second = Files.move(old("a/x", DAY), dir.resolve("a/" + PART));
            await().until(() -> !Files.exists(second));
        }
        await().until(() -> others.containsAll(sweepers())); // a sweep may be under way
        Path third = old(PART, DAY);
        Thread.sleep(500);
        assertThat(third).exists();
    }

    @Test
    @DisplayName("old temporary files go, in all folders; young ones stay, and all that only looks like one")
    void old() throws IOException {
        Path gone = old(PART, DAY.plusHours(1));
        Path deep = old("a/b/" + PART, DAY.plusHours(1));
        Path future = old("future/" + PART, DAY.plusHours(1).negated());
        Path readOnly = old("r/" + PART, DAY.plusHours(1));
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r--r--r--"));
        Path folder = Files.createDirectories(dir.resolve("f/" + PART));
        List<Path> stay = List.of(
                age(folder, DAY.plusHours(1)),
                old("young/" + PART, DAY.minusHours(1)),
                old(PART + ".txt", DAY.plusHours(1)),
                old("x" + PART, DAY.plusHours(1)),
                old(PART.toUpperCase(), DAY.plusHours(1)),
                old(PART.replace("abcd", "abcg"), DAY.plusHours(1)),
                old(PART.replace("-4cde-", "-4cde"), DAY.plusHours(1)),
                old(".netlessons-0123456789abcdef.part", DAY.plusHours(1)), // of another lesson
                old("a.part", Duration.ofDays(1000)),
                old("old.txt", Duration.ofDays(1000)));
        sweep(dir);
        assertThat(List.of(gone, deep, future, readOnly)).noneMatch(Files::exists);
        assertThat(stay).allMatch(Files::exists);
    }

    @Test
    @DisplayName("what was kept of a file that broke off can be resumed until it is old")
    void kept() throws IOException {
        write(Incoming.whole(root, A)).close();
        Path part = dir.resolve(dir.toFile().list()[0]);
        age(part, DAY.minusHours(1));
        sweep(dir);
        write(Incoming.from(root, A, 1)).close();
        assertThat(Incoming.kept(root, A)).contains(2L);
        sweep(dir);
        assertThat(Incoming.kept(root, A)).contains(2L);
        age(part, DAY);
        sweep(dir);
        assertThat(Incoming.kept(root, A)).isEmpty();
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    @DisplayName("one that this server writes to stays, whatever it is called, and however long nothing came")
    void ours() throws IOException {
        write(Incoming.whole(root, A)).close();
        try (Incoming resumed = Incoming.from(root, A, 1);
                Incoming beside = write(Incoming.whole(root, A));
                Incoming unique = write(Incoming.unique(root, VirtualPath.ROOT.child("b")))) {
            ageAll();
            sweep(dir, temporary.toRealPath());
            write(resumed).publish();
            assertThat(dir.resolve("a")).hasContent("xx");
            beside.publish();
            assertThat(dir.resolve("a")).hasContent("x");
            unique.publish();
        }
        assertThat(dir.toFile().list()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    @DisplayName("one that this server writes to stays locked, though it has looked at it")
    void lockKept() throws Exception {
        try (Incoming file = write(Incoming.whole(root, A));
                Sweeper sweeper = new Sweeper(List.of(dir), Duration.ZERO)) { // to make it old, Java would open it
            Path part = dir.resolve(dir.toFile().list()[0]);
            sweeper.sweep();
            Process other = lock(part);
            try (InputStream says = other.getInputStream()) {
                assertThat(says.read()).as("it has no lock").isEqualTo('N');
            } finally {
                other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
            file.publish();
        }
    }

    @Test
    @DisplayName("no link is followed out of the folder")
    void links() throws IOException {
        Path outside = Files.createDirectory(dir.resolveSibling("outside")).resolve(PART);
        Files.writeString(outside, "x");
        age(outside, DAY.multipliedBy(2));
        Files.createSymbolicLink(dir.resolve("door"), outside.getParent());
        Files.createSymbolicLink(dir.resolve(PART), outside);
        sweep(dir);
        assertThat(outside).exists();
        assertThat(dir.resolve(PART)).isSymbolicLink();
        BasicFileAttributes attributes = Files.readAttributes(outside, BasicFileAttributes.class);
        Path through = dir.resolve("door").resolve(PART);
        assertThatExceptionOfType(IOException.class)
                .as("a folder that was exchanged for a link after it was found")
                .isThrownBy(() -> Temporary.sweep(dir, through, attributes, DAY));
        assertThat(outside).exists();
        Temporary.sweep(outside.getParent(), outside, attributes, DAY);
        assertThat(outside).doesNotExist();
    }

    @Test
    @DisplayName("several folders: each, also if one is not there, is in another one, or comes twice")
    void severalRoots() throws IOException {
        Path first = old("one/" + PART, DAY);
        Path inner = old("one/inner/" + PART, DAY);
        Path second = old("two/" + PART, DAY);
        Path other = old("three/" + PART, DAY);
        Path one = dir.resolve("one");
        sweep(dir.resolve("none"), old("file", DAY), one, one, inner.getParent(), dir.resolve("two"));
        assertThat(List.of(first, inner, second)).noneMatch(Files::exists);
        assertThat(other).exists();
    }

    @Test
    @DisplayName("it does not go down without end: each step takes an open file")
    void deep() throws IOException {
        Path reached = old("d/".repeat(90) + PART, DAY);
        Path beyond = old("d/".repeat(110) + PART, DAY);
        sweep(dir);
        assertThat(reached).doesNotExist();
        assertThat(beyond).exists();
    }

    @Test
    @DisplayName("one that another server, for the same folder, writes to stays, and nobody here goes on with it")
    void locked() throws Exception {
        write(Incoming.whole(root, A)).close();
        Path part = dir.resolve(dir.toFile().list()[0]);
        ageAll();
        Process other = lock(part);
        try (InputStream says = other.getInputStream()) {
            assertThat(says.read()).as("it has the lock").isEqualTo('L');
            sweep(dir);
            assertThat(part).exists();
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> Incoming.from(root, A, 1))
                    .satisfies(e -> assertThat(Reason.of(e)).isEqualTo("Resource temporarily unavailable."));
            assertThat(Incoming.kept(root, A)).contains(1L);
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        sweep(dir);
        assertThat(part).doesNotExist();
    }
}
