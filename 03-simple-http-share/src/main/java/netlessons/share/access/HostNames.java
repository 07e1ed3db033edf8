package netlessons.share.access;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Under which names this server may be asked for. Safe for threads. */
final class HostNames {
    /** No name of a site can look like these: a browser that shows them has asked no name server. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]{2,45}(?:%25[0-9a-z._~-]{1,32})?]");

    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");
    private static final int MOST_REMEMBERED = 64;

    private final Set<String> names = new HashSet<>();

    /** What people call us is nearly always the same: most requests are done with one look. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param names beside addresses and localhost */
    HostNames(Set<String> names) {
        names.forEach(name -> this.names.add(plain(name)));
    }

    /** @param authority host and perhaps port, as it came; "" with HTTP/1.0, which no browser speaks */
    boolean areOurs(String authority) {
        if (authority.isEmpty() || known.contains(authority)) {
            return true;
        }
        String host = plain(PORT.matcher(authority).replaceFirst(""));
        boolean ours = host.equals("localhost")
                || host.endsWith(".localhost") // RFC 6761 section 6.3: always this machine
                || names.contains(host)
                || ADDRESS.matcher(host).matches();
        if (ours && known.size() < MOST_REMEMBERED) {
            known.add(authority);
        }
        return ours;
    }

    /** In small letters, without the dot of the root of all names. */
    private static String plain(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
    }
}
