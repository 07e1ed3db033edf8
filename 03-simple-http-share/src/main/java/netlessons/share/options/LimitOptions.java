package netlessons.share.options;

import static netlessons.share.options.Options.DEFAULT;

import java.time.Duration;
import netlessons.share.engine.Limits;
import netlessons.share.image.ImageLimits;
import netlessons.share.text.Seconds;
import netlessons.share.text.Size;
import picocli.CommandLine.Option;

/** How much others may ask of this machine. */
final class LimitOptions {
    @Option(
            names = "--max-upload",
            defaultValue = "0",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Largest file that is taken; 0 for no limit" + DEFAULT + ".")
    private long maxUpload;

    @Option(
            names = "--quota",
            defaultValue = "0",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "What uploads may bring in all; 0 for no limit" + DEFAULT + ".")
    private long quota;

    @Option(
            names = "--min-free",
            defaultValue = "64M",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Space of the disk that uploads leave" + DEFAULT + ".")
    long minFree;

    @Option(
            names = "--max-connections",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Most connections at once" + DEFAULT + ".")
    private int connections;

    @Option(
            names = "--idle-timeout",
            defaultValue = "30",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a connection may rest" + DEFAULT + ".")
    private Duration idleTimeout;

    @Option(
            names = "--min-rate",
            defaultValue = "1K",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Bytes a second that a transfer has to bring; 0 for any" + DEFAULT + ".")
    private long minimumRate;

    @Option(
            names = "--patience",
            defaultValue = "10",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long the head of a request may take, and a transfer be below --min-rate" + DEFAULT + ".")
    private Duration patience;

    @Option(
            names = "--grace",
            defaultValue = "5",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long what is under way may take when the server stops" + DEFAULT + ".")
    private Duration grace;

    @Option(
            names = "--keep-parts",
            defaultValue = "1d",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long uploads that broke off are kept, to be resumed" + DEFAULT + ".")
    Duration keepParts;

    @Option(
            names = "--max-pixels",
            defaultValue = "40M",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Most pixels of a picture that is shown in another size" + DEFAULT + ".")
    private long maxPixels;

    @Option(
            names = "--max-image",
            defaultValue = "2M",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Largest picture that is taken to be resized" + DEFAULT + ".")
    private long maxImage;

    /** @throws IllegalArgumentException for a limit that would let nothing through */
    Limits toLimits() {
        check(connections >= 1, "--max-connections is 1 or more");
        check(!idleTimeout.isZero(), "--idle-timeout is more than 0");
        check(!patience.isZero(), "--patience is more than 0");
        return new Limits(Limits.DEFAULT.head(), connections, idleTimeout, number(minimumRate), patience, grace);
    }

    /** @throws IllegalArgumentException for a limit that would let nothing through */
    ImageLimits toImageLimits() {
        check(maxPixels >= 1, "--max-pixels is 1 or more");
        check(maxImage >= 1, "--max-image is 1 or more");
        return ImageLimits.DEFAULT.with(maxPixels, number(maxImage));
    }

    long maxUpload() {
        return orNone(maxUpload);
    }

    long quota() {
        return orNone(quota);
    }

    private static void check(boolean sensible, String otherwise) {
        if (!sensible) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static long orNone(long limit) {
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    private static int number(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }
}
