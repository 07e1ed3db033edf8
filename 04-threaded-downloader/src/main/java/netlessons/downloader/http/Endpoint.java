package netlessons.downloader.http;

import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where the URLs of one origin lead to (RFC 9110 section 4.3.1: scheme, host, port).
 *
 * @param secure https, not http
 * @param host a name in small letters, or an address; one of IPv6 has no brackets
 */
record Endpoint(boolean secure, String host, int port) {
    /** @throws HttpFault if nothing can be fetched from there */
    static Endpoint of(URI uri) throws HttpFault {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            throw new HttpFault(HttpFault.Kind.PERMANENT, "only http and https can be fetched, not " + shown(uri));
        }
        // Not URI.getHost(): that is null for my_host, which is no name of the Internet but one that is used.
        String place = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        place = place.substring(place.lastIndexOf('@') + 1);
        int colon = place.indexOf(':', place.lastIndexOf(']') + 1);
        String host = colon < 0 ? place : place.substring(0, colon);
        String port = colon < 0 ? "" : place.substring(colon + 1);
        try {
            int number = port.isEmpty() ? secure ? 443 : 80 : Integer.parseInt(port);
            if (host.isEmpty() || number < 1 || number > 65535 || port.startsWith("+")) {
                throw new IllegalArgumentException(place);
            }
            return new Endpoint(secure, plain(host), number);
        } catch (IllegalArgumentException e) {
            throw new HttpFault(HttpFault.Kind.PERMANENT, "there is no host in " + shown(uri));
        }
    }

    private static String plain(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1).toLowerCase(Locale.ROOT);
        }
        boolean ascii = host.length() == host.getBytes(StandardCharsets.UTF_8).length;
        return (ascii ? host : IDN.toASCII(host)).toLowerCase(Locale.ROOT);
    }

    private static String shown(URI uri) {
        String text = uri.toString();
        int at = uri.getRawUserInfo() == null ? -1 : text.indexOf('@'); // no passwords in messages
        return at < 0 ? text : text.substring(0, text.indexOf("//") + 2) + text.substring(at + 1);
    }

    /** (A record's own equals costs 10 ms, the first time.) */
    boolean isSame(Endpoint other) {
        return port == other.port && secure == other.secure && host.equals(other.host);
    }

    /** As CONNECT names it. */
    String authority() {
        return bracketed() + ":" + port;
    }

    /** As the field Host names it: without the port if it is the usual one (RFC 9110 section 4.2.3). */
    String hostField() {
        return port == (secure ? 443 : 80) ? bracketed() : authority();
    }

    private String bracketed() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + authority();
    }
}
