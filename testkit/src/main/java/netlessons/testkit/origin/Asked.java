package netlessons.testkit.origin;

import java.util.List;
import java.util.Optional;

/**
 * A request that came.
 *
 * @param method GET as a rule
 * @param target as it stands in the first line
 * @param version HTTP/1.1 as a rule
 * @param fields in their order
 * @param nanos when its head was complete ({@link System#nanoTime})
 * @param connection the number of the connection on which it came, from 1
 */
public record Asked(String method, String target, String version, List<Field> fields, long nanos, int connection) {
    public Asked {
        fields = List.copyOf(fields);
    }

    /** The value of the first field with this name, whatever its case. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    public List<String> headers(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** The one range of bytes that it asks for; none if it asks for the whole. */
    public Optional<Span> range() {
        return header("Range").flatMap(Span::parse);
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether the client wants to go on with the connection (RFC 9112 section 9.3). */
    boolean keepsAlive() {
        String options = String.join(",", headers("Connection")).toLowerCase(java.util.Locale.ROOT);
        return version.equals("HTTP/1.0") ? options.contains("keep-alive") : !options.contains("close");
    }
}
