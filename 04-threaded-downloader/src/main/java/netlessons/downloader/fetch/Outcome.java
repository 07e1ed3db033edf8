package netlessons.downloader.fetch;

/**
 * What has become of a file.
 *
 * @param kept whether some of it is there and the same command would go on
 */
record Outcome(Kind kind, boolean kept) {
    enum Kind {
        DONE,
        FAILED,
        CHECKSUM,
        /** This one cannot be written: it is too large, or somebody else has put a hand on it. */
        NOT_WRITTEN,
        /** The disk cannot be written. */
        DISK,
        INTERRUPTED
    }
}
