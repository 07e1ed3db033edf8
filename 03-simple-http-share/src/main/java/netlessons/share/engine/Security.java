package netlessons.share.engine;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** What each answer tells browsers, whoever makes it. */
final class Security {
    private static final String POLICY = "Content-Security-Policy";

    /** A file is what its Content-Type says: text that looks like a page is none. */
    private static final HttpField NO_SNIFFING = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

    /** The names of folders are nobody's business but ours. */
    private static final HttpField NO_REFERRER = new PreEncodedHttpField("Referrer-Policy", "same-origin");

    /** Other sites may link to us, but not build our pictures into their pages, or find out what is there. */
    private static final HttpField NO_EMBEDDING =
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin");

    /** For answers that have no policy of their own: they do nothing, and nobody puts them into a frame. */
    private static final HttpField NOTHING =
            new PreEncodedHttpField(POLICY, "default-src 'none'; frame-ancestors 'none'");

    private Security() {}

    /** With 304 a browser keeps the policy that it has: a new one would take the place of that (RFC 9111 section 3.2). */
    static void addTo(HttpFields.Mutable fields, int status) {
        fields.add(NO_SNIFFING).add(NO_REFERRER).add(NO_EMBEDDING);
        if (!fields.contains(POLICY) && status != HttpStatus.NOT_MODIFIED_304) {
            fields.add(NOTHING);
        }
    }
}
