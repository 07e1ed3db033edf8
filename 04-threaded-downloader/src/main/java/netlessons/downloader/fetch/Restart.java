package netlessons.downloader.fetch;

/** What has come cannot be joined with what comes: all of it is fetched again, as one stream. */
final class Restart extends Exception {
    private static final long serialVersionUID = 1;

    /** @param reason for people; begins with a small letter and has no full stop */
    Restart(String reason) {
        super(reason);
    }
}
