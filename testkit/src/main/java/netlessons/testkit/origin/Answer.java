package netlessons.testkit.origin;

import java.io.IOException;

/**
 * What becomes of a request. Answers are used by several threads at once. After one has returned, the connection goes on
 * with the next request, if it has not been closed and the client did not ask for that.
 */
@FunctionalInterface
public interface Answer {
    /** @throws IOException if the other side has gone, which is no failure of the test */
    void to(Asked asked, Speaker speaker) throws IOException;
}
