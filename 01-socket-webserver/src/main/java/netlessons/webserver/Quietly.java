package netlessons.webserver;

import java.io.IOException;

/** What goes wrong with one connection is that connection's end, and nothing to anybody else. */
final class Quietly {
    private static final System.Logger LOGGER = System.getLogger(Quietly.class.getName());

    interface Action {
        void run() throws IOException;
    }

    private Quietly() {}

    /** Returns whether all went well. */
    static boolean run(Action action) {
        try {
            action.run();
            return true;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "A connection ended", e);
        } catch (RuntimeException | Error e) {
            LOGGER.log(System.Logger.Level.ERROR, "A connection failed", e);
        }
        return false;
    }
}
