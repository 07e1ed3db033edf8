package netlessons.share.access;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/**
 * Keeps out what other sites make a browser do. Their pages can send forms to any address that the browser reaches, also
 * to one that only this network has; and with a name of their own that suddenly means our address (DNS rebinding) they can
 * read what we answer, too.
 */
public final class CrossSite implements Handler {
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");

    private final Set<String> names;
    private final Handler next;

    /** @param names under which we may be called, in small letters, beside addresses and "localhost" */
    public CrossSite(Set<String> names, Handler next) {
        this.names = Set.copyOf(names);
        this.next = next;
    }

    // @start region=handle
    @Override
    public Response handle(Request request) throws IOException {
        String host = request.authority().toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
        boolean known = ADDRESS.matcher(host).matches()
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || names.contains(host);
        if (!known) {
            throw new HttpError(421, "This server is not known under this name; it can be told so with --name.");
        } else if (!request.reads() && isForeign(request)) {
            throw new HttpError(403, "A page of another site may not do this.");
        }
        return next.handle(request);
    }

    /** Browsers say from where a request comes; other programs say nothing, and nobody can make them send one. */
    private static boolean isForeign(Request request) {
        Optional<String> site = request.fields().first("Sec-Fetch-Site");
        if (site.isPresent() && !site.get().equals("same-origin") && !site.get().equals("none")) {
            return true;
        }
        String own = (request.secure() ? "https://" : "http://") + request.authority();
        return request.fields()
                .first("Origin")
                .filter(origin -> !origin.equalsIgnoreCase(own))
                .isPresent();
    }
    // @end
}
