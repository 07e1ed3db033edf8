package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file from its first byte to its name. */
class PartTest {
    static final URI HERE = URI.create("http://a.example/x.bin?id=1");

    @TempDir
    Path dir;

    static Identity identity(long total) {
        return new Identity(HERE, Optional.of("\"v1\""), Optional.of(Instant.EPOCH), true, OptionalLong.of(total));
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_240, 65_536, 65_537, 1_000_000})
    @DisplayName("it gets its bytes, its time and its name, and nothing else stays")
    void publish(int size) throws Exception {
        byte[] bytes = random(size);
        Root root = Root.open(dir, Conflict.rename, 0);
        try (Part part = root.claim("x.bin")) {
            assertThat(part.identity()).isEmpty();
            part.begin(identity(size));
            part.write(ByteBuffer.wrap(bytes, size / 2, size - size / 2), size / 2);
            part.write(ByteBuffer.wrap(bytes, 0, size / 2), 0);
            assertThat(part.digest("SHA-256")).hasSize(64);
            assertThat(part.publish(Optional.of(Instant.EPOCH)))
                    .isEqualTo(dir.toRealPath().resolve("x.bin"));
        }
        assertThat(dir.resolve("x.bin")).hasBinaryContent(bytes);
        assertThat(Files.getLastModifiedTime(dir.resolve("x.bin")).toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(root.existing("x.bin")).first().extracting(Existing::size).isEqualTo((long) size);
        assertThat(files()).containsExactly("x.bin");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000_000})
    @DisplayName("what is closed before it is whole is left for the next run")
    void left(int size) throws Exception {
        byte[] bytes = random(size);
        try (Part part = Root.open(dir, Conflict.rename, 0).claim("x.bin")) {
            part.begin(identity(size));
            part.write(ByteBuffer.wrap(bytes, 10, 50), 10);
        }
        assertThat(files()).containsExactly("x.bin.part", "x.bin.part.log");
        Root again = Root.open(dir, Conflict.rename, 0);
        try (Part part =
                again.left(List.of(URI.create("http://b.example/"), HERE)).orElseThrow()) {
            assertThat(again.left(List.of(HERE))).isEmpty();
            assertThat(part.identity()).contains(identity(size));
            assertThat(part.done().all()).containsExactly(new Ranges.Range(10, 60));
            part.resume();
            part.write(ByteBuffer.wrap(bytes, 0, 10), 0);
            part.save();
            part.write(ByteBuffer.wrap(bytes, 60, size - 60), 60);
            part.publish(Optional.empty());
        }
        assertThat(dir.resolve("x.bin")).hasBinaryContent(bytes);
        assertThat(files()).containsExactly("x.bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.bin.part", "x.bin.part.log"})
    @DisplayName("somebody takes the part or its journal away: then nothing stays for the next run (case 42)")
    void takenAway(String name) throws Exception {
        Path there = dir.resolve(name);
        for (boolean another : new boolean[] {false, true}) {
            Part part = Root.open(dir, Conflict.rename, 0).claim("x.bin");
            try (part) {
                part.begin(identity(200_000));
                part.write(ByteBuffer.wrap(random(100_000)), 0);
                part.save();
                Files.move(there, dir.resolve("away"), StandardCopyOption.REPLACE_EXISTING);
                if (another) {
                    Files.writeString(there, "somebody else's");
                }
            }
            assertThat(part.isKept()).isFalse();
            assertThat(files()).isEqualTo(another ? List.of("away", name) : List.of("away"));
        }
        assertThat(there).hasContent("somebody else's");
    }

    @Test
    @DisplayName("what is of no use goes")
    void discard() throws Exception {
        Root root = Root.open(dir, Conflict.reject, 0);
        try (Part part = root.claim("x.bin")) {
            part.begin(identity(100_000));
            part.write(ByteBuffer.wrap(new byte[10]), 0);
            part.discard();
            assertThatThrownBy(() -> root.claim("X.BIN")).isInstanceOf(Taken.class);
        }
        assertThat(files()).isEmpty();
        root.claim("X.BIN").close();
    }

    @Test
    @DisplayName(
            "the disk loses some of it and says so once, to a save that nobody waits for: no name for it (case 43)")
    void lostBytes() throws Exception {
        Root root = Root.open(dir, Conflict.rename, 0);
        Wanted wanted = new Wanted("x.bin", false);
        Path path = dir.resolve("x.bin.part");
        Journal journal = Journal.fresh(
                Guarded.create(dir.resolve("x.bin.part.log"), true).orElseThrow());
        PartFile file = new PartFile(path, new LosingChannel(path), journal, Optional.empty());
        int size = 100_000;
        try (Part part = new Part(
                root, new Leftovers.Found(wanted, file), root.publisher().claim("x.bin"))) {
            part.begin(identity(size));
            part.write(ByteBuffer.wrap(random(size)), 0);
            assertThatThrownBy(part::save).hasMessage("x.bin cannot be written: Input/output error");
            String lost = "x.bin cannot be written: the disk has lost some of it";
            assertThatThrownBy(() -> part.publish(Optional.empty())).hasMessage(lost);
            assertThatThrownBy(() -> part.write(ByteBuffer.wrap(random(size)), 0))
                    .hasMessage(lost);
            assertThat(files()).containsExactly("x.bin.part", "x.bin.part.log");
            part.begin(identity(size / 2));
            part.write(ByteBuffer.wrap(random(size), 0, size / 2), 0);
            part.publish(Optional.empty());
        }
        assertThat(files()).containsExactly("x.bin");
    }

    @Test
    @DisplayName("a time that no file can have does no harm")
    void strangeTimes() throws Exception {
        Root root = Root.open(dir, Conflict.rename, 0);
        for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH.minusSeconds(1))) {
            try (Part part = root.claim("x.bin")) {
                part.begin(identity(1));
                part.write(ByteBuffer.wrap(new byte[1]), 0);
                part.publish(Optional.of(time));
            }
        }
        assertThat(files()).hasSize(3);
    }

    @Test
    @DisplayName("many threads write and save while the part grows; what is said to be there is there")
    void manyThreads() throws Exception {
        int size = 3_000_000;
        byte[] bytes = random(size);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Part part = Root.open(dir, Conflict.rename, 0).claim("x.bin")) {
            part.begin(identity(size));
            List<Callable<Void>> pieces = new ArrayList<>();
            for (int at = 0; at < size; at += 10_000) {
                int from = at;
                pieces.add(() -> {
                    part.write(ByteBuffer.wrap(bytes, from, 10_000), from);
                    if (from % 300_000 == 0) {
                        part.save();
                    }
                    return null;
                });
            }
            Collections.shuffle(pieces);
            for (Future<Void> done : threads.invokeAll(pieces)) {
                done.get();
            }
            part.save();
            part.save();
            Entry entry = Entry.parse(Files.readAllBytes(dir.resolve("x.bin.part.log")));
            assertThat(entry.done()).isEqualTo(part.done()).hasToString("[0-3000000]");
            part.publish(Optional.empty());
        } finally {
            threads.shutdownNow();
        }
        assertThat(dir.resolve("x.bin")).hasBinaryContent(bytes);
    }

    @Test
    @DisplayName("begun anew, nothing of the old version is there; closed without a byte, nothing at all stays")
    void again() throws Exception {
        try (Part part = Root.open(dir, Conflict.rename, 0).claim("x.bin")) {
            part.begin(identity(200_000));
            part.write(ByteBuffer.wrap(random(200_000)), 0);
            part.save();
            part.begin(identity(10));
            assertThat(part.done().isEmpty()).isTrue();
            assertThatThrownBy(() -> part.publish(Optional.empty())).isInstanceOf(IllegalStateException.class);
            assertThat(dir.resolve("x.bin.part")).isEmptyFile();
        }
        assertThat(files()).isEmpty();
    }
}
