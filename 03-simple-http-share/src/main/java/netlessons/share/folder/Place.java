package netlessons.share.folder;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netlessons.share.folder.Refused.Reason;

/** Where a new file or folder goes. No link is followed on the way: what is behind it may be anywhere. Immutable. */
final class Place {
    /** Folders in folders: more than anybody needs, and fewer than fit into the longest path that a system takes. */
    private static final int DEEPEST = 64;

    private final Root root;
    private final List<String> names;

    /** @throws Refused NAME if there can be nothing of such a name */
    Place(Root root, List<String> names) throws Refused {
        this.root = root;
        this.names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new Refused(Reason.CONFLICT, "The shared folder itself is there already.");
        } else if (names.size() > DEEPEST) {
            throw new Refused(Reason.NAME, "These are more than " + DEEPEST + " folders in folders.");
        }
        for (String name : names) {
            Optional<String> fault = NewName.fault(name, root.hidden());
            if (fault.isPresent()) {
                throw new Refused(Reason.NAME, fault.get());
            }
        }
    }

    List<String> names() {
        return names;
    }

    String name() {
        return names.get(names.size() - 1);
    }

    /** The same place, under another name. */
    Place named(String name) throws Refused {
        List<String> others = new ArrayList<>(names);
        others.set(others.size() - 1, name);
        return new Place(root, others);
    }

    Path path() throws Refused {
        return resolve(folder(), name());
    }

    /** The folder that it is to be in, which need not be there. */
    Path folder() throws Refused {
        Path at = root.path();
        for (String name : names.subList(0, names.size() - 1)) {
            at = resolve(at, name);
        }
        return at;
    }

    /** The folder on the way to it that is there, and nearest. */
    Path nearest() throws Refused, IOException {
        Path at = root.path();
        for (String name : names.subList(0, names.size() - 1)) {
            Path next = resolve(at, name);
            if (Disk.look(next).isEmpty()) {
                return at;
            }
            at = checked(next);
        }
        return at;
    }

    /** The temporary file of this number in one of the folders on the way to it. */
    Optional<Temporary> leftOver(String number) throws Refused, IOException {
        Path at = root.path();
        for (String name : names) {
            Optional<Temporary> file = Temporary.left(root, at, number);
            at = resolve(at, name);
            if (file.isPresent()
                    || !Disk.look(at).map(BasicFileAttributes::isDirectory).orElse(false)) {
                return file;
            }
        }
        return Optional.empty();
    }

    /** Makes the folders on the way to it, as far as they are missing. */
    void makeFolders(Undo undo) throws Refused, IOException {
        make(names.subList(0, names.size() - 1), undo);
    }

    /** Makes a folder of this name, and those on the way to it. */
    void make(Undo undo) throws Refused, IOException {
        if (Disk.look(path()).isPresent()) {
            throw new Refused(Reason.CONFLICT, "There is something of this name already.");
        }
        make(names, undo);
    }

    private void make(List<String> parts, Undo undo) throws Refused, IOException {
        Path at = root.path();
        for (String part : parts) {
            Path next = resolve(at, part);
            if (Disk.look(next).isEmpty()) {
                try {
                    Files.createDirectory(next);
                    undo.made(next);
                } catch (FileAlreadyExistsException e) {
                    // somebody else was faster
                }
            }
            at = checked(next);
        }
    }

    private static Path checked(Path folder) throws Refused, IOException {
        if (!Disk.look(folder).map(BasicFileAttributes::isDirectory).orElse(false)) {
            throw new Refused(Reason.CONFLICT, "A part of the path is there already, and is no folder.");
        }
        return folder;
    }

    private static Path resolve(Path folder, String name) throws Refused {
        try {
            Path path = folder.resolve(name);
            // Systems may read more into a name than we know of: "C:a" on Windows.
            if (folder.equals(path.getParent()) && path.getFileName().toString().equals(name)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // ":" on Windows; a letter that JDK 17 cannot write when it was started in an ASCII locale
        }
        throw new Refused(Reason.NAME, "This system cannot write the name.");
    }
}
