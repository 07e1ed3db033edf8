package netlessons.ftp.session;

import java.util.function.Predicate;
import netlessons.ftp.folder.Found;
import netlessons.ftp.folder.Root;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.user.Right;
import netlessons.ftp.user.User;

/** Whether somebody may do what a command asks for, to what it names. */
final class Rights {
    private Rights() {}

    /** Of somebody who is not logged in nothing is known: what he may do, the table says. */
    static boolean suffice(Session session, Command command, String argument) {
        if (command.right().isEmpty() || session.user.isEmpty()) {
            return true;
        } else if (command.name().equals("STAT") && argument.isEmpty()) {
            return true; // it is about the session
        }
        User user = session.user.get();
        Right right = command.right().get();
        VirtualPath path = about(session, command, argument);
        return may(user, right, path) && (!user.hasOverrides() || may(user, right, session.root.straight(path)));
    }

    /** Which rights a user has for a file: both where he found it and where it really is, if a link led there. */
    static Predicate<Right> in(Root root, User user, Found file) {
        return right ->
                may(user, right, file.path()) && (!user.hasOverrides() || may(user, right, root.straight(file)));
    }

    /** A folder with rights of its own keeps its name: else others would be left without, or come to them. */
    private static boolean may(User user, Right right, VirtualPath path) {
        return user.may(right, path) && (right != Right.RENAME || !user.hasOverridesIn(path));
    }

    /** Whose rights count: those of what is named, or of the folder that something new comes into. */
    private static VirtualPath about(Session session, Command command, String argument) {
        VirtualPath folder = session.folder;
        return switch (command.name()) {
            case "CWD", "XCWD" -> Folders.named(session, argument);
            case "CDUP", "XCUP" -> folder.parent();
            case "LIST", "NLST" -> Lists.named(session, argument);
            case "STOU" ->
                argument.isEmpty() ? folder : folder.resolve(argument).parent();
            case "MFMT", "SITE CHMOD" -> folder.resolve(argument.substring(argument.indexOf(' ') + 1));
            default -> folder.resolve(argument);
        };
    }
}
