package netlessons.downloader.options;

import java.time.Duration;
import netlessons.downloader.text.Seconds;
import netlessons.downloader.text.Size;
import picocli.CommandLine.Option;

/** How long to wait, and how often to try again. */
public final class Patience {
    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "How often to try again what does not come any farther (default: 5).")
    Integer retries;

    @Option(
            names = "--retry-wait",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "Longest wait before the first retry; it doubles with each (default: 1).")
    Duration retryWait;

    @Option(
            names = "--max-retry-wait",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "Longest wait of all; an origin that asks for more is given up (default: 60).")
    Duration maxRetryWait;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a connection may take to be made (default: 10).")
    Duration connectTimeout;

    @Option(
            names = "--read-timeout",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long an answer may take to begin, and be silent (default: 30).")
    Duration readTimeout;

    @Option(
            names = "--min-speed",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Bytes a second that a connection has to bring; 0 for any (default: 100).")
    Long minSpeed;

    @Option(
            names = "--min-speed-time",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "Over how long that is measured (default: 30).")
    Duration minSpeedTime;
}
