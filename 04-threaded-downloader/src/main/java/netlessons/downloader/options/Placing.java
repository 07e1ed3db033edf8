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
            description = "Where files go; made if it is not there (default: .).")
    Path dir = Path.of(".");

    @Option(
            names = "--on-conflict",
            paramLabel = "WHAT",
            description = "If another file has the name already: rename (name (1).txt), replace or reject"
                    + " (default: rename).")
    Conflict onConflict;

    @Option(names = "--hidden", description = "Lets an origin choose names that begin with a dot.")
    boolean hidden;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Refuses larger files; 0 for none (default: 0).")
    Long maxSize;

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Space to leave on the disk (default: 64M).")
    Long minFree;

    @Option(
            names = "--strict",
            description = "A file fails if nothing shows that it is complete: no length, no chunks, no checksum.")
    boolean strict;
}
