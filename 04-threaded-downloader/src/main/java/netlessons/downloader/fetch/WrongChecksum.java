package netlessons.downloader.fetch;

/** A file came, whole, and is not what it should be. */
final class WrongChecksum extends Exception {
    private static final long serialVersionUID = 1;

    WrongChecksum(String message) {
        super(message);
    }
}
