package netlessons.downloader.options;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import netlessons.downloader.text.Printable;

/**
 * A URL as people type it: spaces, characters of all languages and a lone % are percent-encoded (RFC 3987 section 3.1),
 * names of hosts become ASCII; what follows a # is for browsers and goes.
 */
final class Address {
    private static final String HEX = "0123456789ABCDEF";
    /** What RFC 3986 allows without escape in names and passwords, and in paths and queries, besides letters and digits. */
    private static final String IN_USER = "-._~!$&'()*+,;=:";

    private static final String IN_PATH = IN_USER + "@/?";
    private static final int LONGEST = 8192;
    private static final int LONGEST_SHOWN = 100;

    private Address() {}

    /** @throws Wrong if nothing can be fetched from there; it tells no password */
    static URI of(String text) {
        int colon = text.indexOf("://");
        String scheme = text.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
        boolean known = scheme.equals("http") || scheme.equals("https");
        if (!known) {
            throw new Wrong("'" + shown(text) + "' does not begin with http:// or https://");
        } else if (text.length() > LONGEST) {
            throw new Wrong("'" + shown(text) + "' is longer than " + LONGEST + " characters");
        }
        int end = text.indexOf('#');
        String rest = text.substring(colon + 3, end < 0 ? text.length() : end);
        int path = path(rest);
        try {
            URI uri = new URI(
                    scheme + "://" + authority(rest.substring(0, path)) + encoded(rest.substring(path), IN_PATH));
            if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
                throw new Wrong("'" + shown(text) + "' names no host that can be asked");
            }
            return uri;
        } catch (URISyntaxException | IllegalArgumentException e) { // whose messages would tell the password
            throw new Wrong("'" + shown(text) + "' is no address that can be asked");
        }
    }

    /** Where the path begins, or the query. */
    private static int path(String rest) {
        int start = 0;
        while (start < rest.length() && rest.charAt(start) != '/' && rest.charAt(start) != '?') {
            start++;
        }
        return start;
    }

    private static String authority(String text) {
        int at = text.lastIndexOf('@');
        String user = at < 0 ? "" : encoded(text.substring(0, at), IN_USER) + "@";
        String host = text.substring(at + 1);
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) > '~') {
                return user + IDN.toASCII(host);
            }
        }
        return user + host;
    }

    private static String encoded(String text, String allowed) {
        StringBuilder encoded = new StringBuilder(text.length());
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            int c = octets[i] & 0xFF;
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || allowed.indexOf(c) >= 0) {
                encoded.append((char) c);
            } else if (c == '%' && i + 2 < octets.length && isHex(octets[i + 1]) && isHex(octets[i + 2])) {
                encoded.append('%');
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return encoded.toString();
    }

    private static boolean isHex(byte c) {
        return Character.digit(c, 16) >= 0;
    }

    /** As it may be printed: what is not even like an address could be a name and a password in the wrong place. */
    private static String shown(String text) {
        int colon = text.indexOf(':');
        String shown = colon < 0 || text.startsWith("//", colon + 1) ? text : text.substring(0, colon + 1) + "...";
        int at = shown.lastIndexOf('@'); // wherever: a password may have a / or a # in it
        shown = at < 0 || colon < 0 ? shown : shown.substring(0, colon + 1) + "//" + shown.substring(at + 1);
        String printable = Printable.of(shown);
        return printable.length() <= LONGEST_SHOWN ? printable : printable.substring(0, LONGEST_SHOWN) + "...";
    }
}
