package netlessons.downloader.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/** Where a redirect leads to (RFC 9110 section 15.4). */
final class Redirect {
    private Redirect() {}

    static boolean is(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /**
     * @param downgrade whether it may lead from https to http
     * @throws HttpFault if it leads nowhere
     */
    static URI next(URI from, Head head, boolean downgrade) throws HttpFault {
        String location = head.first("Location").map(String::strip).orElse("");
        if (location.isEmpty()) {
            throw HttpFault.permanent(
                    "the answer was " + head.statusText() + ", and it does not say where", head.status());
        }
        URI next;
        try {
            next = resolve(from, Escapes.of(location.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw HttpFault.permanent("a redirect leads to what is no address: " + location, head.status());
        }
        Endpoint to = Endpoint.of(next);
        if (Endpoint.of(from).secure() && !to.secure() && !downgrade) {
            throw HttpFault.permanent("a redirect leads from https to http: " + next, head.status());
        }
        return next;
    }

    /** Brackets may only stand around an address of IPv6 (RFC 3986 section 3.2.2). */
    private static String withoutBrackets(String target) {
        int slash = target.indexOf('/');
        boolean authority =
                slash >= 0 && target.startsWith("//", slash) && (slash == 0 || target.charAt(slash - 1) == ':');
        int path = authority ? target.indexOf('/', slash + 2) : 0;
        return path < 0
                ? target
                : target.substring(0, path)
                        + target.substring(path).replace("[", "%5B").replace("]", "%5D");
    }

    private static URI resolve(URI from, String location) throws URISyntaxException {
        int hash = location.indexOf('#');
        String target = hash < 0 ? location : location.substring(0, hash);
        if (target.startsWith("?")) {
            target = from.getRawPath() + target; // java.net.URI has that as RFC 2396 did
        }
        URI next = from.resolve(new URI(withoutBrackets(target)));
        if (next.getRawAuthority() == null) {
            throw new IllegalArgumentException(location);
        }
        return plain(next);
    }

    /** Without a fragment and without name and password, which no origin is to see; the path begins with a slash. */
    static URI plain(URI uri) throws URISyntaxException {
        String authority = uri.getRawAuthority();
        String path = uri.getRawPath();
        if (authority == null || authority.indexOf('@') < 0 && uri.getRawFragment() == null && path.startsWith("/")) {
            return uri;
        }
        StringBuilder text = new StringBuilder(uri.getScheme())
                .append("://")
                .append(authority, authority.lastIndexOf('@') + 1, authority.length())
                .append(path.startsWith("/") ? "" : "/")
                .append(path);
        return new URI(uri.getRawQuery() == null ? text.toString() : text + "?" + uri.getRawQuery());
    }
}
