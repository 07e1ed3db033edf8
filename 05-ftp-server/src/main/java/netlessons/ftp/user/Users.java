package netlessons.ftp.user;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All who may log in. Immutable. */
public final class Users {
    private static final Password NOBODYS = Password.of("");

    private final Map<String, User> users;

    /** @throws IllegalArgumentException if two have one name */
    public Users(List<User> users) {
        this.users = users.stream().collect(Collectors.toMap(User::name, Function.identity(), (one, other) -> {
            throw new IllegalArgumentException("There are two users named " + one.name());
        }));
    }

    /** Whose name and password these are; nothing if they are nobody's, and no word about which of them is wrong. */
    public Optional<User> find(String name, String password) {
        User user = users.get(name);
        boolean right = (user == null ? NOBODYS : user.password()).is(password); // takes as long, whoever it is
        return right ? Optional.ofNullable(user) : Optional.empty();
    }
}
