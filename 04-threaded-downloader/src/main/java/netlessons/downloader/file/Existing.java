package netlessons.downloader.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A regular file that is there.
 *
 * @param size in bytes
 * @param modified when it was changed, as exactly as the file system knows
 */
public record Existing(Path path, long size, Instant modified) {
    /** Whether an earlier run fetched it from this address, in this version; no if the file system cannot remember that. */
    public boolean isFrom(Identity identity) {
        return identity.total().orElse(-1) == size && Source.is(this, identity);
    }

    /**
     * Of what it has in it now, as hexadecimal digits. Reads all of it.
     *
     * @param algorithm as {@link java.security.MessageDigest} names it
     */
    public String digest(String algorithm) throws DiskFault {
        try {
            return Bytes.digest(path, algorithm);
        } catch (IOException e) {
            throw DiskFault.of(path.getFileName() + " cannot be read", e);
        }
    }
}
