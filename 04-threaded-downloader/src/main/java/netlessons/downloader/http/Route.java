package netlessons.downloader.http;

import java.util.Optional;

/**
 * The way that requests take. Connections are kept by it.
 *
 * @param target where the connection ends: the origin; or a proxy, if that is to speak http with the origin for us
 * @param proxy null without one; for https it hands our bytes on to the target
 */
record Route(Endpoint target, Proxy proxy) {
    /** What TCP connects to. */
    Endpoint first() {
        return proxy == null ? target : proxy.endpoint();
    }

    /** Whether bytes go through the proxy unseen, after CONNECT. */
    boolean isTunnel() {
        return proxy != null && target.secure();
    }

    /** Whether a connection to there can be used for this one. (A record's own equals takes 10 ms, the first time.) */
    boolean isSame(Route other) {
        return proxy == other.proxy
                && target.port() == other.target.port()
                && target.secure() == other.target.secure()
                && target.host().equals(other.target.host());
    }

    Optional<String> proxyAuthorization() {
        return proxy == null ? Optional.empty() : proxy.authorization();
    }
}
