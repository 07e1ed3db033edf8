package netlessons.downloader.progress;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What has become of all files.
 *
 * @param done how many are safe on disk, with those that had been there before
 * @param failed how many are not
 * @param resumable how many of those that are not would go on where they were
 * @param bytes how many came over the network and were kept
 * @param time how long it took
 * @param folder where the files are
 * @param interrupted whether it was told to stop
 * @param disk whether a disk was full, or a file could not be written
 * @param checksum whether a file was not what it should be
 */
public record Summary(
        int done,
        int failed,
        int resumable,
        long bytes,
        Duration time,
        Path folder,
        boolean interrupted,
        boolean disk,
        boolean checksum) {
    /** The program's: what matters most wins. */
    public int exitStatus() {
        if (interrupted) {
            return 130;
        }
        if (disk) {
            return 5;
        }
        if (checksum) {
            return 4;
        }
        return failed == 0 ? 0 : done > 0 ? 1 : 3;
    }
}
