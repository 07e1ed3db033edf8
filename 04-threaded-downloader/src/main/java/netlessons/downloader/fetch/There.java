package netlessons.downloader.fetch;

import netlessons.downloader.file.Existing;

/** Nothing is to be done: the file is there, whole, from an earlier run. */
final class There extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Existing file;

    There(Existing file) {
        super(null, null, false, false);
        this.file = file;
    }

    Existing file() {
        return file;
    }
}
