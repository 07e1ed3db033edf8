package netlessons.share.tus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** A tus client as short as it can be: it goes on until all has come, however often the connection breaks. */
final class TusSender {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST_TRIES = 100;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String server;

    TusSender(InetSocketAddress address) {
        server = "http://127.0.0.1:" + address.getPort();
    }

    HttpResponse<String> ask(String method, String path, byte[] body, String... fields) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(LIMIT)
                .header("Tus-Resumable", "1.0.0")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** @return the path of the new upload */
    String begin(long length, Map<String, String> metadata) throws IOException {
        HttpResponse<String> response = ask(
                "POST",
                Client.ENDPOINT,
                new byte[0],
                "Upload-Length",
                Long.toString(length),
                "Upload-Metadata",
                Client.encode(metadata));
        if (response.statusCode() != 201) {
            throw new AssertionError("POST: " + response.statusCode() + " " + response.body());
        }
        return response.headers().firstValue("Location").orElseThrow();
    }

    HttpResponse<String> patch(String path, long offset, byte[] piece) throws IOException {
        return ask(
                "PATCH",
                path,
                piece,
                "Upload-Offset",
                Long.toString(offset),
                "Content-Type",
                "application/offset+octet-stream");
    }

    /** @return -1 if there is no such upload */
    long offset(String path) throws IOException {
        return ask("HEAD", path, new byte[0])
                .headers()
                .firstValueAsLong("Upload-Offset")
                .orElse(-1);
    }

    /** Sends what is missing. @return how often it took a try */
    int send(String path, byte[] content) {
        for (int tries = 1; tries <= MOST_TRIES; tries++) {
            try {
                long offset = offset(path);
                if (offset == content.length) {
                    return tries;
                } else if (offset < 0) {
                    throw new AssertionError("the upload is gone");
                }
                patch(path, offset, Arrays.copyOfRange(content, (int) offset, content.length));
            } catch (IOException e) {
                // the connection broke; once more
            }
        }
        throw new AssertionError("not whole after " + MOST_TRIES + " tries");
    }
}
