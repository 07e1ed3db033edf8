package netlessons.share.http;

import java.util.ArrayList;
import java.util.List;

/**
 * What a request is about.
 *
 * @param path as it came, still percent-encoded; begins with a slash
 * @param segments the path cut at its slashes, then decoded: a slash that came as {@code %2F} stays in its segment.
 *     {@code /a/} has the segments {@code "a"} and {@code ""}.
 */
public record Target(String path, List<String> segments, Query query) {
    public Target {
        segments = List.copyOf(segments);
    }

    /** @throws HttpError 400 if it is broken */
    public static Target parse(String path, String query) {
        if (!path.startsWith("/")) {
            throw new HttpError(400, "The request target is no path.");
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(Percent.decode(segment));
        }
        return new Target(path, segments, Query.parse(query));
    }

    /** Whether it is the address of a folder: it ends in a slash. */
    public boolean isFolder() {
        return segments.get(segments.size() - 1).isEmpty();
    }

    /** The names of folders and file, seen from the root; of a folder's address without the empty one at the end. */
    public List<String> names() {
        return isFolder() ? segments.subList(0, segments.size() - 1) : segments;
    }
}
