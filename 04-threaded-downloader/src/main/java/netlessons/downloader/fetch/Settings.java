package netlessons.downloader.fetch;

import java.nio.file.Path;
import java.time.Duration;
import netlessons.downloader.file.Conflict;

/**
 * How files are fetched. Sizes in bytes.
 *
 * @param folder where they go; it is made if it is not there
 * @param onConflict what to do where a name is taken
 * @param hidden whether an origin may choose a name that begins with a dot
 * @param files how many at once
 * @param segments how many connections for one of them, at most
 * @param perHost how many connections to one host, over all files
 * @param minSegment no request asks for less, but for the rest of a file
 * @param retries how often something is tried again that did not come any farther
 * @param retryWait the longest wait before the first retry; it doubles with each (full jitter: a random part of it)
 * @param maxRetryWait the longest wait of all; an origin that asks for a longer one is given up
 * @param minSpeed bytes a second that a connection has to bring; 0 for any
 * @param minSpeedTime over how long that is measured
 * @param limitRate bytes a second over all connections; 0 for no limit
 * @param maxSize of a file; 0 for any
 * @param minFree space to leave on the disk
 * @param strict whether a file fails if nothing shows that it is complete (no length, no checksum)
 */
public record Settings(
        Path folder,
        Conflict onConflict,
        boolean hidden,
        int files,
        int segments,
        int perHost,
        long minSegment,
        int retries,
        Duration retryWait,
        Duration maxRetryWait,
        long minSpeed,
        Duration minSpeedTime,
        long limitRate,
        long maxSize,
        long minFree,
        boolean strict) {
    public static Settings into(Path folder) {
        return new Settings(
                folder,
                Conflict.rename,
                false,
                5,
                4,
                8, // browsers take 6; more than that is rude to a small server
                4 << 20, // a request costs a round trip: 4 MiB make that small
                5,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                100, // a connection that brings less is broken, not slow
                Duration.ofSeconds(30),
                0,
                0,
                64 << 20,
                false);
    }
}
