package netlessons.upload.receive;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Name;

/**
 * A folder that takes files in, and lets nobody out: no name leads elsewhere, and no symbolic link is followed. Safe for use
 * by many threads.
 */
final class Root {
    /** How the names of our temporary files begin. */
    static final String TEMPORARY = ".netlessons-";

    /** Beyond that we forget what we know, and force a few folders more than we need. */
    private static final int MOST_KNOWN = 10_000;

    /** Many files of one folder come one after the other: for so long we believe that it is one. */
    private static final long MEMORY = TimeUnit.MILLISECONDS.toNanos(20);

    private record Seen(List<String> parts, Path folder, long when) {}

    private final Path root;
    private volatile Seen seen;

    /** Folders whose entries in the folders above them are known to be on the disk. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    private Root(Path root) {
        this.root = root;
        this.seen = new Seen(List.of(), root, System.nanoTime());
    }

    /** @throws IOException if there is no such folder */
    static Root open(Path root) throws IOException {
        return new Root(root.toRealPath());
    }

    /** A real path. */
    Path path() {
        return root;
    }

    /** Whether a part of a name is kept for us; some disks do not tell capitals from small letters. */
    static boolean isReserved(String part) {
        return part.regionMatches(true, 0, TEMPORARY, 0, TEMPORARY.length());
    }

    /** The folder of the file with this name; makes what is missing of it. */
    Path folder(Name name) throws Rejection {
        List<String> parts = name.parts().subList(0, name.parts().size() - 1);
        Seen last = seen;
        if (parts.equals(last.parts) && System.nanoTime() - last.when < MEMORY) {
            return last.folder;
        }
        Path folder = makeFolder(parts);
        seen = new Seen(parts, folder, System.nanoTime());
        return folder;
    }

    /** Where the file lies that has this last part of a name. */
    static Path file(Path folder, String part) throws Rejection {
        try {
            return folder.resolve(part);
        } catch (InvalidPathException e) { // JDK 17 started in an ASCII locale, for one
            throw new Rejection(Code.BAD_NAME, "The receiver's system cannot write this name.");
        }
    }

    /** Makes the folder of these parts, as far as it is missing. */
    Path makeFolder(List<String> parts) throws Rejection {
        Path folder = root;
        try {
            for (String part : parts) {
                folder = file(folder, part);
                Optional<BasicFileAttributes> found = Disk.look(folder);
                if (found.isEmpty()) {
                    durable.remove(folder);
                    create(folder);
                    found = Disk.look(folder);
                }
                if (!found.map(BasicFileAttributes::isDirectory).orElse(false)) {
                    throw new Rejection(Code.EXISTS, "A part of the path is there already, and is no folder.");
                }
            }
        } catch (IOException e) {
            throw Rejection.of(e);
        }
        return folder;
    }

    /**
     * Looks anew whether each folder of a path that {@link #makeFolder} has given back is a folder and no link. Between this
     * look and the next step a moment is left, which Java cannot close: it can make no links relative to an open folder.
     */
    void check(Path folder) throws Rejection {
        try {
            for (Path at = folder; !at.equals(root); at = at.getParent()) {
                Optional<BasicFileAttributes> found = Disk.look(at);
                if (found.isEmpty()) {
                    throw new Rejection(Code.IO, "A folder of the path has gone.");
                } else if (!found.get().isDirectory()) {
                    throw new Rejection(Code.EXISTS, "A part of the path is no folder any more.");
                }
            }
        } catch (IOException e) {
            throw Rejection.of(e);
        }
    }

    private static void create(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // another connection was faster
        }
    }

    // @start region=force
    /**
     * Makes the entries of the folders durable, and those of the folders above, as far as this was not done before. A
     * file whose name is only in memory would be gone after a power failure, however well its bytes are kept.
     */
    void force(Collection<Path> folders) throws IOException {
        Set<Path> all = new LinkedHashSet<>(folders);
        Set<Path> learned = new LinkedHashSet<>();
        for (Path folder : folders) {
            for (Path at = folder; !at.equals(root) && !durable.contains(at); at = at.getParent()) {
                all.add(at.getParent());
                learned.add(at);
            }
        }
        for (Path folder : all) {
            Disk.force(folder);
        }
        if (durable.size() > MOST_KNOWN) {
            durable.clear();
        }
        durable.addAll(learned);
    }
    // @end
}
