package netlessons.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortRangeTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @CsvSource({"-1,5", "5,4", "1,65536", "70000,70001"})
    @DisplayName("what is no range is refused")
    void wrong(int first, int last) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PortRange(first, last));
    }

    @Test
    @DisplayName("any port: another one each time")
    void any() throws IOException {
        try (ServerSocketChannel one = PortRange.ANY.listen(HERE);
                ServerSocketChannel other = PortRange.ANY.listen(HERE)) {
            assertThat(one.socket().getLocalPort()).isNotEqualTo(other.socket().getLocalPort());
            assertThat(one.socket().getInetAddress()).isEqualTo(HERE);
        }
    }

    @Test
    @DisplayName(
            "all ports of a range are given away, in no order that one could guess; then none is left; then one again")
    void exhausted() throws IOException {
        PortRange range = freeRange(4);
        List<ServerSocketChannel> listeners = new ArrayList<>();
        try {
            Set<Integer> ports = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                listeners.add(range.listen(HERE));
                ports.add(listeners.get(i).socket().getLocalPort());
            }
            assertThat(ports)
                    .containsExactlyInAnyOrder(range.first(), range.first() + 1, range.first() + 2, range.last());
            assertThatExceptionOfType(BindException.class).isThrownBy(() -> range.listen(HERE));
            listeners.get(2).close();
            listeners.add(range.listen(HERE));
        } finally {
            for (ServerSocketChannel listener : listeners) {
                listener.close();
            }
        }
        Set<Integer> first = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            try (ServerSocketChannel listener = range.listen(HERE)) {
                first.add(listener.socket().getLocalPort());
            }
        }
        assertThat(first).as("in 100 tries").hasSizeGreaterThan(1);
    }

    /** Ports below those that the system gives to clients, which nobody listens at just now. */
    private static PortRange freeRange(int count) throws IOException {
        for (int first = 20000; first < 30000; first += count) {
            List<ServerSocketChannel> listeners = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) {
                    listeners.add(new PortRange(first + i, first + i).listen(HERE));
                }
                return new PortRange(first, first + count - 1);
            } catch (BindException e) {
                // the next ones
            } finally {
                for (ServerSocketChannel listener : listeners) {
                    listener.close();
                }
            }
        }
        throw new BindException("No free ports");
    }
}
