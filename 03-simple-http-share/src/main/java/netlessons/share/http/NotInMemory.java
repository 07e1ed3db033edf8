package netlessons.share.http;

/** There is an answer, but not for those who may not wait for it. Says nothing more, and costs next to nothing. */
public final class NotInMemory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotInMemory() {
        super("not in memory", null, false, false);
    }
}
