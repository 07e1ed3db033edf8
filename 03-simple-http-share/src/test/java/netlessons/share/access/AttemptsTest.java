package netlessons.share.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("wrong passwords cannot be tried without end")
class AttemptsTest {
    private final AtomicLong clock = new AtomicLong(-5);
    private final Attempts attempts = new Attempts(clock::get);

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void fail(String from, int times) {
        for (int i = 0; i < times; i++) {
            attempts.wasWrong(address(from));
        }
    }

    @Test
    @DisplayName("after so many mistakes an address has to wait, and then may try once in a while")
    void limit() {
        fail("192.0.2.1", Attempts.AT_ONCE - 1);
        assertThat(attempts.mayTry(address("192.0.2.1"))).isTrue();
        fail("192.0.2.1", 1);
        assertThat(attempts.mayTry(address("192.0.2.1"))).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(attempts.mayTry(address("192.0.2.1"))).isTrue();
        fail("192.0.2.1", 1);
        assertThat(attempts.mayTry(address("192.0.2.1"))).isFalse();
    }

    @Test
    @DisplayName("time forgives all, and gives nothing in advance")
    void forgiven() {
        fail("192.0.2.1", Attempts.AT_ONCE);
        clock.addAndGet(TimeUnit.DAYS.toNanos(1));
        fail("192.0.2.1", Attempts.AT_ONCE - 1);
        assertThat(attempts.mayTry(address("192.0.2.1"))).isTrue();
        fail("192.0.2.1", 1);
        assertThat(attempts.mayTry(address("192.0.2.1"))).isFalse();
    }

    @Test
    @DisplayName("the others are not to blame; but an IPv6 network is one")
    void others() {
        fail("192.0.2.1", 100);
        assertThat(attempts.mayTry(address("192.0.2.2"))).isTrue();
        fail("2001:db8::1", 100);
        assertThat(attempts.mayTry(address("2001:db8::ffff"))).isFalse();
        assertThat(attempts.mayTry(address("2001:db8:0:1::1"))).isTrue();
    }

    @Test
    @DisplayName("who has many addresses fills no memory")
    void memory() {
        fail("192.0.2.1", 100);
        for (int i = 0; i < 1000; i++) {
            fail("10.0." + i / 250 + "." + i % 250, 1);
        }
        assertThat(attempts.mayTry(address("192.0.2.1"))).isTrue(); // forgotten
    }
}
