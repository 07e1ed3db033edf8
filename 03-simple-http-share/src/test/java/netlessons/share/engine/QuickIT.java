package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import netlessons.share.http.Content;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpError;
import netlessons.share.http.NotInMemory;
import netlessons.share.http.Response;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers of the thread that reads from all connections: nobody may keep it. */
@Timeout(120)
class QuickIT {
    private static final int SIZE = 32 << 10;

    private static Engine start(Handler handler) throws Exception {
        return start(handler, Limits.DEFAULT);
    }

    private static Engine start(Handler handler, Limits limits) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Site site = new Site(handler, request -> true, (asked, request, plain) -> plain, answered -> {});
        return Engine.start(any, Optional.empty(), limits, site);
    }

    private static Wire connect(Engine engine) {
        return Target.at(engine.address()).connect();
    }

    private static String get(Object number) {
        return "GET /" + number + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static Response large(String path) {
        return Response.text(200, path + "x".repeat(SIZE));
    }

    @Test
    @DisplayName("who asks a thousand times and reads nothing keeps nobody waiting, and gets all answers in the end")
    void readsNothing() throws Exception {
        try (Engine engine = start(request -> large(request.target().path()))) {
            Wire greedy = connect(engine);
            IntStream.range(0, 1000).forEach(number -> greedy.send(get(number)));
            Wire other = connect(engine);
            for (int i = 0; i < 100; i++) {
                other.send(get("other"));
                assertThat(other.reply().expectStatus(200).text()).startsWith("/otherx");
            }
            for (int i = 0; i < 1000; i++) {
                assertThat(greedy.reply().expectStatus(200).text()).startsWith("/" + i + "x");
            }
            other.close();
            greedy.close();
        }
    }

    @Test
    @DisplayName("of many requests of one connection that came at once, one thread does not answer all")
    void takesTurns() throws Exception {
        ConcurrentHashMap<Thread, Boolean> threads = new ConcurrentHashMap<>();
        Handler handler = request -> {
            threads.put(Thread.currentThread(), true);
            return Response.text(200, "");
        };
        try (Engine engine = start(handler)) {
            Wire wire = connect(engine).send(get("a").repeat(100));
            for (int i = 0; i < 100; i++) {
                wire.reply().expectStatus(200);
            }
            wire.close();
        }
        assertThat(threads).hasSizeGreaterThan(1);
    }

    @Test
    @DisplayName("what turns out to take longer goes to another thread: the one that reads would wait for itself")
    void notQuickAtAll() throws Exception {
        byte[] much = new byte[8 << 20];
        Response slow = Response.of(200).with(new Content.Written(out -> out.write(much)));
        try (Engine engine = start(request -> request.target().path().equals("/slow") ? slow : large("quick"))) {
            Wire wire = connect(engine).send(get("slow"));
            Wire other = connect(engine).send(get("other"));
            assertThat(other.reply().expectStatus(200).text()).startsWith("quickx");
            assertThat(wire.reply().expectStatus(200).body()).hasSize(much.length);
            other.close();
            wire.close();
        }
    }

    @Test
    @DisplayName("what is not in memory after all is asked for once more, by a thread that may wait")
    void notInMemory() throws Exception {
        Handler handler = request -> {
            if (request.atOnce()) {
                throw new NotInMemory();
            }
            return Response.text(200, request.target().path());
        };
        try (Engine engine = start(handler)) {
            Wire wire = connect(engine).send(get("a")).send(get("b"));
            assertThat(wire.reply().expectStatus(200).text()).isEqualTo("/a");
            assertThat(wire.reply().expectStatus(200).text()).isEqualTo("/b");
            wire.close();
        }
    }

    @Test
    @DisplayName("a refusal is answered, and so is a fault; the connection goes on")
    void refused() throws Exception {
        Handler handler = request -> {
            throw request.target().path().equals("/no") ? new HttpError(412, "No.") : new IllegalStateException("bug");
        };
        try (Engine engine = start(handler)) {
            Wire wire = connect(engine).send(get("no"));
            assertThat(wire.reply().expectStatus(412).text()).isEqualTo("No.\n");
            wire.send(get("bug")).reply().expectStatus(500);
            wire.send(get("no")).reply().expectStatus(412);
            wire.close();
        }
    }

    @Test
    @DisplayName("whoever counts downloads is told that one was not sent to its end")
    void givenUp() throws Exception {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        Response much = Response.text(200, "x".repeat(64 << 20)).whenOver(end::complete);
        try (Engine engine = start(request -> much)) {
            Wire wire = connect(engine).send(get("a")).awaitAnswer();
            assertThat(end).isNotDone();
            wire.reset();
            assertThat(end.get(60, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    @DisplayName("when the server stops, an answer that is on its way has the time of grace")
    void stops() throws Exception {
        int size = 64 << 20;
        Limits usual = Limits.DEFAULT;
        Limits patient = new Limits(
                usual.head(),
                usual.connections(),
                usual.idleTimeout(),
                usual.minimumRate(),
                usual.patience(),
                Duration.ofSeconds(60)); // what a slow machine takes to read it
        try (Engine engine = start(request -> Response.text(200, "x".repeat(size)), patient)) {
            Wire wire = connect(engine).send(get("a")).awaitAnswer();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> close(engine));
            assertThat(wire.finalReply().expectStatus(200).body()).hasSize(size);
            closed.get(60, TimeUnit.SECONDS);
        }
    }

    private static void close(Engine engine) {
        try {
            engine.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
