package netlessons.share.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * One response. Immutable. Date and framing are the engine's to add.
 *
 * @param content what a GET would get: the engine leaves it out for HEAD; none for 204 and 304
 * @param download whether it brings a whole file or archive of the folder: that is what {@code --downloads} counts
 * @param end told once, when the response is over: whether all of it was sent
 */
public record Response(int status, Fields fields, Content content, boolean download, Consumer<Boolean> end) {
    private static final Consumer<Boolean> NOBODY = complete -> {};

    public static Response of(int status) {
        return new Response(status, Fields.NONE, Content.NONE, false, NOBODY);
    }

    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    public static Response html(int status, String html) {
        return of(status, "text/html; charset=utf-8", html);
    }

    public static Response json(int status, String json) {
        return of(status, "application/json", json);
    }

    private static Response of(int status, String type, String text) {
        Fields fields = new Fields(List.of(new Field("Content-Type", type)));
        return new Response(status, fields, new Content.Bytes(text.getBytes(StandardCharsets.UTF_8)), false, NOBODY);
    }

    /** The same response with one field more. */
    public Response with(String name, String value) {
        return new Response(status, fields.with(name, value), content, download, end);
    }

    /** The same response with another content. */
    public Response with(Content other) {
        return new Response(status, fields, other, download, end);
    }

    /** The same response, which brings the whole of what people come for. */
    public Response asDownload() {
        return new Response(status, fields, content, true, end);
    }

    /** The same response; this one is told of its end, too. */
    public Response whenOver(Consumer<Boolean> listener) {
        return new Response(status, fields, content, download, end.andThen(listener));
    }
}
