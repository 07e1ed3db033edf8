package netlessons.share.access;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
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
    /** What a page shows of another site within itself, though it is loaded as if somebody had gone there. */
    private static final Set<String> FRAMES = Set.of("iframe", "frame", "embed", "object", "fencedframe");

    private final HostNames names;
    private final Handler next;

    /** @param names under which we may be called, beside addresses and "localhost" */
    public CrossSite(Set<String> names, Handler next) {
        this.names = new HostNames(names);
        this.next = next;
    }

    // @start region=handle
    @Override
    public Response handle(Request request) throws IOException {
        if (!names.areOurs(request.authority())) {
            throw new HttpError(421, "This server is not known under this name; it can be told so with --name.");
        } else if (request.reads() ? isEmbedded(request) : isForeign(request)) {
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
        return request.fields().all("Origin").stream().anyMatch(origin -> !origin.equalsIgnoreCase(own));
    }
    // @end

    /**
     * Whether a page of another site has our files in it. A link that somebody follows is welcome; a picture that is
     * fetched behind the back of whoever looks at that page is not: it may be the last of the downloads.
     */
    private static boolean isEmbedded(Request request) {
        return request.fields()
                        .first("Sec-Fetch-Site")
                        .filter("cross-site"::equals)
                        .isPresent()
                && (request.fields()
                                .first("Sec-Fetch-Mode")
                                .filter(mode -> !mode.equals("navigate"))
                                .isPresent()
                        || request.fields()
                                .first("Sec-Fetch-Dest")
                                .filter(FRAMES::contains)
                                .isPresent());
    }
}
