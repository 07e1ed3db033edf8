package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.JavaProgram;
import netlessons.testkit.Locker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What killed servers have left goes, some day; nothing else does. */
@Timeout(60)
class SweeperTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    private Path dir;

    @BeforeEach
    void start() throws IOException {
        dir = temporary.toRealPath();
    }

    private Path old(String name, Duration age) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private void sweep() {
        try (Sweeper sweeper = new Sweeper(List.of(dir), DAY)) {
            sweeper.sweep();
        }
    }

    @Test
    @DisplayName("it sweeps by itself, at the start and then again")
    void byItself() throws IOException {
        Path first = old(".netlessons-0123456789abcdef.part", DAY);
        Sweeper sweeper = Sweeper.start(List.of(dir), Duration.ofMillis(100));
        try (sweeper) {
            await().atMost(LONG).until(() -> !Files.exists(first));
            // It is old when it gets its name: a young one might be swept away before it is made old.
            Path second = Files.move(old("a/x", DAY), dir.resolve("a/.netlessons-0123456789abcdef.part"));
            await().atMost(LONG).until(() -> !Files.exists(second));
        }
    }

    @Test
    @DisplayName("old temporary files go, in all folders; young ones stay, and all that only looks like one")
    void old() throws IOException {
        Path gone = old(".netlessons-0123456789abcdef.part", DAY.plusHours(1));
        Path deep = old("a/b/.netlessons-0123456789abcdef0123456789abcdef.part", DAY.plusHours(1));
        Path future = old(".netlessons-00000000000000ff.part", DAY.plusHours(1).negated());
        List<Path> stay = List.of(
                old(".netlessons-00000000000000aa.part", DAY.minusHours(1)),
                old(".netlessons-0123.part", DAY.plusHours(1)),
                old(".netlessons-0123456789abcdef.part.txt", DAY.plusHours(1)),
                old("x.netlessons-0123456789abcdef.part", DAY.plusHours(1)),
                old(".netlessons-0123456789ABCDEF.part", DAY.plusHours(1)),
                old("old.txt", Duration.ofDays(1000)));
        sweep();
        assertThat(List.of(gone, deep, future)).noneMatch(Files::exists);
        assertThat(stay).allMatch(Files::exists);
    }

    @Test
    @DisplayName("one that this server writes to stays, and so does one that rests until more of it comes")
    void ours() throws IOException {
        Uploads uploads = new Uploads(Root.open(dir, false), Conflict.reject, 100, 100, 0, DAY);
        Upload written = uploads.begin(List.of("a"), OptionalLong.empty(), Conflict.reject);
        Upload rests = uploads.inPieces(List.of("b"), 10, Conflict.reject, "0123456789abcdef");
        rests.write(ByteBuffer.allocate(1));
        rests.rest();
        for (String name : dir.toFile().list()) {
            Files.setLastModifiedTime(dir.resolve(name), FileTime.from(Instant.EPOCH));
        }
        sweep();
        written.publish(there -> true);
        rests.write(ByteBuffer.allocate(1));
        rests.publish(there -> true);
        written.close();
        rests.close();
        uploads.close();
        assertThat(dir.toFile().list()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    @DisplayName("no link is followed out of the folder")
    void links(@TempDir Path other) throws IOException {
        Path outside = other.resolve(".netlessons-0123456789abcdef.part");
        Files.writeString(outside, "x");
        Files.setLastModifiedTime(outside, FileTime.from(Instant.EPOCH));
        Files.createSymbolicLink(dir.resolve("folder"), other);
        Files.createSymbolicLink(dir.resolve(".netlessons-0123456789abcdef.part"), outside);
        sweep();
        assertThat(outside).exists();
        BasicFileAttributes attributes = Files.readAttributes(outside, BasicFileAttributes.class);
        Path through = dir.resolve("folder").resolve(outside.getFileName());
        assertThatExceptionOfType(IOException.class)
                .as("a folder that was exchanged for a link after it was found")
                .isThrownBy(() -> Temporary.sweep(dir, through, attributes, DAY));
        assertThat(outside).exists();
    }

    @Test
    @DisplayName("one that another server, for the same folder, writes to stays")
    void locked() throws Exception {
        Path file = old(".netlessons-0123456789abcdef.part", DAY.multipliedBy(3));
        Process other = new ProcessBuilder(JavaProgram.command(Locker.class.getName(), List.of(), file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream says = other.getInputStream()) {
            assertThat(says.read()).as("it has the lock").isEqualTo('L');
            sweep();
            assertThat(file).exists();
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        sweep();
        assertThat(file).doesNotExist();
    }
}
