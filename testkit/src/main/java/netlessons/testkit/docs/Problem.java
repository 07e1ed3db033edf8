package netlessons.testkit.docs;

/** A document that is not true: the message begins with file:line, and there is no stack trace to scroll past. */
final class Problem extends AssertionError {
    private static final long serialVersionUID = 1;

    Problem(Page page, int line, String message) {
        this(page.at(line) + ": " + message);
    }

    Problem(String message) {
        super(message);
        setStackTrace(new StackTraceElement[0]);
    }
}
