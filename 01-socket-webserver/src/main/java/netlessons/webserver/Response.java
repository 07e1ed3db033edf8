package netlessons.webserver;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One response. Immutable. Date, Content-Length and, where it is called for, Connection are the server's to add.
 *
 * @param status 200 to 599: interim responses are the server's own business
 * @param content what a GET would get: the server itself leaves it out for HEAD; none for 204, 205 and 304
 */
public record Response(int status, Headers headers, Content content) {
    /** @throws IllegalArgumentException for what could not be sent so that the client knows where it ends */
    public Response {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not a final status: " + status);
        }
        if (content.length() > 0 && (status == 204 || status == 205 || status == 304)) {
            throw new IllegalArgumentException("a " + status + " has no content");
        }
        for (String framing : List.of("Content-Length", "Transfer-Encoding")) {
            if (headers.has(framing)) {
                throw new IllegalArgumentException(framing + " is set by the server");
            }
        }
    }

    public static Response of(int status) {
        return new Response(status, Headers.NONE, Content.NONE);
    }

    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    public static Response html(int status, String html) {
        return of(status, "text/html; charset=utf-8", html);
    }

    private static Response of(int status, String type, String text) {
        Headers headers = new Headers(List.of(new Field("Content-Type", type)));
        return new Response(status, headers, new Content.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A page for people that names the status and, in one sentence, the reason. */
    public static Response error(int status, String message) {
        String title = status + " " + Status.reason(status);
        return html(status, """
                <!doctype html>
                <html lang="en">
                <title>%s</title>
                <h1>%s</h1>
                <p>%s</p>
                """.formatted(title, title, escapeHtml(message)));
    }

    /** The same response with one header field more. */
    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), content);
    }

    /** The same response with another content. */
    public Response with(Content other) {
        return new Response(status, headers, other);
    }

    static String escapeHtml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
