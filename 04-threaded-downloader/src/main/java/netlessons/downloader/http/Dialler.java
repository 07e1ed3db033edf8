package netlessons.downloader.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.hc.core5.http.HttpException;

/** Connects: at the first address of a host that answers. */
final class Dialler {
    private final int timeout;

    Dialler(HttpSettings settings) {
        this.timeout = Millis.of(settings.connectTimeout());
    }

    /** @param call may be cut at any time */
    Connection connect(Route route, Call call) throws HttpFault {
        Exception failure = null;
        Endpoint first = route.first();
        try {
            for (InetAddress address : InetAddress.getAllByName(first.host())) {
                Line line = new Line();
                try {
                    call.hold(line);
                    line.connect(new InetSocketAddress(address, first.port()), timeout);
                    line.setTcpNoDelay(true); // a request is one write
                    return upgraded(route, line);
                } catch (IOException | HttpException e) {
                    Connection.close(line);
                    failure = failure == null ? e : failure;
                }
            }
        } catch (IOException e) {
            failure = e;
        }
        throw Failures.connecting(failure, first.authority());
    }

    private Connection upgraded(Route route, Line line) throws IOException, HttpException {
        return new Connection(route, line, line);
    }
}
