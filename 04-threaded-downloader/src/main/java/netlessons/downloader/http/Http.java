package netlessons.downloader.http;

import java.io.Closeable;
import java.net.URI;
import java.util.Optional;

/**
 * Asks origins for files. Keeps connections; has no threads, and does not try again: that is for others. Safe for
 * threads.
 */
public final class Http implements Closeable {
    private final HttpSettings settings;
    private final Kept kept;
    private final Dialler dialler;
    private final Proxies proxies;
    private final Credentials credentials;

    /** @throws HttpFault if the settings cannot be used; nothing is sent yet */
    public Http(HttpSettings settings) throws HttpFault {
        this.settings = settings;
        this.kept = new Kept(settings.connections());
        this.dialler = new Dialler(settings);
        this.proxies = new Proxies(settings.environment());
        this.credentials = new Credentials(settings);
    }

    /** Does nothing yet. */
    public Call call(Get get) {
        return new Call(this, get);
    }

    HttpSettings settings() {
        return settings;
    }

    Kept kept() {
        return kept;
    }

    Dialler dialler() {
        return dialler;
    }

    Route route(Endpoint target) throws HttpFault {
        Proxy proxy = proxies.of(target);
        return proxy == null || target.secure() ? new Route(target, proxy) : new Route(proxy.endpoint(), proxy);
    }

    Request request(Get get, URI uri, Route route) throws HttpFault {
        Endpoint origin = Endpoint.of(uri);
        boolean asked = route.proxy() != null && !route.isTunnel();
        String path = Request.path(uri);
        Request request = new Request("GET", asked ? "http://" + origin.hostField() + path : path, origin.hostField());
        credentials.add(request, get.uri(), uri);
        return request.field("Range", get.range())
                .field("If-Range", get.range().isPresent() ? get.ifRange() : Optional.empty())
                .field("Proxy-Authorization", asked ? route.proxyAuthorization() : Optional.empty());
    }

    /** Closes what is kept. Calls that are under way go on; cut them first. */
    @Override
    public void close() {
        kept.close();
    }
}
