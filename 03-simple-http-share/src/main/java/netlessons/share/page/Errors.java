package netlessons.share.page;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import netlessons.share.http.Accept;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** Makes pages of errors for browsers; programs get the plain words. Safe for threads. */
public final class Errors {
    private final Pages pages;

    public Errors(Pages pages) {
        this.pages = pages;
    }

    /**
     * The same answer, as the client can show it. Nobody may keep it: the next moment it may be another one.
     *
     * @param asked the fields of the request
     * @param request nothing if it made no sense
     * @param plain the answer; if it is no plain text, it stays as it is
     */
    public Response shown(Fields asked, Optional<Request> request, Response plain) {
        boolean text = plain.content() instanceof Content.Bytes
                && plain.fields()
                        .first("Content-Type")
                        .filter(type -> type.startsWith("text/plain"))
                        .isPresent();
        if (!text) {
            return plain;
        } else if (!Accept.html(asked)) {
            return plain.fields().has("Cache-Control") ? plain : plain.with("Cache-Control", "no-store");
        }
        String words = new String(((Content.Bytes) plain.content()).bytes(), StandardCharsets.UTF_8).strip();
        Response page = request.isPresent()
                ? pages.error(request.get(), plain.status(), words)
                : pages.error(plain.status(), words);
        for (Field field : plain.fields()) {
            if (!page.fields().has(field.name())) {
                page = page.with(field.name(), field.value());
            }
        }
        return page.whenOver(plain.end());
    }
}
