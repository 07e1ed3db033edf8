package netlessons.webserver;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder that shows what is in it, and lets nobody out. Safe for use by many threads; files may change, come and go
 * meanwhile.
 */
final class Root {
    /** How the system begins to say that a path leads nowhere, beside "no such file". */
    private static final List<String> NOWHERE =
            List.of(NowhereWords.NO_FOLDER, NowhereWords.TOO_LONG, NowhereWords.LOOP);

    private final Path root;

    private Root(Path root) {
        this.root = root;
    }

    /** @throws IOException if there is no such folder, or it cannot be read */
    static Root open(Path root) throws IOException {
        Path real = root.toRealPath();
        if (!Files.isDirectory(real) || !Files.isReadable(real)) {
            throw new NotDirectoryException(root.toString());
        }
        return new Root(real);
    }

    // @start region=find
    /**
     * Where the file really is, all links followed, or nothing if it is not there, hidden, or outside.
     *
     * @throws IOException if the system cannot say: too many open files, no right, a broken disk
     */
    Optional<Path> find(List<String> names) throws IOException {
        try {
            for (String name : names) {
                // A decoded segment may hold what was never meant as part of a name: %2F, or a backslash on Windows.
                if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
                    return Optional.empty();
                }
            }
            Path real = path(names).toRealPath();
            return real.startsWith(root) && !isHidden(root.relativize(real)) ? Optional.of(real) : Optional.empty();
        } catch (NoSuchFileException | InvalidPathException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (NOWHERE.stream().anyMatch(String.valueOf(e.getReason())::startsWith)) {
                return Optional.empty();
            }
            throw e;
        }
    }
    // @end

    /** Where the names lead, links not followed. For names that {@link #find} has found before. */
    Path path(List<String> names) {
        return root.resolve(String.join("/", names));
    }

    private static boolean isHidden(Path path) {
        for (Path name : path) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
