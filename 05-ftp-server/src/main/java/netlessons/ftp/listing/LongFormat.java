package netlessons.ftp.listing;

import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import netlessons.ftp.folder.Found;

/**
 * Lines as {@code ls -l} has them. No RFC says what LIST sends, but all clients read this. Times are in UTC; of an older
 * file the year takes the place of the hour. Whose the files are is nobody's business: all belong to "ftp".
 */
public final class LongFormat {
    private static final DateTimeFormatter YOUNG = DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM dd  yyyy", Locale.ROOT);
    private static final int YOUNG_DAYS = 180;

    private final Instant now;

    public LongFormat(Clock clock) {
        this.now = clock.instant();
    }

    /** Without an end of line. */
    public String line(Found entry) {
        String mode = entry.attributes() instanceof PosixFileAttributes posix
                ? PosixFilePermissions.toString(posix.permissions())
                : entry.isFolder() ? "rwxr-xr-x" : "rw-r--r--";
        Instant modified = entry.modified();
        boolean young = modified.isAfter(now.minus(YOUNG_DAYS, ChronoUnit.DAYS))
                && modified.isBefore(now.plus(1, ChronoUnit.DAYS));
        String time = (young ? YOUNG : OLD).format(modified.atOffset(ZoneOffset.UTC));
        String type = entry.isFolder() ? "d" : entry.attributes().isRegularFile() ? "-" : "?";
        return String.format(
                Locale.ROOT,
                "%s%s   1 ftp      ftp      %8d %s %s",
                type,
                mode,
                entry.size(),
                time,
                entry.path().name());
    }
}
