package netlessons.downloader.file;

import java.io.IOException;

/** A file could not be written: the disk is full, or the folder is not ours to write. */
public final class DiskFault extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong, for people; begins with a small letter and has no full stop */
    public DiskFault(String message, Throwable cause) {
        super(message, cause);
    }
}
