package netlessons.ftp.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;

/**
 * A folder that a user sees as "/", and that lets nobody out: no path, no link, no race. All methods fail as the system
 * does, with a {@link FileSystemException}. Safe for use by many threads; files may change, come and go meanwhile.
 */
public final class Root {
    /** How the names of our temporary files begin. */
    static final String TEMPORARY = ".netlessons-";

    private final Path root;
    private final boolean posix;

    private Root(Path root) {
        this.root = root;
        this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** @throws IOException if there is no such folder */
    public static Root open(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!Files.isDirectory(real)) {
            throw new NotDirectoryException(folder.toString());
        }
        return new Root(real);
    }

    /** A real path. */
    Path path() {
        return root;
    }

    // @start region=find
    /** What a path means, links followed. */
    public Found find(VirtualPath path) throws IOException {
        Path real = real(path);
        Class<? extends BasicFileAttributes> type = posix ? PosixFileAttributes.class : BasicFileAttributes.class;
        return new Found(path, real, Files.readAttributes(real, type, LinkOption.NOFOLLOW_LINKS));
    }

    private Path real(VirtualPath path) throws IOException {
        try {
            for (String name : path.names()) {
                check(name);
            }
            Path real = root.resolve(String.join("/", path.names())).toRealPath();
            if (!real.startsWith(root)) {
                throw new Outside(path);
            }
            return real;
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(path.toString());
        }
    }
    // @end

    /**
     * The path to the same file or folder that leads over no link; where there is none, that of the place for it. If
     * nothing can come of this path, it is given back as it is.
     */
    public VirtualPath straight(VirtualPath path) {
        try {
            return virtual(real(path));
        } catch (NoSuchFileException e) {
            try {
                return path.isRoot() ? path : virtual(real(path.parent())).child(path.name());
            } catch (IOException again) {
                return path;
            }
        } catch (IOException e) {
            return path;
        }
    }

    /** The path to what was found that leads over no link. */
    public VirtualPath straight(Found found) {
        return virtual(found.real());
    }

    private VirtualPath virtual(Path real) {
        return VirtualPath.ROOT.resolve(
                root.relativize(real).toString().replace(root.getFileSystem().getSeparator(), "/"));
    }

    /** Whether a name is kept for us, however it is written: some disks do not tell capitals from small letters. */
    static boolean isReserved(String name) {
        return name.regionMatches(true, 0, TEMPORARY, 0, TEMPORARY.length());
    }

    /** A backslash would be a slash on Windows; an end of line, in a list, the beginning of another entry. */
    static void check(String name) throws NoSuchFileException {
        if (isReserved(name) || name.chars().anyMatch(c -> c == '\\' || c == '\r' || c == '\n')) {
            throw new NoSuchFileException(name);
        }
    }

    /** The open folder in which this path has its last name, or a new file gets it. */
    Steps parent(VirtualPath path) throws IOException {
        if (path.isRoot()) {
            throw new FileAlreadyExistsException(path.toString());
        }
        check(path.name());
        return Steps.to(root, real(path.parent()));
    }

    /** @throws NoSuchFileException if this system can have no such name */
    Path name(VirtualPath path) throws NoSuchFileException {
        try {
            return root.getFileSystem().getPath(path.name());
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(path.toString());
        }
    }

    /** Opens a file that was found, and no other one: somebody may have put a link in its place. */
    public FileChannel read(Found file) throws IOException {
        return open(file, Steps.READ);
    }

    /** The same, to write into it where it is. */
    public FileChannel write(Found file) throws IOException {
        return open(file, Steps.WRITE);
    }

    private FileChannel open(Found file, Set<OpenOption> options) throws IOException {
        try (Steps folder = around(file)) {
            return folder.open(file, options);
        }
    }

    /** The open folder that it really is in. */
    private Steps around(Found file) throws IOException {
        if (file.real().equals(root)) {
            throw new AccessDeniedException(file.path().toString());
        }
        return Steps.to(root, file.real().getParent());
    }

    /** What a list of it shows: the entries of a folder, or a file itself. */
    public Entries entries(Found found) throws IOException {
        return found.isFolder() ? new FolderEntries(this, found, Steps.to(root, found.real())) : Entries.of(found);
    }

    public void makeFolder(VirtualPath path) throws IOException {
        try (Steps folder = parent(path)) {
            folder.makeFolder(name(path));
        }
    }

    /** Deletes a file; of a link, the link; of a file that broke off, what was kept. */
    public void delete(VirtualPath path) throws IOException {
        if (path.isRoot()) {
            throw new FileSystemException("/", null, "Is a directory");
        }
        try {
            if (find(path).isFolder()) {
                throw new FileSystemException(path.toString(), null, "Is a directory");
            }
            try (Steps folder = parent(path)) {
                folder.delete(name(path));
            }
        } catch (NoSuchFileException e) {
            deleteKept(path, e);
        }
    }

    private void deleteKept(VirtualPath path, NoSuchFileException none) throws IOException {
        try (Steps folder = parent(path)) {
            if (!Parts.delete(folder, path.name())) {
                throw none;
            }
        }
    }

    public void deleteFolder(VirtualPath path) throws IOException {
        if (!find(path).isFolder()) {
            throw new NotDirectoryException(path.toString());
        }
        try (Steps folder = parent(path)) {
            try {
                folder.deleteFolder(name(path));
            } catch (DirectoryNotEmptyException e) {
                try (Steps inside = Steps.to(root, real(path))) {
                    Parts.clear(inside); // of what broke off nobody sees that it is there
                }
                folder.deleteFolder(name(path));
            }
        }
    }

    /** In one step; a file that has the new name goes. */
    public void rename(VirtualPath from, VirtualPath to) throws IOException {
        find(from);
        try (Steps folder = parent(from);
                Steps target = parent(to)) {
            if (target.look(name(to)).filter(BasicFileAttributes::isDirectory).isPresent()) {
                throw new FileAlreadyExistsException(to.toString());
            }
            folder.rename(name(from), target, name(to));
        }
    }

    public void setModified(Found file, Instant time) throws IOException {
        try (Steps folder = around(file)) {
            folder.view(file.real().getFileName(), BasicFileAttributeView.class)
                    .setTimes(FileTime.from(time), null, null);
        }
    }

    /** @throws FileSystemException where files have no such rights */
    public void setMode(Found file, Set<PosixFilePermission> mode) throws IOException {
        try (Steps folder = around(file)) {
            PosixFileAttributeView view = folder.view(file.real().getFileName(), PosixFileAttributeView.class);
            if (view == null) {
                throw new FileSystemException(file.path().toString(), null, "Operation not supported");
            }
            view.setPermissions(mode);
        }
    }
}
