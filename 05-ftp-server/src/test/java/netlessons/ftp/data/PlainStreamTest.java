package netlessons.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PlainStreamTest {
    private static final long HUGE = 1L << 30; // more than any system keeps for a client that does not read

    @TempDir
    Path dir;

    private SocketChannel client;
    private SocketChannel channel;
    private PlainStream stream;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client = SocketChannel.open(listener.getLocalAddress());
            channel = listener.accept();
        }
        stream = new PlainStream(channel);
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
        channel.close();
        client.close();
    }

    private interface Action {
        void run() throws IOException;
    }

    /** Lets it run until it waits for the client, closes the stream, and looks whether it ends. */
    private void endsWhenClosed(Action action) throws Exception {
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> {
                    while (true) {
                        action.run();
                    }
                }));
        Thread.sleep(50);
        stream.close();
        waiting.get(10, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isFalse();
    }

    @RepeatedTest(5)
    @DisplayName("who sends a file to somebody who does not read is woken when another thread closes it")
    void sending() throws Exception {
        Path path = dir.resolve("holes");
        try (RandomAccessFile holes = new RandomAccessFile(path.toFile(), "rw")) {
            holes.setLength(HUGE);
        }
        try (FileChannel file = FileChannel.open(path)) {
            endsWhenClosed(() -> stream.send(file, 0, HUGE));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.send(file, 0, 1));
        }
    }

    @Test
    @DisplayName("so is who sends bytes")
    void writing() throws Exception {
        endsWhenClosed(() -> stream.write(ByteBuffer.allocate(1 << 20)));
    }

    @Test
    @DisplayName("and who waits for some")
    void reading() throws Exception {
        endsWhenClosed(() -> stream.read(ByteBuffer.allocate(1)));
    }

    @Test
    @DisplayName("bytes come as they were sent: of a file from where one says, and not beyond its end; then the end")
    void passes() throws IOException {
        Path path = Files.writeString(dir.resolve("a.txt"), "0123456789");
        try (FileChannel file = FileChannel.open(path)) {
            assertThat(stream.send(file, 7, 100)).isEqualTo(3);
            assertThat(stream.send(file, 10, 100)).isZero();
        }
        stream.write(ByteBuffer.wrap(new byte[] {'a', 'b'}));
        stream.finish();
        ByteBuffer bytes = ByteBuffer.allocate(100);
        while (client.read(bytes) >= 0) {
            assertThat(bytes.position()).isLessThanOrEqualTo(5);
        }
        assertThat(new String(bytes.array(), 0, bytes.position())).isEqualTo("789ab");
        client.write(ByteBuffer.wrap(new byte[] {'c'}));
        client.shutdownOutput();
        ByteBuffer back = ByteBuffer.allocate(100);
        assertThat(stream.read(back)).isEqualTo(1);
        assertThat(stream.read(back)).isEqualTo(-1);
        stream.close();
        stream.close();
        assertThat(channel.isOpen()).isFalse();
    }
}
