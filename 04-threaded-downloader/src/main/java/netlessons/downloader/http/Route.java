package netlessons.downloader.http;

import java.util.Optional;

/**
 * The way that requests take. Connections are kept by it.
 *
 * @param target where the connection ends: the origin; or a proxy, if that is to speak http with the origin for us
 * @param tunnel a proxy that hands our bytes on to the target
 */
record Route(Endpoint target, Optional<Proxy> tunnel) {
    /** What TCP connects to. */
    Endpoint first() {
        return tunnel.map(Proxy::endpoint).orElse(target);
    }
}
