package netlessons.share.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.Handler;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.http.Target;

/** A tus client that asks a handler without a network in between. */
record Client(Handler handler) {
    static final String ENDPOINT = "/.share/tus/";

    /** @param fields lines such as "Upload-Length: 3" */
    Response ask(String method, String path, InputStream body, long length, String... fields) throws IOException {
        List<Field> all = new ArrayList<>();
        for (String field : fields) {
            all.add(new Field(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 2)));
        }
        int query = path.indexOf('?');
        Target target =
                query < 0 ? Target.parse(path, "") : Target.parse(path.substring(0, query), path.substring(query + 1));
        return handler.handle(new Request(
                method, target, "localhost", new Fields(all), body, length, InetAddress.getLoopbackAddress(), false));
    }

    Response ask(String method, String path, String... fields) throws IOException {
        return ask(method, path, InputStream.nullInputStream(), 0, fields);
    }

    Response create(long length, Map<String, String> metadata) throws IOException {
        return ask(
                "POST",
                ENDPOINT,
                "Tus-Resumable: 1.0.0",
                "Upload-Length: " + length,
                "Upload-Metadata: " + encode(metadata));
    }

    /** A file called "a", with the first bytes of it, or all. */
    Response create(String endpoint, InputStream body, long announced, long length) throws IOException {
        return ask(
                "POST",
                endpoint,
                body,
                announced,
                "Tus-Resumable: 1.0.0",
                "Upload-Length: " + length,
                "Upload-Metadata: " + encode(Map.of("filename", "a")),
                "Content-Type: application/offset+octet-stream");
    }

    /** Makes an upload, and tells its path. */
    String begin(long length, String name) throws IOException {
        return create(length, Map.of("filename", name))
                .fields()
                .first("Location")
                .orElseThrow();
    }

    static String encode(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + Base64.getEncoder().encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
    }

    Response head(String path) throws IOException {
        return ask("HEAD", path, "Tus-Resumable: 1.0.0");
    }

    Response delete(String path) throws IOException {
        return ask("DELETE", path, "Tus-Resumable: 1.0.0");
    }

    Response patch(String path, long offset, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return patch(path, offset, new ByteArrayInputStream(bytes), bytes.length);
    }

    /** @param length -1: not announced */
    Response patch(String path, long offset, InputStream body, long length) throws IOException {
        return ask(
                "PATCH",
                path,
                body,
                length,
                "Tus-Resumable: 1.0.0",
                "Content-Type: application/offset+octet-stream",
                "Upload-Offset: " + offset);
    }

    static void expect(int status, Response response) {
        assertThat(response.status()).isEqualTo(status);
    }

    static String text(Response response) {
        return new String(((Content.Bytes) response.content()).bytes(), StandardCharsets.UTF_8);
    }
}
