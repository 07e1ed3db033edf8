package netlessons.downloader.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the head of a request: all that goes to an origin (RFC 9112 section 3). */
final class Request {
    private final StringBuilder text = new StringBuilder(256);

    /** @param target a path; the whole address for a proxy (section 3.2) */
    Request(String method, String target, String host) {
        text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        field("Host", host);
        field("User-Agent", "netlessons-downloader/1.0");
        field("Accept", "*/*");
        field("Accept-Encoding", "identity"); // else lengths and offsets are not those of the file
    }

    Request field(String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    Request field(String name, Optional<?> value) {
        return value.isPresent() ? field(name, value.get().toString()) : this;
    }

    Request fields(List<Map.Entry<String, String>> fields) {
        for (Map.Entry<String, String> field : fields) {
            field(field.getKey(), wide(field.getValue()));
        }
        return this;
    }

    /** Each character stands for a byte: what is not ASCII goes as UTF-8. */
    private static String wide(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Path and query as they go over the wire. */
    static String path(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return Escapes.of(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    @Override
    public String toString() {
        return text + "\r\n";
    }
}
