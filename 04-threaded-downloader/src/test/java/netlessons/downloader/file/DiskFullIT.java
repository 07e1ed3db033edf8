package netlessons.downloader.file;

import static netlessons.downloader.file.PartTest.identity;
import static netlessons.downloader.file.PartTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import netlessons.testkit.SmallDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real disk that is really full: a small one in memory, where we may mount one. */
@Timeout(60)
class DiskFullIT {
    private static final int MIB = 1 << 20;

    @TempDir
    Path dir;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(dir, 8);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.unmount();
        }
    }

    private Root open(long minFree) throws DiskFault {
        return Root.open(dir, Conflict.rename, minFree);
    }

    private static void isFull(org.assertj.core.api.ThrowableAssert.ThrowingCallable step, String words) {
        assertThatThrownBy(step).isInstanceOf(DiskFault.class).hasMessageContaining(words);
    }

    @Test
    @DisplayName("what can be foreseen is refused before a byte is written; two that fit only alone too (case 43)")
    void foreseen() throws Exception {
        Root root = open(MIB);
        try (Part huge = root.claim("huge");
                Part one = root.claim("one");
                Part other = root.claim("other")) {
            isFull(() -> huge.begin(identity(9 * MIB)), "the disk has only 7.00 MiB left, and 9.00 MiB are needed");
            isFull(() -> huge.begin(identity(Long.MAX_VALUE)), "the disk has only 7.00 MiB left");
            one.begin(identity(4 * MIB));
            isFull(() -> other.begin(identity(4 * MIB)), "the disk has only");
            one.discard();
            other.begin(identity(4 * MIB));
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    @DisplayName("a file of unknown size stops where the space ends that is to stay free; what came is kept (case 43)")
    void unknownSize() throws Exception {
        byte[] piece = random(MIB / 2);
        Identity unknown = new Identity(PartTest.HERE, Optional.empty(), Optional.empty(), false, OptionalLong.empty());
        try (Part part = open(3L * MIB).claim("x")) {
            part.begin(unknown);
            isFull(
                    () -> {
                        for (long at = 0; at < 16L * MIB; at += piece.length) {
                            part.write(ByteBuffer.wrap(piece), at);
                        }
                    },
                    "the disk has only");
            assertThat(part.done().prefix()).isBetween(4L * MIB, 5L * MIB);
        }
        try (Part part = open(0).left(List.of(PartTest.HERE)).orElseThrow()) {
            assertThat(part.done().prefix()).isBetween(4L * MIB, 5L * MIB);
            part.resume();
            part.write(ByteBuffer.wrap(piece), part.done().end());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 6 * MIB})
    @DisplayName("others fill the disk after the space was promised: a fault, no half file, and it can go on (case 43)")
    void filledByOthers(int size) throws Exception {
        byte[] bytes = random(size);
        Root root = open(0);
        try (Part part = root.claim("x")) {
            part.begin(identity(size));
            part.write(ByteBuffer.wrap(bytes, 0, size / 2), 0);
            Path others = dir.resolve("others");
            assertThatThrownBy(() -> Files.write(others, new byte[9 * MIB])).isInstanceOf(IOException.class);
            isFull(
                    () -> {
                        part.write(ByteBuffer.wrap(bytes, size / 2, size - size / 2), size / 2);
                        part.publish(Optional.empty());
                    },
                    "the disk is full");
            assertThat(dir.resolve("x")).doesNotExist();
            Files.delete(others);
            part.write(ByteBuffer.wrap(bytes, size / 2, size - size / 2), size / 2);
            part.publish(Optional.empty());
        }
        assertThat(dir.resolve("x")).hasBinaryContent(bytes);
        assertThat(dir).isDirectoryNotContaining("glob:**part*");
    }

    @Test
    @DisplayName("no room for a journal: the next run fetches again what it does not know of (case 43)")
    void noJournal() throws Exception {
        try (Part small = open(0).claim("small")) {
            small.begin(identity(10_000));
            small.write(ByteBuffer.wrap(random(10_000), 0, 5000), 0);
            assertThatThrownBy(() -> Files.write(dir.resolve("others"), new byte[9 * MIB]))
                    .isInstanceOf(IOException.class);
            isFull(small::save, "the disk is full");
        }
        assertThat(dir).isDirectoryNotContaining("glob:**part*").isNotEmptyDirectory();
    }

    @Test
    @DisplayName("a disk that may only be read (case 43)")
    void readOnly() throws Exception {
        try (Part part = open(0).claim("x")) {
            part.begin(identity(10));
            part.write(ByteBuffer.wrap(new byte[10]), 0);
            disk.makeReadOnly();
            isFull(() -> open(0), "the folder " + dir + " cannot be written to");
            isFull(() -> part.publish(Optional.empty()), "x cannot be written: ");
        }
    }
}
