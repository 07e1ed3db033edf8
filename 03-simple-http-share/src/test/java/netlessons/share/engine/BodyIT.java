package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import netlessons.share.http.Buffers;
import netlessons.share.http.Handler;
import netlessons.share.http.Response;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import netlessons.testkit.http.Http;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the bodies of requests come out of Jetty. */
@Timeout(120)
class BodyIT {
    private static final int SIZE = 200_000;

    private static Engine start(Handler handler) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Site site = new Site(handler, request -> false, (asked, request, plain) -> plain, answered -> {});
        return Engine.start(any, Optional.empty(), Limits.DEFAULT, site);
    }

    @Test
    @DisplayName("what has come is had in pieces of 64 KiB, without a copy: smaller ones made uploads half as fast")
    void buffers() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        Handler handler = request -> {
            await(sent);
            Buffers body = (Buffers) request.body();
            int largest = 0;
            int all = 0;
            boolean direct = true;
            for (ByteBuffer next = body.next(); next != null; next = body.next()) {
                largest = Math.max(largest, next.remaining());
                all += next.remaining();
                direct &= next.isDirect();
                next.position(next.limit());
            }
            return Response.text(200, all + " " + largest + " " + direct);
        };
        try (Engine engine = start(handler)) {
            Wire wire = Http.of(Target.at(engine.address())).begin("PUT", "/", new byte[SIZE]);
            sent.countDown();
            assertThat(wire.reply().expectStatus(200).text()).isEqualTo(SIZE + " " + (64 << 10) + " true");
            wire.close();
        }
    }

    @Test
    @DisplayName("a body that breaks off does so whenever it is asked, and never looks like one that has ended")
    void brokenOff() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        StringBuilder seen = new StringBuilder();
        Handler handler = request -> {
            for (int i = 0; i < 3; i++) {
                try {
                    seen.append(request.body().readAllBytes().length);
                } catch (java.io.IOException e) {
                    seen.append('!');
                }
            }
            handled.countDown();
            return Response.of(204);
        };
        try (Engine engine = start(handler)) {
            Wire wire = Http.of(Target.at(engine.address())).begin("PUT", "/", null, "Content-Length: 100");
            wire.send("half").finish();
            await(handled);
            wire.close();
        }
        assertThat(seen).hasToString("!!!");
    }

    @Test
    @DisplayName("no bytes are asked for: none come, at once, even if nothing has come yet")
    void none() throws Exception {
        Handler handler = request -> Response.text(200, "" + request.body().read(new byte[1], 0, 0));
        try (Engine engine = start(handler);
                Wire wire = Http.of(Target.at(engine.address())).begin("PUT", "/", null, "Content-Length: 100")) {
            assertThat(wire.reply().expectStatus(200).text()).isEqualTo("0");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
