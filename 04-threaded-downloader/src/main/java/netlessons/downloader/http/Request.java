package netlessons.downloader.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The head of a request: all that goes to an origin (RFC 9112 section 3). */
final class Request {
    private final String line;
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    /** @param target a path; the whole address for a proxy (section 3.2) */
    Request(String method, String target, String host) {
        line = new StringBuilder(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\n")
                .toString();
        field("Host", host);
        field("User-Agent", "netlessons-downloader/1.0");
        field("Accept", "*/*");
        field("Accept-Encoding", "identity"); // else lengths and offsets are not those of the file
    }

    Request field(String name, String value) {
        names.add(name);
        values.add(value);
        return this;
    }

    Request field(String name, Optional<?> value) {
        return value.isPresent() ? field(name, value.get().toString()) : this;
    }

    /** A person's own fields: they take the place of ours. */
    void own(List<Map.Entry<String, String>> fields) {
        for (Map.Entry<String, String> field : fields) {
            for (int i = index(field.getKey()); i >= 0; i = index(field.getKey())) {
                names.remove(i);
                values.remove(i);
            }
        }
        for (Map.Entry<String, String> field : fields) {
            field(field.getKey(), bytes(field.getValue()));
        }
    }

    boolean has(String name) {
        return index(name) >= 0;
    }

    private int index(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Each character stands for a byte: what is not ASCII goes as UTF-8. */
    private static String bytes(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Path and query as they go over the wire. */
    static String path(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return Escapes.of(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    /** As it goes over the wire; each character stands for a byte. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(256).append(line);
        for (int i = 0; i < names.size(); i++) {
            text.append(names.get(i)).append(": ").append(values.get(i)).append("\r\n");
        }
        return text.append("\r\n").toString();
    }
}
