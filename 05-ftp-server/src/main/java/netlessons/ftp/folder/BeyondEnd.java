package netlessons.ftp.folder;

import java.io.IOException;

/** A transfer was to begin behind the end of the file. */
public final class BeyondEnd extends IOException {
    private static final long serialVersionUID = 1L;

    public BeyondEnd(long position, long size) {
        super("REST position (" + position + ") > file size (" + size + ")");
    }
}
