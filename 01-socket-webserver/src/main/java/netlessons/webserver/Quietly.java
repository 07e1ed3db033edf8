package netlessons.webserver;

import java.io.IOException;

/** What goes wrong with one connection is that connection's end, and nothing to anybody else. */
final class Quietly {
    private static final System.Logger LOGGER = System.getLogger(Quietly.class.getName());

    interface Action {
        void run() throws IOException;
    }

    private Quietly() {}

    /** Returns whether all went well; throws nothing, whatever happens. */
    static boolean run(Action action) {
        try {
            action.run();
            return true;
        } catch (IOException e) {
            log(System.Logger.Level.DEBUG, "A connection ended", e);
        } catch (RuntimeException | Error e) {
            log(System.Logger.Level.ERROR, "A connection failed", e);
        }
        return false;
    }

    /** Logs, or does not: that is no reason to do anything else differently. */
    static void log(System.Logger.Level level, String message, Throwable cause) {
        try {
            LOGGER.log(level, message, cause);
        } catch (RuntimeException | Error e) {
            // No memory, no file left for the log, a handler of the log with a fault: the server goes on without a log.
        }
    }
}
