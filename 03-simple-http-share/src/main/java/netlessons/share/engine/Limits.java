package netlessons.share.engine;

import java.time.Duration;

/**
 * How much a client may ask of the engine. Immutable.
 *
 * @param head longest request head in bytes, request line included; above it 431. Cookies alone may take 4 KiB each.
 * @param connections most open connections; more have to wait
 * @param idleTimeout how long a connection may rest, between two requests or within one
 * @param minimumRate bytes a second that a body has to bring, in either direction: a slow client is served, a stopped
 *     one is not
 * @param patience how long a client may take for the head of a request, however its bytes dribble; and how long a
 *     transfer may be slower than the minimum rate
 * @param grace how long requests in flight may take to finish when the server stops
 */
public record Limits(
        int head, int connections, Duration idleTimeout, int minimumRate, Duration patience, Duration grace) {
    public static final Limits DEFAULT =
            new Limits(16 << 10, 1000, Duration.ofSeconds(30), 1 << 10, Duration.ofSeconds(10), Duration.ofSeconds(5));

    /** @throws IllegalArgumentException for a limit that would let nothing through */
    public Limits {
        if (head <= 0
                || connections <= 0
                || idleTimeout.toMillis() <= 0
                || minimumRate < 0
                || patience.toMillis() <= 0
                || grace.isNegative()) {
            throw new IllegalArgumentException("A limit that lets nothing through is of no use");
        }
    }
}
