package netlessons.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.microhttp.EventLoop;
import org.microhttp.Header;
import org.microhttp.NoopLogger;
import org.microhttp.OptionsBuilder;
import org.microhttp.Response;

/** microhttp: {@code PORT LOOPS}. Its default logger writes lines for every request, so it gets the silent one. */
final class MicrohttpPeer {
    private MicrohttpPeer() {}

    public static void main(String[] args) throws IOException {
        InetSocketAddress address = Page.address(args);
        Response page = new Response(200, "OK", List.of(new Header("Content-Type", Page.TYPE)), Page.body());
        Response none = new Response(404, "Not Found", List.of(), new byte[0]);
        new EventLoop(
                        OptionsBuilder.newBuilder()
                                .withHost(address.getAddress().getHostAddress())
                                .withPort(address.getPort())
                                .withAcceptLength(Page.BACKLOG)
                                .withConcurrency(Integer.parseInt(args[1]))
                                .build(),
                        NoopLogger.instance(),
                        (request, answer) -> answer.accept(request.uri().equals(Page.PATH) ? page : none))
                .start();
    }
}
