package netlessons.share.folder;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A new file.
 *
 * @param names where it is now; under {@code rename} perhaps another place than was asked for
 * @param replaced whether it took the place of another one
 * @param attributes of the very file that was published
 */
public record Published(List<String> names, boolean replaced, BasicFileAttributes attributes) {
    public Published {
        names = List.copyOf(names);
    }
}
