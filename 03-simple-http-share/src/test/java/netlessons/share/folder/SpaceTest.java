package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Room on the disk, and within the quota, is given once. */
class SpaceTest {
    private final AtomicLong disk = new AtomicLong(1000);

    private Space space(long minFree, long quota) {
        return new Space(disk::get, minFree, quota);
    }

    private static void noRoom(Space.Reservation reservation, long bytes) {
        assertThatThrownBy(() -> reservation.reserve(bytes))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.reason()).isEqualTo(Refused.Reason.NO_ROOM));
    }

    /** As an upload writes that has announced nothing. */
    private static void use(Space.Reservation reservation, long bytes) throws Refused {
        reservation.expect(bytes);
        reservation.used(bytes);
    }

    @Test
    @DisplayName("what one upload has announced another one cannot have")
    void announced() throws Refused {
        Space space = space(0, Long.MAX_VALUE);
        Space.Reservation first = space.reservation();
        Space.Reservation second = space.reservation();
        first.reserve(600);
        noRoom(second, 401);
        second.reserve(400);
        assertThat(space.room()).isZero();
        first.close();
        first.close();
        assertThat(space.room()).isEqualTo(600);
        second.close();
        assertThat(space.room()).isEqualTo(1000);
    }

    @Test
    @DisplayName("some of the disk stays free, and what others write counts")
    void minFree() throws Refused {
        Space space = space(900, Long.MAX_VALUE);
        noRoom(space.reservation(), 101);
        space.reservation().reserve(100);
        noRoom(space.reservation(), 1);
        disk.set(1001);
        space.reservation().reserve(1);
        disk.set(0);
        noRoom(space.reservation(), 1_000);
        assertThat(space.room()).isZero();
    }

    @Test
    @DisplayName("what has been written since the disk was asked is gone from its answer")
    void written() throws Refused {
        Space space = space(0, Long.MAX_VALUE);
        Space.Reservation upload = space.reservation();
        use(upload, 400);
        disk.set(600);
        use(upload, 600);
        disk.set(0);
        noRoom(upload, 1);
    }

    @Test
    @DisplayName("what is just being written is nobody else's, whether the disk knows of it already or not")
    void beingWritten() throws Refused {
        Space space = space(0, Long.MAX_VALUE);
        Space.Reservation upload = space.reservation();
        Space.Reservation other = space.reservation();
        upload.expect(600);
        noRoom(other, 401);
        disk.set(400);
        noRoom(other, 401);
        upload.used(600);
        noRoom(other, 401);
        other.reserve(400);
    }

    @Test
    @DisplayName("an upload of unknown size gets what the quota has left, to the last byte")
    void unknownSize() throws Refused {
        Space space = space(0, 100);
        Space.Reservation upload = space.reservation();
        use(upload, 60);
        Space.Reservation other = space.reservation();
        use(other, 40);
        noRoom(upload, 1);
        other.close();
        use(upload, 40);
        upload.keep();
        upload.close();
        noRoom(space.reservation(), 1);
    }

    @Test
    @DisplayName("the quota gets back what came to nothing, and what was announced and did not come; not what stays")
    void back() throws Refused {
        Space space = space(0, 100);
        Space.Reservation broken = space.reservation();
        broken.reserve(100);
        use(broken, 70);
        broken.close();
        Space.Reservation kept = space.reservation();
        kept.reserve(100);
        use(kept, 70);
        kept.keep();
        kept.close();
        noRoom(space.reservation(), 31);
        Space.Reservation rests = space.reservation();
        rests.expect(30);
        use(rests, 10);
        rests.rest();
        space.reservation().reserve(20);
        noRoom(rests, 1);
    }

    @Test
    @DisplayName("many at once: together they get all there is, and not a byte more (attack 26)")
    void together() throws Exception {
        Space space = space(0, 995);
        AtomicInteger got = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                Space.Reservation upload = space.reservation();
                try {
                    start.await();
                    while (true) {
                        use(upload, 10);
                        got.incrementAndGet();
                    }
                } catch (Refused e) {
                    upload.keep();
                    upload.close();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(got).hasValue(99);
        assertThat(space.room()).isEqualTo(5);
    }
}
