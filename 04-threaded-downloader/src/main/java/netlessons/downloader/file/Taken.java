package netlessons.downloader.file;

import java.io.IOException;

/** A name that another file has, and must keep. */
public final class Taken extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong, for people; begins with a small letter and has no full stop */
    public Taken(String message) {
        super(message);
    }
}
