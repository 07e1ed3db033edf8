package netlessons.share.folder;

import java.util.List;

/**
 * A new file.
 *
 * @param names where it is now; under {@code rename} perhaps another place than was asked for
 * @param replaced whether it took the place of another one
 */
public record Published(List<String> names, boolean replaced) {
    public Published {
        names = List.copyOf(names);
    }
}
