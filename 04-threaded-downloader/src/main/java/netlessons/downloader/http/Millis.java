package netlessons.downloader.http;

import java.time.Duration;

/** Sockets take milliseconds, and 0 means for ever. */
final class Millis {
    private Millis() {}

    static int of(Duration duration) {
        return (int) Math.max(
                1,
                Math.min(
                        Integer.MAX_VALUE, duration.toSeconds() < 1_000_000 ? duration.toMillis() : Integer.MAX_VALUE));
    }
}
