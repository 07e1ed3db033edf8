package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.FrameType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time-outs, at times that nobody can wait for: 5 s, 30 s, 10 min. */
class PatienceTest {
    private SocketChannel channel;
    private Patience patience;

    @BeforeEach
    void connect() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any)) {
            channel = SocketChannel.open(listener.getLocalAddress());
        }
        patience = new Patience(channel, Limits.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    /** Whether a wait that has begun would be ended after so many seconds. */
    private boolean endsAfter(int seconds) throws IOException {
        patience.check(System.nanoTime() + Duration.ofSeconds(seconds).toNanos());
        return channel.socket().isInputShutdown() || !channel.isOpen();
    }

    @Test
    void thePreambleHasFiveSeconds() throws IOException {
        patience.forInput(false);
        assertThat(endsAfter(2)).isFalse(); // three seconds in which this thread may stand still
        assertThat(endsAfter(6)).isTrue();
        patience.received(0);
        assertThat(patience.reason()).as("nothing is said").isEmpty();
    }

    @Test
    void theNextByteHasThirtySeconds() throws IOException {
        patience.greeted();
        patience.forInput(true);
        assertThat(endsAfter(25)).isFalse();
        assertThat(endsAfter(31)).isTrue();
    }

    @Test
    void howeverFastItWasAStoppedSenderIsEnded() throws IOException {
        patience.greeted();
        patience.forInput(false);
        patience.received(1L << 30);
        patience.received(FrameType.DATA, 1L << 30);
        patience.forInput(false);
        assertThat(endsAfter(25)).isFalse();
        assertThat(endsAfter(31)).isTrue();
    }

    @Test
    void ourOwnWorkCostsTheSenderNothing() throws IOException {
        patience.greeted();
        patience.forNothing();
        assertThat(endsAfter(1_000_000)).isFalse();
    }

    @Test
    void whatWeSayHasItsTime() throws IOException {
        patience.greeted();
        patience.forOutput();
        assertThat(endsAfter(25)).isFalse();
        assertThat(endsAfter(31)).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoeverStopsUsEndsWhatRests() throws IOException {
        patience.greeted();
        patience.forInput(false);
        patience.stop();
        assertThat(channel.socket().isInputShutdown()).isFalse();
        patience.received(1);
        patience.forInput(true);
        patience.stop();
        assertThat(channel.socket().isInputShutdown()).isTrue();
        assertThat(patience.reason().orElseThrow().code()).isEqualTo(Code.STOPPING);
    }
}
