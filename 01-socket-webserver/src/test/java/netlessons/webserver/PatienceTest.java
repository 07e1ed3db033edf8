package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Deadlines of transfers, at times that nobody can wait for: 30 s, and a second more for each KiB. */
class PatienceTest {
    /** Whether a write that has just begun would be ended after so many seconds. */
    private static boolean ends(long startedSecondsAgo, long sent, long afterSeconds) throws IOException {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel channel = SocketChannel.open(listener.getLocalAddress())) {
            Patience patience = new Patience(channel, Limits.DEFAULT);
            long now = System.nanoTime();
            patience.forOutput(now - TimeUnit.SECONDS.toNanos(startedSecondsAgo), sent, 0);
            patience.check(now + TimeUnit.SECONDS.toNanos(afterSeconds));
            return !channel.isOpen();
        }
    }

    @Test
    void aStoppedClientIsEndedHoweverFastItWas() throws IOException {
        for (long sent : new long[] {0, 50 << 20, 10L << 30, Long.MAX_VALUE / 2}) {
            assertThat(ends(0, sent, 29)).as("%d bytes, too early", sent).isFalse();
            assertThat(ends(0, sent, 35)).as("%d bytes, in time", sent).isTrue(); // not 31: time goes by here, too
        }
    }

    @Test
    void aSlowClientIsServedAboveTheMinimumRateOnly() throws IOException {
        assertThat(ends(1000, 1000 << 10, 29)).as("1 KiB a second").isFalse();
        assertThat(ends(1000, 980 << 10, 5)).as("a little less, with 10 s left").isFalse();
        assertThat(ends(1000, 980 << 10, 11))
                .as("a little less, and time is up")
                .isTrue();
        assertThat(ends(1000, 500 << 10, 0)).as("half of that").isTrue();
    }
}
