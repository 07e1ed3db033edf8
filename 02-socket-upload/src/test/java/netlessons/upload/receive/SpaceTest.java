package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import netlessons.upload.protocol.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that are promised, written, gone again. */
class SpaceTest {
    @TempDir
    Path dir;

    private static void isFull(Space space, long bytes, Code code) {
        assertThatThrownBy(() -> space.reservation().reserve(bytes))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void hasRoom(Space space, long bytes) {
        assertThatCode(() -> {
                    Space.Reservation all = space.reservation();
                    all.reserve(bytes);
                    all.release();
                })
                .doesNotThrowAnyException();
        isFull(space, bytes + 1, Code.QUOTA);
    }

    @Test
    void everyByteIsCountedOnce() throws Exception {
        Space space = new Space(dir, 0, 100);
        Space.Reservation one = space.reservation();
        one.reserve(40);
        hasRoom(space, 60);
        one.written(30);
        hasRoom(space, 60);
        one.again(30);
        hasRoom(space, 60);
        one.written(30);
        one.release();
        one.release();
        hasRoom(space, 70);
        one.freed(30);
        hasRoom(space, 100);
    }

    @Test
    void aCountIsBelievedOnlyIfNothingHappensMeanwhile() throws Exception {
        Space space = new Space(dir, 0, 100);
        space.count(() -> new Space.Counted(50, 0));
        hasRoom(space, 50);
        Space.Reservation one = space.reservation();
        one.reserve(10);
        space.count(() -> new Space.Counted(0, 0));
        hasRoom(space, 40);
        one.written(10);
        space.count(() -> new Space.Counted(70, 0)); // of which ten may be seen under two names
        hasRoom(space, 40);
        one.freed(10);
        one.release();
        space.count(() -> {
            space.freed(20);
            return new Space.Counted(0, 0);
        });
        hasRoom(space, 70);
        assertThatThrownBy(() -> space.count(() -> {
                    throw new IOException("unreadable");
                }))
                .hasMessage("unreadable");
        hasRoom(space, 70);
    }

    @Test
    void theDiskIsAskedBeforeItIsRefused() {
        long free = dir.toFile().getUsableSpace();
        isFull(new Space(dir, free * 2, Long.MAX_VALUE), 0, Code.NO_SPACE);
        isFull(new Space(dir, 0, Long.MAX_VALUE), Long.MAX_VALUE, Code.NO_SPACE);
        assertThat(free).isPositive();
    }
}
