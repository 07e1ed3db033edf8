package netlessons.upload.receive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/** The receiver's folder and those within it: no path leads out of it, and no symbolic link is followed. */
final class Folders {
    /** Beyond that we forget what we know, and force a few folders more than we need. */
    private static final int MOST_KNOWN = 10_000;

    /** Many files of one folder come one after the other: for so long we believe that it is one. */
    private static final long MEMORY = TimeUnit.MILLISECONDS.toNanos(20);

    private record Seen(List<String> parts, Path folder, long when) {}

    private final Path root;
    private volatile Seen seen;
    private final boolean posix;

    /** Folders whose entries in the folders above them are known to be on the disk. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    /** @param root a real path */
    Folders(Path root) {
        this.root = root;
        this.seen = new Seen(List.of(), root, System.nanoTime());
        this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    Path root() {
        return root;
    }

    /** Whether the file system knows permissions. */
    boolean knowsModes() {
        return posix;
    }

    /** The folder of the file with this name; makes what is missing of it. */
    Path of(Name name) throws Rejection {
        List<String> parts = name.parts().subList(0, name.parts().size() - 1);
        Seen last = seen;
        if (parts.equals(last.parts) && System.nanoTime() - last.when < MEMORY) {
            return last.folder;
        }
        Path folder = make(parts);
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

    // @start region=folders
    /** Makes the folder of these parts, as far as it is missing. */
    Path make(List<String> parts) throws Rejection {
        Path folder = root;
        try {
            for (String part : parts) {
                folder = file(folder, part);
                Optional<BasicFileAttributes> found = look(folder);
                if (found.isEmpty()) {
                    durable.remove(folder);
                    create(folder);
                    found = look(folder);
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
    // @end

    /**
     * Looks anew whether each folder of a path that {@link #make} has given back is a folder and no link. Between this
     * look and the next step a moment is left, which Java cannot close: it can make no links relative to an open folder.
     */
    void check(Path folder) throws Rejection {
        try {
            for (Path at = folder; !at.equals(root); at = at.getParent()) {
                Optional<BasicFileAttributes> found = look(at);
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

    /** What is there, itself and not what it may point to. */
    static Optional<BasicFileAttributes> look(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
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
            force(folder);
        }
        if (durable.size() > MOST_KNOWN) {
            durable.clear();
        }
        durable.addAll(learned);
    }
    // @end

    private void force(Path folder) throws IOException {
        if (posix) { // elsewhere a folder cannot be opened, and the file system has to see to it
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                channel.force(true);
            }
        }
    }
}
