package netlessons.downloader.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import netlessons.downloader.text.FullDisk;

/** A file could not be written: the disk is full, or the folder is not ours to write. */
public final class DiskFault extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean general;

    /** @param message what is wrong, for people; begins with a small letter and has no full stop */
    public DiskFault(String message, Throwable cause) {
        super(message, cause);
        this.general = true;
    }

    private DiskFault(String message) {
        super(message);
        this.general = false;
    }

    /** Of one file: there is too little room for it, or somebody else works on it. Others may do. */
    static DiskFault ofOne(String message) {
        return new DiskFault(message);
    }

    /** Whether other files would meet the same. */
    public boolean general() {
        return general;
    }

    /**
     * What the file system could not do.
     *
     * @param what could not be done: "x.part cannot be written"
     */
    static DiskFault of(String what, IOException cause) {
        if (cause instanceof DiskFault fault) {
            return fault;
        }
        String reason = reason(cause);
        if (FullDisk.isMeantBy(reason)) {
            return new DiskFault("the disk is full", cause);
        }
        return new DiskFault(what + ": " + reason, cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        } else if (cause instanceof NoSuchFileException) {
            return "it has gone";
        } else if (cause instanceof ClosedChannelException) {
            return "it was closed meanwhile";
        } else if (cause instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason(); // without the path
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
