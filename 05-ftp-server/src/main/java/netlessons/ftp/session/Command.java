package netlessons.ftp.session;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import netlessons.ftp.user.Right;
import netlessons.ftp.wire.Reply;

/**
 * A command as the table has it.
 *
 * @param name in capitals
 * @param right needed for the path that it names, or for the current folder
 * @param login whether one has to be logged in
 * @param help as HELP shows it
 */
record Command(String name, Optional<Right> right, boolean login, Argument argument, String help, Handler handler) {
    private static final Set<String> LISTS = Set.of("LIST", "NLST", "MLSD");
    private static final Set<String> TRANSFERS = Set.of("RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD");

    /** What may stand behind its name. */
    enum Argument {
        NONE,
        OPTIONAL,
        NEEDED
    }

    /** Carries a command out. */
    @FunctionalInterface
    interface Handler {
        /**
         * @param argument "" if there is none
         * @throws IOException if the file system refuses: the client is told why with 550
         */
        Reply handle(Session session, String argument) throws IOException;
    }

    /** How one that anybody may give. */
    static Command free(String name, Argument argument, String help, Handler handler) {
        return new Command(name, Optional.empty(), false, argument, help, handler);
    }

    /** One for those who are logged in. */
    static Command of(String name, Argument argument, String help, Handler handler) {
        return new Command(name, Optional.empty(), true, argument, help, handler);
    }

    /** One for those who have the right. */
    static Command of(String name, Right right, Argument argument, String help, Handler handler) {
        return new Command(name, Optional.of(right), true, argument, help, handler);
    }

    /** Whether it is one of those that use a data connection. */
    boolean transfers() {
        return TRANSFERS.contains(name);
    }

    /** Whether a list is what it brings. */
    boolean lists() {
        return LISTS.contains(name);
    }

    String syntax() {
        return "Syntax: " + help;
    }
}
