package netlessons.downloader.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * The hosts that are reached without a proxy: names with all that is below them, addresses, networks such as 10.0.0.0/8,
 * each perhaps with a port, and * for all.
 */
final class NoProxy {
    private final String[] entries;

    /** @param list with commas or spaces in between */
    NoProxy(String list) {
        this.entries = list.isBlank()
                ? new String[0]
                : list.strip().toLowerCase(Locale.ROOT).split("[,\\s]+");
    }

    boolean has(Endpoint target) {
        for (String entry : entries) {
            if (entry.equals("*") || matches(entry, target)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String entry, Endpoint target) {
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return isIn(target.host(), entry.substring(0, slash), entry.substring(slash + 1));
        }
        String host = entry;
        int colon = entry.lastIndexOf(':');
        boolean port = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (port) {
            host = entry.substring(0, colon);
            if (Digits.parse(entry.substring(colon + 1)) != target.port()) {
                return false;
            }
        }
        host = host.startsWith("[") ? host.substring(1, Math.max(1, host.length() - 1)) : host;
        host = host.startsWith("*.") ? host.substring(2) : host.startsWith(".") ? host.substring(1) : host;
        return !host.isEmpty()
                && (target.host().equals(host)
                        || !Lookup.isAddress(host) && target.host().endsWith("." + host));
    }

    /** Whether an address begins with the same bits as the network does. */
    private static boolean isIn(String host, String network, String length) {
        if (!Lookup.isAddress(host) || !Lookup.isAddress(network)) {
            return false;
        }
        try {
            byte[] a = InetAddress.getByName(host).getAddress();
            byte[] b = InetAddress.getByName(network).getAddress();
            long bits = Digits.parse(length);
            if (a.length != b.length || bits < 0 || bits > 8L * a.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                if (((a[i / 8] ^ b[i / 8]) >> (7 - i % 8) & 1) != 0) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
