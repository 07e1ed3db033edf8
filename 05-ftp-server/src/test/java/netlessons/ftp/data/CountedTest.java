package netlessons.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What counts the bytes, keeps to a rate, and watches that they pass. */
@Timeout(30)
class CountedTest {
    /** Takes and gives as much as one likes. */
    private static final class Endless implements DataStream {
        private long most;
        private boolean finished;
        private boolean closed;

        @Override
        public long send(FileChannel file, long position, long count) throws IOException {
            most = Math.max(most, count);
            return Math.max(0, Math.min(count, file.size() - position));
        }

        @Override
        public void write(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public int read(ByteBuffer bytes) {
            int count = bytes.remaining();
            most = Math.max(most, count);
            bytes.position(bytes.limit());
            return finished ? -1 : count;
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @TempDir
    Path dir;

    private final Endless endless = new Endless();

    @Test
    @DisplayName("what went and what came is counted, and the end is not")
    void counts() throws IOException {
        Counted stream = new Counted(endless, 0, 0);
        stream.write(ByteBuffer.allocate(10));
        Path path = Files.write(dir.resolve("f"), new byte[100]);
        try (FileChannel file = FileChannel.open(path)) {
            assertThat(stream.send(file, 95, 100)).isEqualTo(5);
            assertThat(stream.send(file, 100, 100)).isZero();
        }
        assertThat(stream.sent()).isEqualTo(15);
        assertThat(stream.received()).isZero();
        ByteBuffer buffer = ByteBuffer.allocate(100).limit(60);
        assertThat(stream.read(buffer)).isEqualTo(60);
        assertThat(buffer.limit()).isEqualTo(60);
        stream.finish();
        assertThat(stream.read(buffer.clear())).isEqualTo(-1);
        assertThat(stream.received()).isEqualTo(60);
        stream.close();
        assertThat(endless.closed).isTrue();
    }

    @Test
    @DisplayName("a rate is kept to, each way its own, in pieces that make no gaps")
    void rate() throws IOException {
        Path path = Files.write(dir.resolve("f"), new byte[50_000]);
        long start = System.nanoTime();
        Counted stream = new Counted(endless, 100_000, 0); // its time begins here
        try (FileChannel file = FileChannel.open(path)) {
            for (long at = 0; at < 50_000; ) {
                at += stream.send(file, at, 50_000 - at);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(450), Duration.ofSeconds(5));
        assertThat(endless.most).isEqualTo(25_000);
        start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            stream.read(ByteBuffer.allocate(100_000));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

        ByteBuffer buffer = ByteBuffer.allocate(50_000);
        start = System.nanoTime();
        Counted up = new Counted(endless, 0, 100_000);
        while (buffer.hasRemaining()) {
            up.read(buffer);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(450), Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("a rate of one byte a second is a rate")
    void slow() throws IOException {
        Counted stream = new Counted(endless, 0, 1);
        assertThat(stream.read(ByteBuffer.allocate(10))).isEqualTo(1);
    }

    @Test
    @DisplayName("who waits for the rate is woken by an interrupt")
    void interrupted() {
        Counted stream = new Counted(endless, 1, 0);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.write(ByteBuffer.allocate(1000)));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @DisplayName("the watch gives alarm when nothing passes for so long, and not before")
    void watch() throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger alarms = new AtomicInteger();
        Counted stream = new Counted(endless, 0, 0);
        Watch watch = new Watch(stream, Duration.ofSeconds(1), alarms::incrementAndGet);
        AtomicLong written = new AtomicLong();
        try (watch) {
            watch.start(clock);
            // On the thread that looks: however late that is, a byte has passed between two looks.
            Future<?> writing = clock.scheduleWithFixedDelay(
                    () -> {
                        written.set(System.nanoTime());
                        assertThatNoException().isThrownBy(() -> stream.write(ByteBuffer.allocate(1)));
                    },
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            Thread.sleep(2000);
            assertThat(alarms).hasValue(0);
            writing.cancel(false);
            while (alarms.get() == 0) {
                Thread.sleep(10);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - written.get()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
        clock.submit(() -> {}).get(); // a look may have been under way
        int last = alarms.get();
        Thread.sleep(300);
        assertThat(alarms).as("once it is closed").hasValue(last);
        new Watch(stream, Duration.ofSeconds(1), alarms::incrementAndGet).close(); // it never began
        clock.shutdownNow();
    }
}
