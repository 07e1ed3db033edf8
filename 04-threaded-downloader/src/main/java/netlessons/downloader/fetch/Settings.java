package netlessons.downloader.fetch;

import java.nio.file.Path;
import java.time.Duration;
import netlessons.downloader.Limits;
import netlessons.downloader.file.Conflict;

/**
 * How files are fetched. Sizes in bytes. Immutable.
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
 * @param limitRate bytes a second over all connections; 0 for no limit
 * @param strict whether a file fails if nothing shows that it is complete (no length, no checksum)
 * @param limits what an origin may ask of us
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
        long limitRate,
        boolean strict,
        Limits limits) {
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
                0,
                false,
                Limits.DEFAULT);
    }
}
