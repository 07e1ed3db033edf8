package netlessons.share.page;

import java.nio.charset.StandardCharsets;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.Response;
import netlessons.share.http.Status;

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
     * @param plain the answer; if it is no plain text, it stays as it is
     */
    public Response shown(Fields asked, Response plain) {
        boolean text = plain.content() instanceof Content.Bytes
                && plain.fields()
                        .first("Content-Type")
                        .filter(type -> type.startsWith("text/plain"))
                        .isPresent();
        if (!text) {
            return plain;
        } else if (!isBrowser(asked)) {
            return plain.fields().has("Cache-Control") ? plain : plain.with("Cache-Control", "no-store");
        }
        byte[] words = ((Content.Bytes) plain.content()).bytes();
        Response page = pages.error(
                plain.status(), Status.reason(plain.status()), new String(words, StandardCharsets.UTF_8).strip());
        for (Field field : plain.fields()) {
            if (!page.fields().has(field.name())) {
                page = page.with(field.name(), field.value());
            }
        }
        return page.whenOver(plain.end());
    }

    /** Whether it names pages as what it can show, as browsers do and curl does not. */
    private static boolean isBrowser(Fields asked) {
        return asked.list("Accept").stream().anyMatch(range -> range.startsWith("text/html"));
    }
}
