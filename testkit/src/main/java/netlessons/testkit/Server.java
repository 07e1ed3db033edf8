package netlessons.testkit;

import java.time.Duration;

/** A server that the grader has started, and can therefore stop. Safe for threads. */
interface Server {
    /**
     * Tells it to stop, and does not wait.
     *
     * @return what it was told, for people: "SIGTERM"
     */
    String stop();

    /** What to write in a shell in which $! is its process, to tell it the same; "" if it is no process. */
    String stopCommand();

    /** The same as if somebody pressed Ctrl-C; the test is skipped, with the reason, where that is not possible. */
    String interrupt();

    /** Waits until it has ended; false if it has not for so long. */
    boolean awaitEnd(Duration limit);

    /** How it is now, for people: "it still runs; …", "it has ended with exit status 1; …". */
    String state();

    /** Ends it by force, where there is such a thing. */
    void kill();

    /** Ends it for certain, by force only if it needs long. */
    void close();
}
