package netlessons.testkit;

import static netlessons.testkit.FaultProxy.Way.TO_CLIENT;
import static netlessons.testkit.FaultProxy.Way.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import netlessons.testkit.origin.NoOrigin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FaultProxyTest {
    /** So long that a server on a busy machine, too, reads what was written before the next piece comes. */
    private static final Duration TO_BE_READ = Duration.ofSeconds(1);

    private final byte[] data = new byte[100_000];
    private final List<Integer> reads = new CopyOnWriteArrayList<>();

    FaultProxyTest() {
        new Random(1).nextBytes(data);
    }

    /** A server that says everything back. */
    private TinyServer echo() {
        return new TinyServer(socket -> {
            byte[] buffer = new byte[10_000];
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                reads.add(count);
                socket.getOutputStream().write(buffer, 0, count);
            }
        });
    }

    private static FaultProxy proxy(TinyServer server, NetworkFaults there, NetworkFaults back) throws IOException {
        return FaultProxy.start(server.address(), (connection, way) -> way == TO_SERVER ? there : back);
    }

    private static Socket connect(FaultProxy proxy) throws IOException {
        Socket socket = new Socket(proxy.address().getAddress(), proxy.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private byte[] exchange(FaultProxy proxy) throws Exception {
        try (Socket socket = connect(proxy)) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(data);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            byte[] answer = socket.getInputStream().readAllBytes();
            sent.get(30, TimeUnit.SECONDS);
            return answer;
        }
    }

    @Test
    void passesAllOnAndCountsIt() throws Exception {
        try (TinyServer server = echo();
                FaultProxy proxy = proxy(server, NetworkFaults.NONE, NetworkFaults.NONE)) {
            assertThat(exchange(proxy)).isEqualTo(data);
            assertThat(exchange(proxy)).isEqualTo(data);
            assertThat(proxy.connections()).isEqualTo(2);
            Awaitility.await()
                    .untilAsserted(
                            () -> { // each is counted a moment after it came
                                assertThat(proxy.passed(TO_SERVER)).isEqualTo(200_000);
                                assertThat(proxy.passed(TO_CLIENT)).isEqualTo(200_000);
                            });
        }
    }

    @Test
    void cutsIntoSlices() throws Exception {
        NetworkFaults sliced = NetworkFaults.NONE.slices(1000);
        try (TinyServer server = echo()) {
            try (FaultProxy slow = proxy(server, sliced.delayed(TO_BE_READ), NetworkFaults.NONE);
                    Socket socket = connect(slow)) {
                socket.getOutputStream().write(data, 0, 2000);
                assertThat(socket.getInputStream().readNBytes(2000)).hasSize(2000);
                assertThat(reads).containsExactly(1000, 1000);
            }
            try (FaultProxy fast = proxy(server, sliced, NetworkFaults.NONE)) {
                assertThat(exchange(fast)).isEqualTo(data);
            }
        }
    }

    @Test
    void cutsAtOffsets() throws Exception {
        try (TinyServer server = echo();
                FaultProxy proxy =
                        proxy(server, NetworkFaults.NONE.sliceAt(3, 5003).delayed(TO_BE_READ), NetworkFaults.NONE);
                Socket socket = connect(proxy)) {
            socket.getOutputStream().write(data, 0, 6000);
            assertThat(socket.getInputStream().readNBytes(6000)).hasSize(6000);
            assertThat(reads).containsExactly(3, 5000, 997);
        }
    }

    @Test
    void isAsSlowAsItShouldBe() throws Exception {
        try (TinyServer server = echo();
                FaultProxy proxy = proxy(server, NetworkFaults.NONE, NetworkFaults.NONE.atRate(200_000))) {
            long begin = System.nanoTime();
            assertThat(exchange(proxy)).isEqualTo(data);
            assertThat(System.nanoTime() - begin)
                    .isGreaterThan(Duration.ofMillis(490).toNanos());
        }
    }

    @Test
    void endsInOrder() throws Exception {
        try (TinyServer server = echo();
                FaultProxy proxy = proxy(server, NetworkFaults.NONE.endAfter(777), NetworkFaults.NONE)) {
            assertThat(exchange(proxy)).hasSizeLessThanOrEqualTo(777);
            assertThat(proxy.passed(TO_SERVER)).isEqualTo(777);
            Awaitility.await().until(() -> reads.stream().mapToInt(i -> i).sum() == 777);
        }
    }

    @Test
    void resets() throws Exception {
        try (TinyServer server = echo();
                FaultProxy proxy = proxy(server, NetworkFaults.NONE.resetAfter(777), NetworkFaults.NONE);
                Socket socket = connect(proxy)) {
            socket.getOutputStream().write(data, 0, 777);
            assertThatThrownBy(() -> socket.getInputStream().readNBytes(778)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void losesOnlyTheConnectionThatThePlanSays() throws Exception {
        try (TinyServer server = echo();
                FaultProxy proxy = FaultProxy.start(
                        server.address(),
                        (n, way) -> n == 0 && way == TO_CLIENT ? NetworkFaults.NONE.endAfter(5) : NetworkFaults.NONE)) {
            assertThat(exchange(proxy)).hasSize(5);
            assertThat(exchange(proxy)).isEqualTo(data);
        }
    }

    @Test
    void saysNothingMore() throws Exception {
        try (TinyServer server = echo();
                FaultProxy proxy = proxy(server, NetworkFaults.NONE.holdAfter(10), NetworkFaults.NONE);
                Socket socket = connect(proxy)) {
            socket.getOutputStream().write(data, 0, 20);
            assertThat(socket.getInputStream().readNBytes(10)).hasSize(10);
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void resetsWhoeverComesWhenTheServerIsGone() throws Exception {
        try (NoOrigin gone = NoOrigin.refusing();
                FaultProxy proxy = FaultProxy.start(
                        new InetSocketAddress("127.0.0.1", gone.port()), (connection, way) -> NetworkFaults.NONE);
                Socket socket = connect(proxy)) {
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        try (TinyServer server = echo()) {
            FaultProxy proxy = proxy(server, NetworkFaults.NONE.holdAfter(1), NetworkFaults.NONE);
            try (Socket socket = connect(proxy)) {
                socket.getOutputStream().write(data, 0, 5);
                assertThat(socket.getInputStream().read()).isEqualTo(data[0] & 0xff);
                proxy.close();
                assertThat(threads()).isZero();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("fault proxy"))
                .count();
    }
}
