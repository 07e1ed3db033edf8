package netlessons.downloader.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.core5.http.HttpException;

/** One request, with the redirects that it meets. For one thread, but {@link #cut}. */
public final class Call {
    private final Http http;
    private final Get get;
    private Closeable held;
    private boolean cut;

    Call(Http http, Get get) {
        this.http = http;
        this.get = get;
    }

    /**
     * Connects, asks, follows redirects, and checks the head of the answer. At most once.
     *
     * @return with status 200, 206 or 416; close it
     */
    public Response send() throws HttpFault {
        URI uri = start();
        int redirects = 0;
        while (true) {
            Exchange exchange = ask(uri);
            Head head = exchange.head();
            try {
                if (!Redirect.is(head.status())) {
                    return new Response(exchange, uri, get.range().isPresent());
                } else if (redirects++ == http.settings().limits().maxRedirects()) {
                    throw HttpFault.permanent("more than " + (redirects - 1) + " redirects", head.status());
                }
                uri = Redirect.next(uri, head, http.settings().downgrade());
                exchange.dismiss();
            } catch (HttpFault e) {
                exchange.dismiss();
                throw e;
            }
        }
    }

    private URI start() throws HttpFault {
        Endpoint.of(get.uri());
        try {
            return Redirect.plain(get.uri());
        } catch (URISyntaxException e) {
            throw HttpFault.permanent("this is no address: " + e.getMessage(), 0);
        }
    }

    private Exchange ask(URI uri) throws HttpFault {
        Route route = http.route(Endpoint.of(uri));
        String request = http.request(get, uri, route).toString();
        Connection connection = http.kept().take(route);
        if (connection != null) {
            try {
                return ask(connection, request);
            } catch (IOException | HttpException e) {
                connection.close();
                if (!connection.wasStale() || e instanceof SocketTimeoutException || isCut()) {
                    throw cutOr(Failures.head(e));
                }
            }
        }
        try {
            connection = http.dialler().connect(route, this);
        } catch (HttpFault e) {
            throw cutOr(e);
        }
        try {
            return ask(connection, request);
        } catch (IOException | HttpException e) {
            connection.close();
            throw cutOr(Failures.head(e));
        }
    }

    private Exchange ask(Connection connection, String request) throws IOException, HttpException {
        hold(connection.line());
        Head head = connection.ask(request, Millis.of(http.settings().limits().readTimeout()));
        return new Exchange(this, http.kept(), connection, head);
    }

    /** This is closed when the call is cut: whatever it waits for now. */
    synchronized void hold(Closeable line) throws HttpFault {
        if (cut) {
            throw cutFault();
        }
        held = line;
    }

    /** The line is for others from now on; false if the call was cut before. */
    synchronized boolean release() {
        held = null;
        return !cut;
    }

    private synchronized boolean isCut() {
        return cut;
    }

    HttpFault cutOr(HttpFault fault) {
        return isCut() ? cutFault() : fault;
    }

    static HttpFault cutFault() {
        return new HttpFault(HttpFault.Kind.CUT, "the request was given up");
    }

    /** Ends it, from any thread: what waits for it gets a fault of kind CUT. */
    public void cut() {
        Closeable line;
        synchronized (this) {
            cut = true;
            line = held;
            held = null;
        }
        if (line != null) {
            Quietly.close(line);
        }
    }
}
