package netlessons.downloader;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much an origin may ask of this downloader, in bytes, counts and time. Immutable.
 *
 * @param connectTimeout for each address of a host; TLS counts. Ten seconds are three tries of TCP's handshake.
 * @param readTimeout how long an origin may say nothing, and within which a response has to begin
 * @param maxRedirects how many are followed for one request. Browsers and curl have about as many.
 * @param minSpeed bytes a second that a connection has to bring; 0 for any. One that brings less is broken, not slow.
 * @param minSpeedTime over how long that is measured
 * @param maxSize of a file; 0 for any
 * @param minFree bytes of the disk that stay free
 */
public record Limits(
        Duration connectTimeout,
        Duration readTimeout,
        int maxRedirects,
        long minSpeed,
        Duration minSpeedTime,
        long maxSize,
        long minFree) {
    public static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(30), 20, 100, Duration.ofSeconds(30), 0, 64 << 20);

    /** @throws IllegalArgumentException for a limit that would let nothing through */
    public Limits {
        boolean sizes = LongStream.of(maxRedirects, minSpeed, maxSize, minFree).allMatch(n -> n >= 0);
        boolean times = Stream.of(connectTimeout, readTimeout, minSpeedTime).allMatch(time -> time.toMillis() > 0);
        if (!sizes || !times) {
            throw new IllegalArgumentException("A limit that lets nothing through is of no use");
        }
    }
}
