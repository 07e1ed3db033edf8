package netlessons.share.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import netlessons.share.http.Content;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** What pages need beside themselves: style, scripts, icon, their address as a QR code. Safe for threads. */
public final class Assets implements Handler {
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(
            "page.css", "text/css; charset=utf-8",
            "page.js", SCRIPT,
            "list.js", SCRIPT,
            "memory.js", SCRIPT,
            "tray.js", SCRIPT,
            "tus.js", SCRIPT,
            "upload.js", SCRIPT,
            "icon.svg", "image/svg+xml");

    /** A path as {@link netlessons.share.http.Percent} writes it; two slashes would begin another server's name. */
    private static final Pattern PATH = Pattern.compile("/|(?:/[\\w.~%-]+)+/?");

    /**
     * In memory from the start: later the program's own file may be gone.
     *
     * @param etag strong: the digest of the very bytes (RFC 9110 section 8.8.1)
     */
    private record Asset(byte[] bytes, String type, String etag) {
        static Asset read(String name, String type) {
            try (InputStream in = Assets.class.getResourceAsStream(name)) {
                byte[] bytes = in.readAllBytes();
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Asset(bytes, type, '"' + HexFormat.of().formatHex(digest, 0, 12) + '"');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // each Java has SHA-256
            }
        }
    }

    private final Map<String, Asset> assets = new HashMap<>();
    private final Function<Request, String> origin;

    /** @param origin how addresses of this server begin for others: "http://192.168.1.7:8000" */
    public Assets(Function<Request, String> origin) {
        this.origin = origin;
        TYPES.forEach((name, type) -> assets.put(name, Asset.read(name, type)));
    }

    /** @throws HttpError 404, 414 */
    @Override
    public Response handle(Request request) {
        List<String> segments = request.target().segments();
        String name = String.join("/", segments.subList(1, segments.size()));
        if (!request.reads()) {
            return Response.text(405, "This can only be read.\n").with("Allow", "GET, HEAD");
        } else if (name.equals("qr.svg")) {
            String path = request.target()
                    .query()
                    .first("path")
                    .filter(PATH.asMatchPredicate())
                    .orElse("/");
            return content(
                            QrPicture.svg(origin.apply(request) + path).getBytes(StandardCharsets.UTF_8),
                            "image/svg+xml")
                    .with("Cache-Control", "no-cache");
        }
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new HttpError(404, "There is no such file.");
        }
        boolean known = request.fields().list("If-None-Match").stream()
                .map(tag -> tag.replaceFirst("^w/", "")) // the comparison is weak: RFC 9110 section 13.1.2
                .anyMatch(tag -> tag.equals(asset.etag()) || tag.equals("*"));
        Response response = known ? Response.of(304) : content(asset.bytes(), asset.type());
        return response.with("ETag", asset.etag()).with("Cache-Control", "no-cache");
    }

    private static Response content(byte[] bytes, String type) {
        return Response.of(200).with("Content-Type", type).with(new Content.Bytes(bytes));
    }
}
