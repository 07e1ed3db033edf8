package netlessons.testkit.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Reply;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;

/**
 * Asks a server, one request a connection, so that one that closes after each answer can pass, and one that serves one
 * client at a time. A field is a line such as {@code "Range: bytes=0-9"}; a Host or Content-Length that is given stands in
 * for the usual one. Paths are sent as they are. Safe for threads.
 */
public final class Http {
    private static final byte[] NO_BODY = null;

    private final Supplier<Wire> connections;
    private final String host;

    private Http(Supplier<Wire> connections, String host) {
        this.connections = connections;
        this.host = host;
    }

    public static Http of(Target target) {
        return new Http(target::connect, authority(target.host(), target.port()));
    }

    public static Http of(FreshTarget target) {
        return new Http(target::connect, authority(target.host(), target.port()));
    }

    private static String authority(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** What the Host field says, if nothing else is given: address and port. */
    public String host() {
        return host;
    }

    public Reply get(String path, String... fields) {
        return ask("GET", path, NO_BODY, fields);
    }

    /** And not one byte of a body comes. */
    public Reply head(String path, String... fields) {
        return ask("HEAD", path, NO_BODY, fields);
    }

    public Reply put(String path, String content, String... fields) {
        return put(path, content.getBytes(StandardCharsets.UTF_8), fields);
    }

    public Reply put(String path, byte[] content, String... fields) {
        return ask("PUT", path, content, fields);
    }

    public Reply post(String path, Form form, String... fields) {
        String[] all = Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = "Content-Type: " + form.contentType();
        return ask("POST", path, form.bytes(), all);
    }

    /** Sends all, reads the final answer, and closes the connection. */
    public Reply ask(String method, String path, byte[] body, String... fields) {
        try (Wire wire = begin(method, path, body, fields)) {
            return answer(wire, method);
        }
    }

    /** Sends all, and leaves the connection open, for the answer to be read from it. */
    public Wire begin(String method, String path, byte[] body, String... fields) {
        Wire wire = connections.get();
        byte[] head = request(method, path, body, fields).getBytes(StandardCharsets.ISO_8859_1);
        if (body == null || body.length == 0) {
            return wire.send(head);
        }
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return wire.send(all);
    }

    /**
     * Reads the final answer to a request with this method; of one that has no content, what follows has to be the end,
     * if it says so.
     */
    public static Reply answer(Wire wire, String method) {
        Reply reply = wire.finalReplyTo(method);
        boolean last =
                reply.header("Connection").filter("close"::equalsIgnoreCase).isPresent();
        boolean bare = method.equals("HEAD") || reply.status() == 304 || reply.status() == 204;
        return last && bare ? reply.expectClosed() : reply;
    }

    /** Of a request, as {@link #begin} sends it, with the empty line: for those who send the body in their own way. */
    public String request(String method, String path, byte[] body, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (!has(fields, "Host")) {
            head.append("Host: ").append(host).append("\r\n");
        }
        if (!has(fields, "Connection")) {
            head.append("Connection: close\r\n");
        }
        if (body != null && !has(fields, "Content-Length") && !has(fields, "Transfer-Encoding")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static boolean has(String[] fields, String name) {
        return Arrays.stream(fields).anyMatch(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    }
}
