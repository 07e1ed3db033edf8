package netlessons.share.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** Fills templates in. Names of files come from anybody: whatever is filled in is escaped. Safe for threads. */
public final class Pages {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Template folder = template("folder.mustache");
    private final Template error = template("error.mustache");

    private static Template template(String name) {
        try (Reader reader = new InputStreamReader(Pages.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            return Mustache.compiler().escapeHTML(true).emptyStringIsFalse(true).compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param values what the template names; nothing of it is HTML but the value "html" of the README */
    public Response folder(Map<String, Object> values) {
        // Whoever comes back to it has it at once, and where it was; whoever opens it anew gets a new one.
        return page(200, folder, values).with("Cache-Control", "private, no-cache");
    }

    /**
     * Says why there is nothing else to be seen, and how to go on.
     *
     * @param status 4xx or 5xx
     * @param message a sentence
     */
    public Response error(int status, String message) {
        return error(status, message, "/");
    }

    /** The same; the way back leads to the folder that the request was about. */
    public Response error(Request request, int status, String message) {
        String path = "/" + request.target().path().replaceFirst("^/+", ""); // "//name" would be another server
        return error(status, message, path.substring(0, path.lastIndexOf('/') + 1));
    }

    private Response error(int status, String message, String back) {
        Trouble trouble = Trouble.of(status);
        Map<String, Object> values = new HashMap<>();
        values.put("status", status);
        values.put("title", trouble.title());
        values.put("message", message);
        values.put("advice", trouble.advice());
        // A folder that is not there, or may not be seen, is no way back.
        values.put("back", back.equals("/") || !trouble.hasFolder() ? null : back);
        return page(status, error, values).with("Cache-Control", "no-store");
    }

    // @start region=policy
    /** Only what this server itself serves may run or be shown, and only the script that this very answer names. */
    private static Response page(int status, Template template, Map<String, Object> values) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Map<String, Object> all = new HashMap<>(values);
        all.put("nonce", nonce);
        String allowed = "'nonce-" + nonce + "'";
        return Response.html(status, template.execute(all))
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src " + allowed + "; style-src " + allowed
                                + "; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
                                + " frame-ancestors 'none'; require-trusted-types-for 'script'");
    }
    // @end
}
