package netlessons.share.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import netlessons.share.http.Content;
import netlessons.share.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made while it is sent, and breaks off. */
@Timeout(120)
class BrokenContentIT {
    private static String all(Response response) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Site site = new Site(request -> response, request -> false, (asked, request, plain) -> plain, answered -> {});
        try (Engine engine = Engine.start(address, Optional.empty(), Limits.DEFAULT, site);
                Socket socket = new Socket()) {
            socket.connect(engine.address(), 10_000);
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder text = new StringBuilder();
            try {
                for (int b = socket.getInputStream().read();
                        b >= 0;
                        b = socket.getInputStream().read()) {
                    text.append((char) b);
                }
            } catch (IOException e) {
                // a reset is an end, too
            }
            return text.toString();
        }
    }

    @Test
    @DisplayName("an archive that cannot be read to its end has no last chunk: nobody takes it for whole (attack 42)")
    void noLastChunk() throws Exception {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        for (int length : new int[] {10, 1_000_000}) {
            String text = all(Response.of(200)
                    .with(new Content.Written(out -> {
                        out.write(new byte[length]);
                        throw new IOException("a broken disk");
                    }))
                    .whenOver(end::complete));
            assertThat(text).doesNotEndWith("0\r\n\r\n");
            assertThat(end.get(60, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void aWholeOneHasIt() throws Exception {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        String text = all(Response.of(200)
                .with(new Content.Written(out -> out.write(new byte[100_000])))
                .whenOver(end::complete));
        assertThat(text).startsWith("HTTP/1.1 200 ").endsWith("0\r\n\r\n");
        assertThat(end.get(60, TimeUnit.SECONDS)).isTrue();
    }
}
