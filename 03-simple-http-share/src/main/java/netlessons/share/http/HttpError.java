package netlessons.share.http;

/** A request that is refused. Whoever finds the fault throws this, and it becomes one response. */
public final class HttpError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status 4xx or 5xx
     * @param message a sentence for the person at the other end; it is escaped where it is shown
     */
    public HttpError(int status, String message) {
        // No cause, no stack trace: this is an answer, not a bug, and a hostile client must not make it expensive.
        super(message, null, false, false);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not an error: " + status);
        }
        this.status = status;
    }

    public int status() {
        return status;
    }
}
