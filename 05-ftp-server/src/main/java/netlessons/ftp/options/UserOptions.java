package netlessons.ftp.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import netlessons.ftp.user.Password;
import netlessons.ftp.user.Right;
import netlessons.ftp.user.User;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who may log in, and what each may do where. */
final class UserOptions {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD:RIGHTS[:HOME]",
            description = "Somebody who may log in, and see HOME (default: --root). May be repeated.")
    private List<String> users = new ArrayList<>();

    @Option(
            names = "--folder-rights",
            paramLabel = "NAME:/PATH:RIGHTS",
            description = "Other rights for a user in one folder, and all below it. May be repeated.")
    private List<String> folderRights = new ArrayList<>();

    @Option(names = "--no-anonymous", description = "Let no guests in.")
    private boolean noAnonymous;

    /**
     * @param root the home of who has no other
     * @throws ParameterException for what makes no sense
     */
    List<User> users(Path root) {
        Map<String, User> all = new HashMap<>();
        if (!noAnonymous) {
            all.put(User.ANONYMOUS, new User(User.ANONYMOUS, Password.ANY, Right.parse("elr"), Map.of(), root));
        }
        for (String text : users) {
            String[] parts = text.split(":", 4);
            if (parts.length < 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
                throw wrong("'" + text + "' is not NAME:PASSWORD:RIGHTS, as in ann:secret:elradfmw");
            }
            Path home = parts.length == 4 ? Path.of(parts[3]) : root;
            User user = new User(parts[0], Password.of(parts[1]), rights(parts[2]), Map.of(), home);
            if (all.put(user.name(), user) != null) {
                throw wrong("There are two users named " + user.name()
                        + (user.name().equals(User.ANONYMOUS)
                                ? "; guests need --no-anonymous to have a password"
                                : ""));
            }
        }
        for (String text : folderRights) {
            int start = text.indexOf(":/");
            int end = text.lastIndexOf(':');
            if (start < 0 || end <= start || !all.containsKey(text.substring(0, start))) {
                throw wrong("'" + text + "' is not NAME:/PATH:RIGHTS of a user, as in ann:/inbox:elw");
            }
            all.compute(
                    text.substring(0, start),
                    (name, user) -> user.with(text.substring(start + 1, end), rights(text.substring(end + 1))));
        }
        return List.copyOf(all.values());
    }

    private Set<Right> rights(String letters) {
        try {
            return Right.parse(letters);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String words) {
        return new ParameterException(command.commandLine(), words);
    }
}
