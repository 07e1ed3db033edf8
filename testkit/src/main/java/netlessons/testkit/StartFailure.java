package netlessons.testkit;

import org.junit.jupiter.api.extension.ParameterResolutionException;

/** There is no server to grade. JUnit shows the message of such an exception as it is. */
final class StartFailure extends ParameterResolutionException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
        setStackTrace(new StackTraceElement[0]);
    }
}
