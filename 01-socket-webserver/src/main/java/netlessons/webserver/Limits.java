package netlessons.webserver;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much a client may ask of this server, in bytes, counts and time. Immutable.
 *
 * @param requestLine longest request line in bytes, without its CRLF; above it 414. RFC 9112 section 3 asks for at
 *     least 8000.
 * @param headerSection longest header section in bytes; above it 431. Cookies alone may take 4 KiB each.
 * @param fields most header fields; above it 431. A browser sends about fifteen.
 * @param body longest request body in bytes; above it 413
 * @param bodies how long all bodies, and all long heads, may be together that are being read and answered at one time;
 *     above it 503. A handler may hold a body in memory, two or three times over while it grows, so this is an eighth of
 *     the heap.
 * @param drain how many bytes of a body that no handler wanted are read and thrown away to keep the connection;
 *     beyond this a new connection is cheaper
 * @param connections most open connections; one more gets a 503
 * @param headerTimeout from the first byte of a header section to its end, however many bytes dribble in (408)
 * @param idleTimeout how long a connection may rest between two requests, or before the first; then it is closed
 * @param transferTimeout how long a body may take in either direction, plus a second for each {@code minimumRate}
 *     bytes that made it: a slow client is served, a stopped one is not
 * @param minimumRate bytes a second, see {@code transferTimeout}
 * @param linger how long the server goes on reading after its last response, so that the client can read it
 * @param grace how long requests in flight may take to finish when the server stops
 */
public record Limits(
        int requestLine,
        int headerSection,
        int fields,
        long body,
        long bodies,
        long drain,
        int connections,
        Duration headerTimeout,
        Duration idleTimeout,
        Duration transferTimeout,
        int minimumRate,
        Duration linger,
        Duration grace) {
    public static final Limits DEFAULT = new Limits(
            8 << 10,
            32 << 10,
            100,
            1 << 20,
            Runtime.getRuntime().maxMemory() / 8,
            256 << 10,
            1000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            1 << 10,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5));

    /** @throws IllegalArgumentException for a limit that would let nothing through */
    public Limits {
        boolean counts = IntStream.of(requestLine, headerSection, fields, connections, minimumRate)
                .allMatch(n -> n > 0);
        boolean times = Stream.of(headerTimeout, idleTimeout, transferTimeout).allMatch(time -> time.toNanos() > 0);
        if (!counts || !times || body < 0 || bodies < 0 || drain < 0 || linger.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("A limit that lets nothing through is of no use");
        }
    }
}
