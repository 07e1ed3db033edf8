package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Two processes in one folder, and one after another that was killed. */
@Timeout(120)
class ProcessesIT {
    /** Starts a program of root that may read no more than the owner of a file lets it. */
    private static final List<String> LIKE_ANYBODY =
            List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search");

    @TempDir
    Path dir;

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(int number) {
        return PartTest.random(FileProgram.size(number));
    }

    @Test
    @DisplayName("another process fetches the same file: both do, under names of their own (case 42)")
    void renamed() throws Exception {
        try (FileProgram other = FileProgram.start(dir, "one", Conflict.rename)) {
            assertThat(other.line()).isEqualTo("nothing left");
            assertThat(other.line()).isEqualTo("x");
            Root root = Root.open(dir, Conflict.rename, 0);
            assertThat(root.left(List.of(FileProgram.uri(1)))).isEmpty();
            try (Part part = root.claim("x")) {
                assertThat(part.name()).isEqualTo("x (1)");
                part.begin(FileProgram.identity(1));
                part.write(ByteBuffer.wrap(bytes(1), 0, FileProgram.size(1)), 0);
                part.publish(Optional.empty());
            }
            other.enter();
            assertThat(other.line()).isEqualTo("x");
        }
        assertThat(dir.resolve("x")).hasBinaryContent(bytes(1));
        assertThat(dir.resolve("x (1)")).hasBinaryContent(bytes(1));
        assertThat(files()).containsExactly("x", "x (1)");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "rename")
    @DisplayName("another process fetches to the same name, and may: ours is refused at once (case 42)")
    void refused(Conflict onConflict) throws Exception {
        try (FileProgram other = FileProgram.start(dir, "one", onConflict)) {
            other.line();
            assertThat(other.line()).isEqualTo("x");
            Root root = Root.open(dir, onConflict, 0);
            assertThatThrownBy(() -> root.claim("x"))
                    .isInstanceOf(Taken.class)
                    .hasMessage("another process is fetching x");
            other.enter();
            assertThat(other.line()).isEqualTo("x");
        }
        assertThat(files()).containsExactly("x");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a journal that we may not read is somebody else's: the name is left to them (case 42)")
    void unreadable(Conflict onConflict) throws Exception {
        Path journal = Files.createFile(
                dir.resolve("x.part.log"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        List<String> by = Files.isReadable(journal) ? LIKE_ANYBODY : List.of(); // root reads it all the same
        assumeThat(by.isEmpty() || works(by)).as("setpriv is there").isTrue();
        try (FileProgram program = FileProgram.start(by, dir, "one", onConflict)) {
            assertThat(program.line()).isEqualTo("nothing left");
            assertThat(program.line())
                    .isEqualTo(onConflict == Conflict.rename ? "x (1)" : "another process is fetching x");
            if (onConflict == Conflict.rename) {
                program.enter();
                assertThat(program.line()).isEqualTo("x (1)");
            }
        }
        assertThat(journal).isEmptyFile();
    }

    private static boolean works(List<String> command) throws Exception {
        List<String> nothing =
                Stream.concat(command.stream(), Stream.of("true")).toList();
        try {
            return new ProcessBuilder(nothing).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false; // it is not installed
        }
    }

    @Test
    @DisplayName("our lock outlives whatever else we do in the folder (case 42)")
    void locked() throws Exception {
        Root root = Root.open(dir, Conflict.rename, 0);
        try (Part part = root.claim("x")) {
            part.begin(FileProgram.identity(1));
            part.write(ByteBuffer.wrap(bytes(1), 0, 50_000), 0);
            part.save();
            Root.open(dir, Conflict.rename, 0).left(List.of(FileProgram.uri(1)));
            root.claim("x").close();
            root.left(List.of(FileProgram.uri(1)));
            try (FileProgram other = FileProgram.start(dir, "one", Conflict.rename)) {
                assertThat(other.line()).isEqualTo("nothing left");
                assertThat(other.line()).isEqualTo("x (1)");
            }
        }
    }

    @Test
    @DisplayName("of a process that was killed the next one takes over what was saved (case 43)")
    void takenOver() throws Exception {
        try (FileProgram other = FileProgram.start(dir, "one", Conflict.rename)) {
            other.line();
            other.line();
            other.kill();
        }
        try (Part part = Root.open(dir, Conflict.rename, 0)
                .left(List.of(FileProgram.uri(1)))
                .orElseThrow()) {
            assertThat(part.done().size()).isEqualTo(50_000);
            part.resume();
            part.write(ByteBuffer.wrap(bytes(1), 50_000, FileProgram.size(1) - 50_000), 50_000);
            part.publish(Optional.empty());
        }
        assertThat(dir.resolve("x")).hasBinaryContent(bytes(1));
        assertThat(files()).containsExactly("x");
    }

    @Test
    @DisplayName(
            "killed (kill -9) at any moment: names belong to whole files only, and the next run clears up (case 43)")
    void killed() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 12; round++) {
            Path here = Files.createDirectory(dir.resolve("round" + round));
            try (FileProgram other = FileProgram.start(here, "many", Conflict.rename)) {
                other.line();
                TimeUnit.MICROSECONDS.sleep(random.nextInt(30_000)); // any moment will do
                other.kill();
            }
            check(here, "seed %d, round %d".formatted(seed, round));
        }
    }

    private void check(Path here, String story) throws IOException {
        Root root = Root.open(here, Conflict.reject, 0);
        int number = 0;
        for (; Files.exists(here.resolve("f" + number)); number++) {
            assertThat(here.resolve("f" + number)).as(story).hasBinaryContent(bytes(number));
            assertThat(root.left(List.of(FileProgram.uri(number)))).as(story).isEmpty();
        }
        Optional<Part> left = root.left(List.of(FileProgram.uri(number)));
        try (Part part = left.isPresent() ? left.get() : root.claim("f" + number)) {
            if (part.identity().isEmpty()) {
                part.begin(FileProgram.identity(number));
            }
            for (Ranges.Range gap : part.done().gaps(FileProgram.size(number))) {
                part.write(ByteBuffer.wrap(bytes(number), (int) gap.from(), (int) gap.size()), gap.from());
            }
            part.publish(Optional.empty());
        }
        assertThat(here.resolve("f" + number)).as(story).hasBinaryContent(bytes(number));
        try (Stream<Path> all = Files.list(here)) { // but for a journal of no bytes, made a microsecond before the end
            assertThat(all.filter(path ->
                            !(path.toString().endsWith(".log") && path.toFile().length() == 0)))
                    .as(story)
                    .hasSize(number + 1);
        }
    }
}
