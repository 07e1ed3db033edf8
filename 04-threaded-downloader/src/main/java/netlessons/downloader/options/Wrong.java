package netlessons.downloader.options;

/** What somebody has typed makes no sense; the message is a sentence for them, without full stop. */
public final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
        super(message);
    }

    /**
     * For a message that costs nothing to make: it is made in any case.
     *
     * @throws Wrong unless the condition holds
     */
    static void unless(boolean condition, String otherwise) {
        if (!condition) {
            throw new Wrong(otherwise);
        }
    }
}
