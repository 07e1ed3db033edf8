package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.NoOrigin;
import netlessons.testkit.origin.Origin;
import netlessons.testkit.origin.ServedFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever a call waits for, another thread can end it. */
class CutTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Asking asking;

    @BeforeEach
    void open() throws HttpFault {
        asking = new Asking(new HttpSettings(
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                4,
                Asking.limits(LONG)));
    }

    @AfterEach
    void close() {
        asking.close();
    }

    private static void isCut(Call call, Callable<?> waiting) throws Exception {
        isCut(call, waiting, () -> true);
    }

    /** @param there whether the other side has got as far as the test wants it */
    private static void isCut(Call call, Callable<?> waiting, Callable<Boolean> there) throws Exception {
        CompletableFuture<HttpFault> fault = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                waiting.call();
                fault.completeExceptionally(new AssertionError("no fault"));
            } catch (HttpFault e) {
                fault.complete(e);
            } catch (Exception e) {
                fault.completeExceptionally(e);
            }
        });
        thread.start();
        await().atMost(LONG).until(there);
        Thread.sleep(200); // it waits by now, or will soon: both have to do
        assertThat(fault).isNotDone();
        call.cut();
        assertThat(result(fault).kind()).isEqualTo(HttpFault.Kind.CUT);
    }

    private static HttpFault result(CompletableFuture<HttpFault> fault)
            throws InterruptedException, ExecutionException, TimeoutException {
        return fault.get(15, TimeUnit.SECONDS);
    }

    @Test
    void whileConnecting() throws Exception {
        try (NoOrigin deaf = NoOrigin.silent()) {
            Call call = asking.call(deaf.uri("/"));
            isCut(call, call::send);
        }
    }

    @Test
    void inTheTlsHandshake() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            Call call = asking.call(URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/"));
            isCut(call, call::send);
        }
    }

    @Test
    void waitingForTheHead() throws Exception {
        try (Origin origin = Origin.start().at("/f", ServedFile.of("hello")).at("/g", Answers.silence())) {
            Call call = asking.call(origin.uri("/g"));
            isCut(call, call::send, () -> origin.asked("/g").size() == 1);
            asking.body(origin.uri("/f"));
            Call kept = asking.call(origin.uri("/g"));
            isCut(kept, kept::send, () -> origin.asked("/g").size() == 2);
            assertThat(origin.asked("/g")).hasSize(2);
        }
    }

    @Test
    void inTheBody() throws Exception {
        Content content = Content.random(1, 100_000);
        try (Origin origin = Origin.start()
                .at("/length", ServedFile.of(content).silentAfter(5000))
                .at("/chunks", ServedFile.of(content).chunked().silentAfter(5000))
                .at("/close", ServedFile.of(content).untilClose().silentAfter(5000))) {
            for (String path : new String[] {"/length", "/chunks", "/close"}) {
                Call call = asking.call(origin.uri(path));
                isCut(
                        call,
                        () -> {
                            try (Response response = call.send()) {
                                return Asking.body(response);
                            }
                        },
                        () -> origin.sent(path) == 5000);
            }
        }
    }

    @Test
    void beforeItBegins() throws Exception {
        try (Origin origin = Origin.start().at("/f", ServedFile.of("hello"))) {
            Call call = asking.call(origin.uri("/f"));
            call.cut();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(call::send))
                    .isInstanceOfSatisfying(
                            HttpFault.class, fault -> assertThat(fault.kind()).isEqualTo(HttpFault.Kind.CUT));
            assertThat(origin.asked()).isEmpty();
        }
    }

    @Test
    @DisplayName("after the end it does nothing: the connection belongs to others by then")
    void afterItsEnd() throws Exception {
        try (Origin origin = Origin.start().at("/f", ServedFile.of("hello"))) {
            Call call = asking.call(origin.uri("/f"));
            try (Response response = call.send()) {
                Asking.body(response);
            }
            Call next = asking.call(origin.uri("/f"));
            try (Response response = next.send()) {
                call.cut();
                assertThat(Asking.body(response)).hasSize(5);
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }
}
