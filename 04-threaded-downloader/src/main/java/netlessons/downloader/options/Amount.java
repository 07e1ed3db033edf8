package netlessons.downloader.options;

import netlessons.downloader.text.Size;
import picocli.CommandLine.Option;

/** How much at once. */
public final class Amount {
    static final int MOST_FILES = 256;
    static final int MOST_SEGMENTS = 64;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "Most files at once, up to " + MOST_FILES + " (default: 5).")
    Integer files;

    @Option(
            names = {"-s", "--segments"},
            paramLabel = "N",
            description = "Most connections for one file, up to " + MOST_SEGMENTS + " (default: 4).")
    Integer segments;

    @Option(
            names = "--per-host",
            paramLabel = "N",
            description = "Most connections to one host, over all files (default: 8).")
    Integer perHost;

    @Option(
            names = "--min-segment",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Fewest bytes that a request asks for (default: 4M).")
    Long minSegment;

    @Option(
            names = "--limit-rate",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Most bytes a second, all connections together; 0 for no limit (default: 0).")
    Long limitRate;
}
