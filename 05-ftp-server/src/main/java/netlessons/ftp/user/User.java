package netlessons.ftp.user;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import netlessons.ftp.folder.VirtualPath;

/**
 * Somebody who may log in. Immutable.
 *
 * @param rights in all folders that have none of their own
 * @param overrides the rights in a folder, and in all below it
 * @param home what he sees as "/"
 */
public record User(
        String name, Password password, Set<Right> rights, Map<VirtualPath, Set<Right>> overrides, Path home) {
    public static final String ANONYMOUS = "anonymous";

    public User {
        rights = Set.copyOf(rights);
        overrides = Map.copyOf(overrides);
    }

    /** The same with other rights in a folder. */
    public User with(String folder, Set<Right> there) {
        Map<VirtualPath, Set<Right>> more = new HashMap<>(overrides);
        more.put(VirtualPath.ROOT.resolve(folder), Set.copyOf(there));
        return new User(name, password, rights, more, home);
    }

    /** Whether there may be a folder into which he sends files. */
    public boolean sends() {
        return Stream.concat(Stream.of(rights), overrides.values().stream())
                .anyMatch(some -> some.contains(Right.WRITE) || some.contains(Right.APPEND));
    }

    public boolean hasOverrides() {
        return !overrides.isEmpty();
    }

    /** Whether this folder, or one below it, has rights of its own. */
    public boolean hasOverridesIn(VirtualPath path) {
        int length = path.names().size();
        return overrides.keySet().stream()
                .map(VirtualPath::names)
                .anyMatch(names ->
                        names.size() >= length && names.subList(0, length).equals(path.names()));
    }

    /** Whether he may do that to what this path means: the folder nearest to it counts. */
    public boolean may(Right right, VirtualPath path) {
        List<String> names = path.names();
        for (int length = names.size(); length >= 0; length--) {
            Set<Right> own = overrides.get(new VirtualPath(names.subList(0, length)));
            if (own != null) {
                return own.contains(right);
            }
        }
        return rights.contains(right);
    }
}
