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
        /** The disk has too little room for this one. */
        TOO_LARGE,
        /** The disk cannot be written. */
        DISK,
        INTERRUPTED
    }
}
