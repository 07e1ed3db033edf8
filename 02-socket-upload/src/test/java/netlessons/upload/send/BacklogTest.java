package netlessons.upload.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BacklogTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final Backlog backlog = new Backlog();

    private static Outgoing upload(String name) {
        return new Outgoing(new Item(Path.of(name), name, false, 1, 1, 0644));
    }

    private Outgoing take() throws InterruptedException {
        return backlog.take(LONG, () -> false);
    }

    @Test
    @DisplayName("in order; given back they are the first again, in order")
    void order() throws Exception {
        Outgoing a = upload("a");
        Outgoing b = upload("b");
        Outgoing c = upload("c");
        backlog.add(a);
        backlog.add(b);
        backlog.add(c);
        assertThat(List.of(backlog.poll(), take())).containsExactly(a, b);
        backlog.giveBack(List.of(a, b));
        assertThat(List.of(take(), take(), take())).containsExactly(a, b, c);
        assertThat(backlog.poll()).isNull();
    }

    @Test
    @DisplayName("over only when nothing is under way any more")
    void over() throws Exception {
        backlog.add(upload("a"));
        backlog.complete();
        Outgoing a = take();
        assertThat(backlog.isOver()).isFalse();
        a.waitUntil(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        backlog.later(a);
        assertThat(backlog.poll()).isNull();
        assertThat(backlog.isOver()).isFalse();
        a.waitUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200));
        assertThat(take()).isSameAs(a);
        backlog.settled();
        assertThat(take()).isNull();
        assertThat(backlog.isOver()).isTrue();
    }

    @Test
    @DisplayName("the scan waits while it is full")
    void full() throws Exception {
        Thread scan = new Thread(() -> {
            try {
                for (int i = 0; i <= Backlog.ROOM; i++) {
                    backlog.add(upload("a"));
                }
                backlog.complete();
            } catch (InterruptedException e) {
                // the test is over
            }
        });
        scan.start();
        while (scan.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(take()).isNotNull();
        scan.join();
        assertThat(backlog.close()).hasSize(Backlog.ROOM);
        assertThat(take()).isNull();
    }

    @Test
    @DisplayName("what failed twice waits for all that did not")
    void last() throws Exception {
        Outgoing poison = upload("poison");
        backlog.add(poison);
        backlog.add(upload("good"));
        poison = take();
        poison.tried();
        poison.tried();
        poison.waitUntil(System.nanoTime());
        backlog.later(poison);
        assertThat(take().item().name()).isEqualTo("good");
        assertThat(take()).isSameAs(poison);
    }
}
