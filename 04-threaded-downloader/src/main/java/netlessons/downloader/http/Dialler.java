package netlessons.downloader.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import org.apache.hc.core5.http.HttpException;

/** Makes connections: to the first address of a host that answers, through a proxy if need be, with TLS if need be. */
final class Dialler {
    private final int timeout;
    private final Tls tls;

    Dialler(HttpSettings settings) throws HttpFault {
        this.timeout = Millis.of(settings.limits().connectTimeout());
        this.tls = new Tls(settings.authorities());
    }

    /** @param call may be cut at any time */
    Connection connect(Route route, Call call) throws HttpFault {
        Exception failure = null;
        Endpoint first = route.first();
        try {
            for (InetAddress address : Lookup.of(first.host(), call, timeout)) {
                Line line = new Line();
                try {
                    call.hold(line);
                    return connect(route, line, new InetSocketAddress(address, first.port()));
                } catch (IOException | HttpException e) {
                    Quietly.close(line);
                    failure = failure == null ? e : failure;
                }
            }
        } catch (IOException e) {
            failure = e;
        }
        throw Failures.connecting(failure, first.authority());
    }

    private Connection connect(Route route, Line line, InetSocketAddress address) throws IOException, HttpException {
        long deadline = System.nanoTime() + timeout * 1_000_000L;
        line.connect(address, timeout);
        if (route.isTunnel()) {
            open(new Connection(route, line, line), route, deadline);
        }
        if (!route.target().secure()) {
            return new Connection(route, line, line);
        }
        line.until(deadline);
        try {
            return new Connection(route, line, tls.over(line, route.target()));
        } catch (IOException e) {
            throw Failures.tls(e, route.target().authority());
        }
    }

    /** RFC 9110 section 9.3.6: behind the proxy's answer the bytes are those of the origin. */
    private static void open(Connection proxy, Route route, long deadline) throws IOException, HttpException {
        String target = route.target().authority();
        String request = new Request("CONNECT", target, target)
                .field("Proxy-Authorization", route.proxyAuthorization())
                .toString();
        int left = (int) ((deadline - System.nanoTime()) / 1_000_000);
        if (left <= 0) {
            throw new SocketTimeoutException("no time is left for the proxy");
        }
        Head head;
        try {
            head = proxy.ask(request, left);
        } catch (IOException | HttpException e) {
            throw Failures.head(e);
        }
        if (head.status() < 200 || head.status() > 299) {
            throw Verdict.fault(head, "the proxy answered " + head.statusText());
        } else if (!proxy.isClean()) {
            throw new HttpException("the proxy said more than it was asked");
        }
    }
}
