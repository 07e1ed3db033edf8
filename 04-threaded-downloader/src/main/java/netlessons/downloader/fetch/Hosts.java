package netlessons.downloader.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All hosts of a run, by their names and ports. Safe for threads. */
final class Hosts {
    private final Map<String, Host> hosts = new ConcurrentHashMap<>();
    private final int most;

    /** @param most requests that may be under way to one of them */
    Hosts(int most) {
        this.most = most;
    }

    Host of(URI uri) {
        String name = uri.getHost().toLowerCase(Locale.ROOT) + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        return hosts.computeIfAbsent(name, n -> new Host(n, most));
    }
}
