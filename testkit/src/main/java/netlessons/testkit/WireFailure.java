package netlessons.testkit;

/** A failure that a transcript explains better than a stack trace, which it therefore has none of. */
final class WireFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    WireFailure(Fault fault, String message) {
        super(message);
        this.fault = fault;
        setStackTrace(new StackTraceElement[0]);
    }

    Fault fault() {
        return fault;
    }
}
