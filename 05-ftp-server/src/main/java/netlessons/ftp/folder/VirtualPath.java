package netlessons.ftp.folder;

import java.util.ArrayList;
import java.util.List;

/**
 * A path as a client sees it: "/" is the root, and nothing is above it. Only text: whether there is something says
 * {@link Root}. Immutable.
 */
public record VirtualPath(List<String> names) {
    public static final VirtualPath ROOT = new VirtualPath(List.of());

    public VirtualPath {
        names = List.copyOf(names);
    }

    /** What a client means who is in this folder and says that. */
    public VirtualPath resolve(String said) {
        List<String> path = new ArrayList<>(said.startsWith("/") ? List.of() : names);
        for (String name : said.split("/")) {
            if (name.equals("..")) {
                if (!path.isEmpty()) {
                    path.remove(path.size() - 1);
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                path.add(name);
            }
        }
        return new VirtualPath(path);
    }

    public boolean isRoot() {
        return names.isEmpty();
    }

    /** The last of its names; "" of the root. */
    public String name() {
        return isRoot() ? "" : names.get(names.size() - 1);
    }

    /** The folder that it is in; of the root itself. */
    public VirtualPath parent() {
        return isRoot() ? this : new VirtualPath(names.subList(0, names.size() - 1));
    }

    public VirtualPath child(String name) {
        List<String> path = new ArrayList<>(names);
        path.add(name);
        return new VirtualPath(path);
    }

    /** "/", or "/a/b". */
    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }

    /** As RFC 959 appendix II has it in a 257 reply: with the quotation marks in it doubled. */
    public String quoted() {
        return '"' + toString().replace("\"", "\"\"") + '"';
    }
}
