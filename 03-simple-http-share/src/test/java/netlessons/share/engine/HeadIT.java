package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import netlessons.share.http.Response;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands before the content of an answer, whichever thread sends it. */
@Timeout(120)
class HeadIT {
    private static Engine start(Response response, boolean quick) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Site site = new Site(request -> response, request -> quick, (asked, request, plain) -> plain, answered -> {});
        return Engine.start(any, Optional.empty(), Limits.DEFAULT, site);
    }

    @ParameterizedTest(name = "quick: {0}")
    @DisplayName("an answer may say what the request has said, three times as long: percent-encoded")
    @ValueSource(booleans = {true, false})
    void longFields(boolean quick) throws Exception {
        String address = "/" + "%C3".repeat(Limits.DEFAULT.head());
        try (Engine engine = start(Response.of(301).with("Location", address), quick);
                Wire wire = Target.at(engine.address()).connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(wire.reply().expectStatus(301).header("Location")).contains(address);
        }
    }

    @ParameterizedTest(name = "quick: {0}")
    @DisplayName("of an answer that cannot be sent at all somebody is told")
    @ValueSource(booleans = {true, false})
    void noHead(boolean quick) throws Exception {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        Response broken = Response.text(200, "a").with(null, "nameless").whenOver(end::complete);
        try (Engine engine = start(broken, quick);
                Wire wire = Target.at(engine.address()).connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) {
            wire.reply().expectStatus(500);
            assertThat(end.get(60, TimeUnit.SECONDS)).isFalse();
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("304 says nothing of a length, also to HEAD, and also while the request's body is still to come")
    @ValueSource(strings = {"GET", "HEAD"})
    void noLength(String method) throws Exception {
        try (Engine engine = start(Response.of(304), false);
                Wire wire = Target.at(engine.address()).connect()) {
            wire.send(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
            wire.replyTo(method).expectStatus(304).expectNoHeader("Content-Length");
        }
    }
}
