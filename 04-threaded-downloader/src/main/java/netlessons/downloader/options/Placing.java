package netlessons.downloader.options;

import java.nio.file.Path;
import netlessons.downloader.file.Conflict;
import netlessons.downloader.text.Size;
import picocli.CommandLine.Option;

/** Where files go, and which are taken. */
public final class Placing {
    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "Where files go; made if it is missing (default: .).")
    Path dir = Path.of(".");

    @Option(
            names = "--on-conflict",
            paramLabel = "RULE",
            description = "What happens to a file whose name is taken: rename (name (1).txt), replace, reject"
                    + " (default: rename).")
    Conflict onConflict;

    @Option(names = "--hidden", description = "Let an origin choose names that begin with a dot.")
    boolean hidden;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Largest file that is taken; 0 for no limit (default: 0).")
    Long maxSize;

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Space of the disk that downloads leave (default: 64M).")
    Long minFree;

    @Option(
            names = "--strict",
            description =
                    "Take a file for broken if nothing shows that it is complete: no length, no chunks, no checksum.")
    boolean strict;
}
