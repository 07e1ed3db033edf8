package netlessons.share.page;

import io.nayuki.qrcodegen.QrCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import netlessons.share.http.Content;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** What pages need beside themselves: style, script, icon, the address as a QR code. Safe for threads. */
public final class Assets implements Handler {
    private static final Map<String, String> TYPES = Map.of(
            "page.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private final Map<String, String> texts = new HashMap<>();

    public Assets() {
        for (String name : TYPES.keySet()) {
            try (InputStream in = Assets.class.getResourceAsStream(name)) {
                texts.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Response handle(Request request) {
        String name = String.join(
                "/",
                request.target()
                        .segments()
                        .subList(1, request.target().segments().size()));
        if (!request.reads()) {
            return Response.text(405, "This can only be read.\n").with("Allow", "GET, HEAD");
        } else if (name.equals("qr.svg")) {
            String url = (request.secure() ? "https://" : "http://") + request.authority() + "/";
            return bytes("image/svg+xml", qrCode(url));
        } else if (!texts.containsKey(name)) {
            throw new HttpError(404, "There is no such file.");
        }
        String etag = '"' + Integer.toHexString(texts.get(name).hashCode()) + '"';
        if (request.fields().first("If-None-Match").filter(etag::equals).isPresent()) {
            return Response.of(304).with("ETag", etag);
        }
        return bytes(TYPES.get(name), texts.get(name)).with("ETag", etag).with("Cache-Control", "no-cache");
    }

    private static Response bytes(String type, String text) {
        return Response.of(200)
                .with("Content-Type", type)
                .with(new Content.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String qrCode(String url) {
        QrCode code = QrCode.encodeText(url, QrCode.Ecc.LOW);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x + 4).append(',').append(y + 4).append("h1v1h-1z");
                }
            }
        }
        int side = code.size + 8;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
                + "\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>\n";
    }
}
