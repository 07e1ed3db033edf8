package netlessons.downloader.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy to take: as the variables {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy}
 * say, in the way of curl. HTTP_PROXY counts for nothing: a web server that runs programs sets it to what a client sent in
 * a field Proxy. Safe for threads.
 */
final class Proxies {
    private final Map<String, String> environment;
    private final NoProxy exceptions;
    private final Choice http;
    private final Choice https;

    Proxies(Map<String, String> environment) {
        this.environment = environment;
        this.exceptions = new NoProxy(first("no_proxy", "NO_PROXY"));
        this.http = new Choice(first("http_proxy", "all_proxy", "ALL_PROXY"));
        this.https = new Choice(first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"));
    }

    private String first(String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return "";
    }

    /**
     * Null for none.
     *
     * @throws HttpFault if there is one that cannot be used
     */
    Proxy of(Endpoint target) throws HttpFault {
        Choice choice = target.secure() ? https : http;
        return choice.text.isEmpty() || exceptions.has(target) ? null : choice.proxy();
    }

    /** What a variable says; looked at when it is needed. */
    private static final class Choice {
        private final String text;
        private Proxy proxy;

        Choice(String text) {
            this.text = text;
        }

        synchronized Proxy proxy() throws HttpFault {
            if (proxy == null) {
                proxy = parse();
            }
            return proxy;
        }

        private Proxy parse() throws HttpFault {
            String address = text.contains("://") ? text : "http://" + text;
            try {
                URI uri = new URI(Escapes.of(address));
                if (!"http".equalsIgnoreCase(uri.getScheme())) {
                    throw new HttpFault(
                            HttpFault.Kind.PERMANENT, "only proxies with http:// can be used, not " + uri.getScheme());
                }
                Endpoint endpoint = Endpoint.of(uri);
                String user = Credentials.userInfo(uri);
                return new Proxy(endpoint, user.isEmpty() ? Optional.empty() : Optional.of(Basic.of(user)));
            } catch (URISyntaxException e) {
                throw new HttpFault(HttpFault.Kind.PERMANENT, "the address of the proxy makes no sense");
            }
        }
    }
}
