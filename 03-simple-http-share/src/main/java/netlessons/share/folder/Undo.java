package netlessons.share.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What has been done to the folder, step by step, as long as it may still come to nothing. For one thread. */
final class Undo {
    private interface Step {
        void undo() throws IOException;
    }

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Set<Path> kept = new LinkedHashSet<>();
    private final Set<Path> folders = new LinkedHashSet<>();

    /** In this folder something gets or loses a name. */
    void changes(Path folder) {
        folders.add(folder);
    }

    /** A folder is new. */
    void made(Path folder) {
        folders.add(folder.getParent());
        steps.push(() -> Files.deleteIfExists(folder)); // which fails if somebody has put something into it
    }

    /** A file has got a name. */
    void named(Path path, Object key) {
        steps.push(() -> {
            Optional<BasicFileAttributes> there = Disk.look(path);
            if (there.isPresent() && Objects.equals(there.get().fileKey(), key)) {
                Files.delete(path);
            }
        });
    }

    /** A file is about to lose its name to another one: until all is done, it keeps a second one that nobody sees. */
    void loses(Path path) throws IOException {
        Path second = path.resolveSibling(Temporary.name());
        Temporary.claim(second);
        try {
            Files.createLink(second, path);
        } catch (UnsupportedOperationException | IOException e) {
            Temporary.release(second);
            return; // FAT has no links: there the old file cannot come back
        }
        kept.add(second);
        steps.push(() -> {
            Files.move(second, path, StandardCopyOption.ATOMIC_MOVE);
            kept.remove(second);
            Temporary.release(second);
        });
    }

    /** All is done. Makes the names durable. */
    void forget() throws IOException {
        steps.clear();
        clean();
        for (Path folder : folders) {
            Disk.force(folder);
        }
    }

    /** It has come to nothing: all is as it was, as far as that can be. */
    void undo(Exception because) {
        while (!steps.isEmpty()) {
            try {
                steps.pop().undo();
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
        try {
            clean();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private void clean() throws IOException {
        for (Path second : kept) {
            Files.deleteIfExists(second);
            Temporary.release(second);
        }
        kept.clear();
    }
}
