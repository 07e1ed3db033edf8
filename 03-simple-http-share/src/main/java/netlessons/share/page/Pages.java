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
import netlessons.share.http.Response;

/** Fills templates in. Names of files come from anybody: whatever is filled in is escaped. Safe for threads. */
public final class Pages {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Template folder = template("folder.mustache");
    private final Template error = template("error.mustache");

    private static Template template(String name) {
        try (Reader reader = new InputStreamReader(Pages.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            return Mustache.compiler().escapeHTML(true).compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Response folder(Map<String, Object> values) {
        return page(200, folder, values);
    }

    /** @param message a sentence */
    public Response error(int status, String title, String message) {
        return page(status, error, Map.of("title", title, "message", message));
    }

    // @start region=policy
    /** Only what this server itself serves may run or be shown, and only the script that this very answer names. */
    private static Response page(int status, Template template, Map<String, Object> values) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Map<String, Object> all = new HashMap<>(values);
        all.put("nonce", nonce);
        return Response.html(status, template.execute(all))
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'self'; img-src 'self' data:;"
                                + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
                .with("Cache-Control", "no-store");
    }
    // @end
}
