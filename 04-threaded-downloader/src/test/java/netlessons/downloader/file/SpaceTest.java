package netlessons.downloader.file;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that are promised, written, given back. */
class SpaceTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path dir;

    /** One with so many bytes, more or less: others write to this disk, too. */
    private Space of(long bytes) {
        return new Space(dir, dir.toFile().getUsableSpace() - bytes);
    }

    private static void isFull(Space space, long bytes) {
        assertThatThrownBy(() -> space.reservation().reserve(bytes))
                .isInstanceOf(DiskFault.class)
                .hasMessageMatching("the disk has only .* left, and .* are needed");
    }

    @Test
    @DisplayName("files that fit one by one, but not together, are not all begun (case 43)")
    void together() throws Exception {
        Space space = of(10_000 * MIB);
        Space.Reservation one = space.reservation();
        one.reserve(6000 * MIB);
        isFull(space, 6000 * MIB);
        one.reserve(3000 * MIB); // in place of what was reserved before
        one.use(1000 * MIB);
        space.reservation().reserve(5000 * MIB);
        isFull(space, 5000 * MIB);
        one.release();
        one.release();
        assertThatCode(() -> space.reservation().reserve(2000 * MIB)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("the disk is asked before anything is refused; what is more than announced counts, too (case 43)")
    void more() throws Exception {
        isFull(of(0), 1000 * MIB);
        isFull(of(0), Long.MAX_VALUE);
        Space.Reservation unknown = of(5000 * MIB).reservation();
        unknown.reserve(0);
        unknown.use(2000 * MIB);
        assertThatThrownBy(() -> unknown.use(8000 * MIB)).isInstanceOf(DiskFault.class);
    }
}
