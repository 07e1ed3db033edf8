package netlessons.share.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A folder that shows what is in it, and lets nobody out. Safe for use by many threads; files may change, come and go
 * meanwhile.
 */
public final class Root {
    /** Our own pages: a name that no file of the folder is shown under. */
    public static final String PAGES = ".share";

    /** How the names of our temporary files begin. */
    public static final String TEMPORARY = ".netlessons-";

    /** How the system begins to say that a path leads nowhere, beside "no such file". */
    private static final List<String> NOWHERE =
            List.of(NowhereWords.NO_FOLDER, NowhereWords.TOO_LONG, NowhereWords.LOOP);

    private final Path root;
    private final boolean hidden;

    private Root(Path root, boolean hidden) {
        this.root = root;
        this.hidden = hidden;
    }

    /**
     * @param hidden whether files are shown whose names begin with a dot, and what is in such folders
     * @throws IOException if there is no such folder, or it cannot be read
     */
    public static Root open(Path root, boolean hidden) throws IOException {
        Path real = root.toRealPath();
        if (!Files.isDirectory(real) || !Files.isReadable(real)) {
            throw new NotDirectoryException(root.toString());
        }
        return new Root(real, hidden);
    }

    /** A real path. */
    public Path path() {
        return root;
    }

    // @start region=find
    /**
     * The file or folder of these names; nothing if it is not there, hidden, outside, or neither file nor folder.
     *
     * @throws IOException if the system cannot say: too many open files, no right, a broken disk
     */
    public Optional<Found> find(List<String> names) throws IOException {
        try {
            for (String name : names) {
                if (!isShown(name)) {
                    return Optional.empty();
                }
            }
            Path real = root.resolve(String.join("/", names)).toRealPath();
            if (!real.startsWith(root) || !isShown(root.relativize(real))) {
                return Optional.empty();
            }
            BasicFileAttributes attributes = attributes(real);
            return attributes.isRegularFile() || attributes.isDirectory()
                    ? Optional.of(new Found(names, real, attributes))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (leadsNowhere(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
    // @end

    private static boolean leadsNowhere(FileSystemException e) {
        return e instanceof NoSuchFileException
                || e instanceof NotDirectoryException
                || NOWHERE.stream().anyMatch(String.valueOf(e.getReason())::startsWith);
    }

    /**
     * Whether something of this name may be shown at all. A decoded segment may hold what was never meant as part of a name:
     * a slash that came as %2F, or a backslash, which is one on Windows and wherever an archive of ours is unpacked.
     */
    boolean isShown(String name) {
        return !name.isEmpty()
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && !name.equals(".")
                && !name.equals("..")
                && !isReserved(name)
                && (hidden || !name.startsWith("."));
    }

    /** Whether it is one of our own. */
    static boolean isReserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT); // some disks do not tell capitals from small letters
        return lower.equals(PAGES) || lower.startsWith(TEMPORARY);
    }

    boolean hidden() {
        return hidden;
    }

    private boolean isShown(Path path) {
        for (Path name : path) {
            if (!path.toString().isEmpty() && !isShown(name.toString())) {
                return false;
            }
        }
        return true;
    }

    static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens a file that was found, and no other one: somebody may have put a link in its place, or in the place of a folder
     * on the way to it.
     *
     * @throws NoSuchFileException if it is not there any more
     */
    public FileChannel open(Found file) throws IOException {
        try (Steps folder = around(file)) {
            return folder.open(file, Steps.READ);
        } catch (FileSystemException e) {
            throw gone(e);
        }
    }

    /** The open folder that it really is in. */
    private Steps around(Found file) throws IOException {
        if (file.real().equals(root)) {
            throw new NoSuchFileException(file.name());
        }
        return Steps.to(root, file.real().getParent());
    }

    /** What was there a moment ago, and is a link or something else now, is not there any more. */
    private static FileSystemException gone(FileSystemException e) {
        if (!leadsNowhere(e)) {
            return e;
        }
        FileSystemException gone = new NoSuchFileException(e.getFile());
        gone.initCause(e);
        return gone;
    }

    /**
     * What is in a folder that was found, in no order. A link is what it leads to; what may not be shown is left out.
     *
     * @param most entries to list
     * @throws NoSuchFileException if it is not there any more
     */
    public Listing list(Found folder, int most) throws IOException {
        List<Entry> entries = new ArrayList<>();
        boolean complete = each(folder, entry -> entries.size() < most && entries.add(entry));
        return new Listing(entries, complete);
    }

    /**
     * Shows each entry of a folder to a visitor, until that says that it is enough.
     *
     * @return whether it has seen all
     * @throws NoSuchFileException if it is not there any more
     */
    boolean each(Found folder, Predicate<Entry> visitor) throws IOException {
        try (Steps steps = Steps.to(root, folder.real())) {
            for (Path name : steps) {
                Optional<Entry> entry = entry(folder, steps, name);
                if (entry.isPresent() && !visitor.test(entry.get())) {
                    return false;
                }
            }
            return true;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (FileSystemException e) {
            throw gone(e);
        }
    }

    private Optional<Entry> entry(Found folder, Steps steps, Path name) throws IOException {
        String text = name.getFileName().toString();
        // A name that is no text in this system's encoding nobody could ask for.
        if (!isShown(text) || !name.getFileSystem().getPath(text).equals(name.getFileName())) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes attributes = steps.attributes(name);
            if (attributes.isSymbolicLink()) {
                List<String> names = new ArrayList<>(folder.names());
                names.add(text);
                return find(names).map(found -> entry(text, found.attributes()));
            }
            return attributes.isRegularFile() || attributes.isDirectory()
                    ? Optional.of(entry(text, attributes))
                    : Optional.empty();
        } catch (FileSystemException e) {
            return Optional.empty(); // it has just gone, or is behind a door that is closed to us, too
        }
    }

    private static Entry entry(String name, BasicFileAttributes attributes) {
        boolean folder = attributes.isDirectory();
        return new Entry(
                name,
                folder,
                folder ? 0 : attributes.size(),
                attributes.lastModifiedTime().toInstant());
    }
}
