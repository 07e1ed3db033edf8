package netlessons.downloader.http;

import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What we say about ourselves, and to whom: fields, name and password are for the origin that was asked for. Where a
 * redirect leads to another one only a netrc file speaks, which says for each host what is meant for it.
 */
final class Credentials {
    /** Fields that are the downloader's own: another value would make its answers mean something else. */
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "if-range",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "range",
            "te",
            "transfer-encoding",
            "upgrade");

    private final HttpSettings settings;
    private final Netrc netrc;

    /** @throws HttpFault if a field cannot be sent, or if there is no such netrc file */
    Credentials(HttpSettings settings) throws HttpFault {
        this.settings = settings;
        for (Map.Entry<String, String> field : settings.fields()) {
            check(field.getKey(), field.getValue());
        }
        this.netrc = settings.netrc().isPresent() ? Netrc.read(settings.netrc().get()) : null;
    }

    private static void check(String name, String value) throws HttpFault {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) { // RFC 9110 section 5.6.2
            throw new HttpFault(HttpFault.Kind.PERMANENT, "no field can have the name '" + name + "'");
        } else if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
            throw new HttpFault(HttpFault.Kind.PERMANENT, "the field " + name + " has a value that cannot be sent");
        } else if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new HttpFault(HttpFault.Kind.PERMANENT, "the field " + name + " is for the downloader to send");
        }
    }

    // @start region=add
    /**
     * Adds what is for this one to hear.
     *
     * @param asked what was asked for at first
     * @param now where redirects led to
     */
    void add(Request request, URI asked, URI now) throws HttpFault {
        Endpoint here = Endpoint.of(now);
        boolean home = here.isSame(Endpoint.of(asked));
        if (home) {
            request.own(settings.fields());
        }
        if (!request.has("Authorization")) {
            request.field(
                    "Authorization", home ? authorization(userInfo(asked), here.host()) : fromNetrc("", here.host()));
        }
    }
    // @end

    private Optional<String> authorization(String inUrl, String host) {
        if (inUrl.indexOf(':') >= 0) {
            return Optional.of(Basic.of(inUrl));
        } else if (inUrl.isEmpty() && settings.user().isPresent()) {
            PasswordAuthentication user = settings.user().get();
            return Optional.of(Basic.of(user.getUserName(), new String(user.getPassword())));
        }
        Optional<String> found = fromNetrc(Escapes.undo(inUrl), host);
        return found.isEmpty() && !inUrl.isEmpty() ? Optional.of(Basic.of(inUrl)) : found;
    }

    /** Whoever wrote that file meant this host, wherever we come from. @param login empty for any */
    private Optional<String> fromNetrc(String login, String host) {
        return netrc == null ? Optional.empty() : netrc.authorization(host, login);
    }

    /** Name and password in a URL; empty if there are none. */
    static String userInfo(URI uri) {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        return at < 0 ? "" : authority.substring(0, at);
    }
}
