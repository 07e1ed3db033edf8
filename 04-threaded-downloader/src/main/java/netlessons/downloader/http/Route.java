package netlessons.downloader.http;

import java.util.Optional;

/**
 * The way that requests take. Connections are kept by it.
 *
 * @param target where the connection ends: the origin; or a proxy that is to speak http with origins for us
 * @param proxy null if we go there without one
 */
record Route(Endpoint target, Proxy proxy) {
    /** What TCP connects to. */
    Endpoint first() {
        return isTunnel() ? proxy.endpoint() : target;
    }

    /** Whether bytes go through the proxy unseen, after CONNECT. */
    boolean isTunnel() {
        return proxy != null && target.secure();
    }

    /** Whether a connection to there can be used for this one. */
    boolean isSame(Route other) {
        return proxy == other.proxy && target.isSame(other.target);
    }

    Optional<String> proxyAuthorization() {
        return proxy == null ? Optional.empty() : proxy.authorization();
    }
}
